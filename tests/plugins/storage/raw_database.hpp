// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sqlite3.h>

#include <stdexcept>
#include <string>

namespace tidemark::test {

/// An SQLite file as another program sees it, without tidemark. Throws on every error.
class raw_database {
 public:
  explicit raw_database(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) fail();
  }
  raw_database(const raw_database&) = delete;
  raw_database& operator=(const raw_database&) = delete;
  ~raw_database() { sqlite3_close(db_); }

  void run(const std::string& text) {
    if (sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }

  /// The rows of a query: values separated by `|`, NULL as `NULL`, each row ended by a newline.
  std::string rows(const std::string& text) {
    sqlite3_stmt* query = nullptr;
    if (sqlite3_prepare_v2(db_, text.c_str(), -1, &query, nullptr) != SQLITE_OK) fail();
    std::string result;
    while (sqlite3_step(query) == SQLITE_ROW) {
      for (int c = 0; c < sqlite3_column_count(query); ++c) {
        const auto* value = reinterpret_cast<const char*>(sqlite3_column_text(query, c));
        if (c != 0) result += '|';
        result += value ? value : "NULL";
      }
      result += '\n';
    }
    if (sqlite3_finalize(query) != SQLITE_OK) fail();
    return result;
  }

 private:
  [[noreturn]] void fail() { throw std::runtime_error(sqlite3_errmsg(db_)); }

  sqlite3* db_ = nullptr;
};

}  // namespace tidemark::test
