// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/result.hpp>

#include "database.hpp"

namespace tidemark::sqlite {

/// The version of our schema; 0 when it is not there. Throws odb::sqlite::database_exception.
std::uint64_t stored_version(sqlite3* db);

/// Whether our schema, which is there, is marked as being changed. Throws
/// odb::sqlite::database_exception.
bool is_unfinished(sqlite3* db);

/// A table, view or index that has the name of a table which version `stored` does not have yet.
/// Throws odb::sqlite::database_exception.
std::optional<std::string> foreign_table(sqlite3* db, std::uint64_t stored);

/// Makes the schema, or brings an older one up to date, unless another process has just done so.
/// One transaction: interrupted, it leaves the schema as it was. Error `busy` while a brand is
/// held. Throws odb::exception.
result<void> migrate(database& db, sqlite3* handle);

}  // namespace tidemark::sqlite
