// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <exception>
#include <new>
#include <string>
#include <string_view>

#include <fmt/core.h>
#include <odb/exceptions.hxx>
#include <odb/sqlite/exceptions.hxx>

#include <tidemark/result.hpp>

namespace tidemark::sqlite {

/// How long a statement waits for another process that is writing.
inline constexpr int busy_timeout_ms = 30'000;

/// What went wrong with the database at `path`, in words that say what to do about it. `code` is
/// one of SQLite's primary result codes or SQLITE_READONLY_DBMOVED, `detail` its own message.
inline error error_of(int code, const std::string& path, std::string_view detail) {
  const std::string where = fmt::format("database {}: ", path);
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return busy_error(
          fmt::format("{}another process has been writing to it for {} s; try again later", where,
                      busy_timeout_ms / 1000));
    case SQLITE_FULL:
      return failure(where + "no space is left on the disk, or the database has reached its size "
                             "limit; nothing of this was stored. Make room and run it again");
    case SQLITE_READONLY_DBMOVED:
      return failure(where + "the file was removed or replaced while it was in use; nothing of "
                             "this was stored. Put the file that is to be used in its place, and "
                             "run it again");
    case SQLITE_READONLY:
      return failure(where + "it can only be read; make the file and its folder writable for this "
                             "user");
    case SQLITE_NOTADB:
      return usage_error(where + "this file is not a SQLite database; give another path");
    case SQLITE_CORRUPT:
      return failure(
          fmt::format("{}the file is damaged ({}); put back a copy, or look at it with sqlite3's "
                      ".recover",
                      where, detail));
    case SQLITE_CANTOPEN:
      return failure(where + "it cannot be opened; check that this user may read and write the "
                             "file and its folder");
    case SQLITE_IOERR:
      return failure(
          fmt::format("{}reading or writing the file failed ({}); nothing of this was stored. "
                      "Check that the disk is sound and has room",
                      where, detail));
    default: return failure(where + std::string(detail));
  }
}

/// What `work` returns, or an error in place of what it throws. Nothing is thrown to the host.
template <typename Work>
auto catch_errors(const std::string& path, Work&& work) noexcept -> decltype(work()) {
  try {
    return work();
  } catch (const odb::sqlite::database_exception& problem) {
    const bool moved = problem.extended_error() == SQLITE_READONLY_DBMOVED;
    return error_of(moved ? SQLITE_READONLY_DBMOVED : problem.error(), path, problem.message());
  } catch (const odb::recoverable& problem) {  // a lock that could not be taken
    return error_of(SQLITE_BUSY, path, problem.what());
  } catch (const std::bad_alloc&) {
    return failure(fmt::format("database {}: out of memory", path));
  } catch (const std::exception& problem) {
    return error_of(SQLITE_ERROR, path, problem.what());
  }
}

/// Throws the last error of `db`.
[[noreturn]] inline void throw_last(sqlite3* db) {
  throw odb::sqlite::database_exception(sqlite3_errcode(db) & 0xFF, sqlite3_extended_errcode(db),
                                        sqlite3_errmsg(db));
}

}  // namespace tidemark::sqlite
