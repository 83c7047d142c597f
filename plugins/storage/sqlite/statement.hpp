// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/record/field_type.hpp>

#include "failure.hpp"
#include "real_percent.hpp"
#include "stored_text.hpp"

namespace tidemark::sqlite {

/// A prepared statement on ODB's connection, for what ODB cannot express: batches and period
/// queries. Must be destroyed before its connection. Every function throws
/// odb::sqlite::database_exception.
class statement {
 public:
  statement(sqlite3* db, std::string_view text) : db_(db) {
    if (sqlite3_prepare_v3(db, text.data(), static_cast<int>(text.size()),
                           SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK)
      throw_last(db);
  }
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;
  ~statement() { sqlite3_finalize(handle_); }

  /// The highest number of a parameter.
  int parameter_count() { return sqlite3_bind_parameter_count(handle_); }

  void bind(int at, std::int64_t value) { check(sqlite3_bind_int64(handle_, at, value)); }
  void bind(int at, percent value) { check(sqlite3_bind_double(handle_, at, to_real(value))); }
  void bind(int at, counter value) {
    if (value.known) bind(at, *value.known);
    else bind_null(at);
  }
  /// `value` must live until the statement is run.
  void bind(int at, std::string_view value) {
    check(sqlite3_bind_text64(handle_, at, value.data(), value.size(), SQLITE_STATIC,
                              SQLITE_UTF8));
  }
  void bind(int at, const json& value) { bind(at, std::string_view(value.text)); }
  void bind(int at, json_view value) { bind(at, value.text); }
  void bind(int at, date value) { bind_copy(at, stored_text(value)); }
  void bind(int at, timestamp value) { bind_copy(at, stored_text(value)); }
  void bind(int at, const tags& value) { bind_copy(at, stored_text(value)); }
  void bind(int at, tags_view value) { bind_copy(at, stored_text(value)); }
  template <typename T>
  void bind(int at, const std::optional<T>& value) {
    if (value) bind(at, *value);
    else bind_null(at);
  }
  void bind_null(int at) { check(sqlite3_bind_null(handle_, at)); }
  void bind_copy(int at, std::string_view value) {
    check(sqlite3_bind_text64(handle_, at, value.data(), value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
  }

  /// Goes to the next row; false when there is none. The statement is then ready to run again.
  bool step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (sqlite3_reset(handle_) != SQLITE_OK) throw_last(db_);
    return false;
  }

  /// Runs a statement that returns no rows; returns how many rows it changed.
  std::int64_t run() {
    step();
    return sqlite3_changes64(db_);
  }

  /// The integer of the first row; nothing if there is no row, or NULL in it. The statement is then
  /// ready to run again.
  std::optional<std::int64_t> find_integer() {
    std::optional<std::int64_t> value;
    if (!step()) return value;
    read(0, value);
    reset();
    return value;
  }

  /// Gives up the rows that were not read.
  void reset() { sqlite3_reset(handle_); }

  int column_count() { return sqlite3_column_count(handle_); }

  // Columns of the current row, from 0.
  bool is_null(int at) { return sqlite3_column_type(handle_, at) == SQLITE_NULL; }
  std::int64_t integer(int at) { return sqlite3_column_int64(handle_, at); }
  /// Valid until the next step.
  std::string_view text(int at) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, at));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, at))};
  }
  void read(int at, std::int64_t& value) { value = integer(at); }
  void read(int at, percent& value) { value = from_real(sqlite3_column_double(handle_, at)); }
  void read(int at, std::string& value) { value = text(at); }
  void read(int at, timestamp& value) { read_stored(text(at), value); }
  void read(int at, tags& value) { read_stored(text(at), value); }
  template <typename T>
  void read(int at, std::optional<T>& value) {
    value.reset();
    if (!is_null(at)) read(at, value.emplace());
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw_last(db_);
  }

  sqlite3* db_;
  sqlite3_stmt* handle_ = nullptr;
};

}  // namespace tidemark::sqlite
