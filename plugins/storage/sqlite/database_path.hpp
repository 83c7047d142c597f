// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <string>

#include <tidemark/result.hpp>

namespace tidemark::sqlite {

/// Whether `path` can be a database, as far as the file system says; nothing is opened or made.
/// Error `usage`: it cannot. The message begins with `path: `.
result<void> check_path(const std::string& path);

/// Error `failed`: `path` has a write-ahead log and is not there itself. It was taken away while it
/// was open, or after a crash: SQLite would make a new file and delete the log, with all that was
/// only in it.
result<void> check_log(const std::string& path);

}  // namespace tidemark::sqlite
