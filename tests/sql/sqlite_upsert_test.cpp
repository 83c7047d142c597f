// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <sqlite3.h>

#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include <tidemark/sql/sqlite_upsert.hpp>

#include "random_upserts.hpp"

using namespace tidemark;
using namespace tidemark::test;

namespace {

constexpr const char* create_table = R"(CREATE TABLE samples (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, part INTEGER NOT NULL,
  count_a INTEGER NOT NULL DEFAULT 0, count_b INTEGER NOT NULL DEFAULT 0,
  whole_a INTEGER NOT NULL, whole_b INTEGER, whole_c INTEGER, rate_a REAL, rate_b REAL,
  day_a TEXT NOT NULL, day_b TEXT, time_a TEXT, time_b TEXT, text_a TEXT NOT NULL, text_b TEXT,
  texts TEXT, payload TEXT, inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL,
  UNIQUE (name, part)))";

/// A table `samples` and the upsert of one program.
class sample_table {
 public:
  explicit sample_table(const program& rules) {
    sqlite3_open(":memory:", &db_);
    if (sqlite3_exec(db_, create_table, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
    const auto table = sql::rule_table_of(rules);
    const auto upsert = sql::sqlite_upsert_of(table);
    decide_ = prepare(upsert.decide);
    insert_ = prepare(sql::sqlite_insert_of(table, 1));
    update_ = prepare(upsert.update);
  }
  sample_table(const sample_table&) = delete;
  sample_table& operator=(const sample_table&) = delete;
  ~sample_table() {
    for (sqlite3_stmt* statement : {decide_, insert_, update_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }

  /// "inserted", "updated" or "unchanged".
  std::string upsert(const sample& record, const std::string& moment) {
    bind(decide_, record, moment, 0);
    if (const auto found = run(decide_)) {
      if (!found->changes) return "unchanged";
      bind(update_, record, moment, found->id);
      run(update_);
      return "updated";
    }
    bind(insert_, record, moment, 0);
    run(insert_);
    return "inserted";
  }

  /// All rows by key: the fields as texts, then `inserted_at` and `updated_at`.
  text_rows rows() {
    text_rows result;
    sqlite3_stmt* all = nullptr;
    sqlite3_prepare_v2(db_, "SELECT * FROM samples", -1, &all, nullptr);
    while (sqlite3_step(all) == SQLITE_ROW) {
      fields row;
      for (int c = 1; c < sqlite3_column_count(all); ++c) row.push_back(column(all, c));
      result[{*row[0], std::stoi(*row[1])}] = row;
    }
    sqlite3_finalize(all);
    return result;
  }

 private:
  static std::optional<std::string> column(sqlite3_stmt* row, int c) {
    if (sqlite3_column_type(row, c) == SQLITE_NULL) return std::nullopt;
    if (sqlite3_column_type(row, c) == SQLITE_FLOAT)
      return to_text(percent{std::llround(sqlite3_column_double(row, c) * 10'000)});
    return std::string(reinterpret_cast<const char*>(sqlite3_column_text(row, c)),
                       static_cast<std::size_t>(sqlite3_column_bytes(row, c)));
  }

  sqlite3_stmt* prepare(const std::string& text) {
    sqlite3_stmt* result = nullptr;
    if (sqlite3_prepare_v2(db_, text.c_str(), -1, &result, nullptr) != SQLITE_OK)
      throw std::runtime_error(text + ": " + sqlite3_errmsg(db_));
    return result;
  }

  /// Binds the fields, the time and the id, as far as the statement has parameters for them.
  static void bind(sqlite3_stmt* to, const sample& record, const std::string& moment,
                   sqlite3_int64 id) {
    constexpr int count = static_cast<int>(field_count<sample>);
    for_each_field<sample>([&](auto i) { bind(to, static_cast<int>(i) + 1, field<i>(record)); });
    sqlite3_bind_text(to, count + 1, moment.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(to, count + 2, id);
  }

  template <typename T>
  static void bind(sqlite3_stmt* to, int at, const T& value) {
    if (!is_present(value)) {
      sqlite3_bind_null(to, at);
    } else if constexpr (type_of<T>() == field_type::percent) {
      sqlite3_bind_double(to, at, static_cast<double>(order_of(value)) / 10'000);
    } else if constexpr (type_of<T>() <= field_type::counter) {
      sqlite3_bind_int64(to, at, order_of(value));
    } else {
      const std::string text = *field_text(value);
      sqlite3_bind_text64(to, at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
  }

  struct stored_row {
    sqlite3_int64 id = 0;
    bool changes = false;
  };

  /// The first row, if there is one.
  std::optional<stored_row> run(sqlite3_stmt* statement) {
    const int code = sqlite3_step(statement);
    std::optional<stored_row> row;
    if (code == SQLITE_ROW)
      row = {sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1) == 1};
    sqlite3_reset(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    return row;
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* decide_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* update_ = nullptr;
};

}  // namespace

TEST_CASE("the upsert of any policy gives the same results as the engine") {
  std::map<std::string, int> outcomes;
  const bool equal = rc::check("upsert equals decide", [&] {
    const program rules = random_program();
    sample_table table(rules);
    kept_rows stored;
    for (int i = 0; i < 40; ++i) {
      const sample record = random_record();
      const std::string moment = std::to_string(i);
      const std::string outcome = keep(stored, rules, record, moment);
      RC_ASSERT(table.upsert(record, moment) == outcome);
      outcomes[outcome]++;
    }
    RC_ASSERT(table.rows() == texts_of(stored));
  });
  CHECK(equal);
  // The property is meaningless unless every outcome occurred.
  CHECK(outcomes["inserted"] > 0);
  CHECK(outcomes["updated"] > 0);
  CHECK(outcomes["unchanged"] > 0);
}
