// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <string>

#include <tidemark/result.hpp>

namespace tidemark::sqlite {

/// Whether `path` can be a database, as far as the file system says; opens and makes nothing. Error
/// `usage`: it cannot. The message begins with `path: `.
result<void> check_path(const std::string& path);

/// Error `failed`: `path` has a write-ahead log and is not there itself. It was removed while it
/// was open, or after a crash: SQLite would make a new file and delete the log, with all that was
/// only in the log.
result<void> check_log(const std::string& path);

}  // namespace tidemark::sqlite
