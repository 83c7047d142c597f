// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <string_view>

namespace tidemark::sqlite {

/// The SQL function `tidemark_contains(text, part)`: whether `part` is in `text`, byte by byte but
/// for the case of ASCII letters; 0 for NULL. SQLite's own functions copy every text that they
/// search.
inline constexpr const char* contains_function = "tidemark_contains";

/// Adds our functions to a connection. Throws odb::sqlite::database_exception.
void add_text_functions(sqlite3* db);

}  // namespace tidemark::sqlite
