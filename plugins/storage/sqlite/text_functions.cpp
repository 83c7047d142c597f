// SPDX-License-Identifier: GPL-2.0-only
#include "text_functions.hpp"

#include <cstddef>

#include <tidemark/value/ascii.hpp>

#include "failure.hpp"

namespace tidemark::sqlite {

namespace {

std::string_view text_of(sqlite3_value* value) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)))
               : std::string_view();
}

void contains(sqlite3_context* call, int, sqlite3_value** given) {
  const bool is_null = sqlite3_value_type(given[0]) == SQLITE_NULL;
  sqlite3_result_int(call,
                     !is_null && contains_without_case(text_of(given[0]), text_of(given[1])));
}

}  // namespace

void add_text_functions(sqlite3* db) {
  if (sqlite3_create_function(db, contains_function, 2,
                              SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr,
                              contains, nullptr, nullptr) != SQLITE_OK)
    throw_last(db);
}

}  // namespace tidemark::sqlite
