// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/result.hpp>

namespace tidemark::sqlite {

/// Whether `path` can be a database, as far as the file system says; opens and makes nothing. Error
/// `usage`: it cannot. The message begins with `path: `.
result<void> check_path(const std::string& path);

/// What follows the path in the name of the file that has the mark of the database in its first
/// load. SQLite rolls any file back by a journal with its name, also one that was put in its place.
inline constexpr const char* first_load_suffix = ".first-load";

/// The mark in the database at `path`, its `user_version`, read without a statement, which would
/// roll back first; nothing if the file cannot be read. Unlike an inode, it stays when a folder is
/// copied.
std::optional<std::uint32_t> mark_in(const std::string& path);

/// Notes beside the database `path` that its first load begins; false if it cannot be written. It
/// survives a loss of power.
bool write_mark(const std::string& path, std::uint32_t mark);

/// Error `failed`: SQLite would destroy something. `path` has a log and is not there itself: it was
/// removed while it was open, or after a crash, and SQLite would make a new file and delete the
/// log, with all that was only in the log. Or it has the journal of another file's first load.
result<void> check_log(const std::string& path);

}  // namespace tidemark::sqlite
