// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <tidemark/sql/sqlite_upsert.hpp>

#include "statement.hpp"

namespace tidemark::sqlite {

/// A stored row with an incoming record's key.
struct stored_row {
  std::int64_t id = 0;
  bool changes = false;  ///< a rule takes a value of the incoming record
};

/// Upserts records into one table by one program; within one transaction. Throws
/// odb::sqlite::database_exception. A record must live until the call returns.
template <record Record>
class upsert {
 public:
  upsert(sqlite3* db, const engine::program<Record>& rules, timestamp at)
      : upsert(db, sql::rule_table_of(rules), at) {}

  /// The stored row with `incoming`'s key, and whether the rules change it.
  std::optional<stored_row> decide(const Record& incoming) {
    bind(decide_, 0, incoming);
    std::optional<stored_row> found;
    if (!decide_.step()) return found;
    found = {decide_.integer(0), decide_.integer(1) != 0};
    decide_.reset();
    return found;
  }

  /// Writes what the rules take from `incoming` to row `id`.
  void update(std::int64_t id, const Record& incoming) {
    bind(*update_, 0, incoming);
    update_->bind(fields + 2, id);
    update_->run();
  }

  /// Takes a record whose key is not stored, and stores it with others, in the next `flush` at the
  /// latest; then sets `*id`, unless it is nullptr.
  void insert(Record incoming, std::int64_t* id) {
    waiting_.push_back(std::move(incoming));
    ids_.push_back(id);
    if (waiting_.size() < block) return;
    store(insert_block_, 0, block);
    forget();
  }

  /// Stores the pending records.
  void flush() {
    for (std::size_t i = 0; i < waiting_.size(); ++i) store(insert_one_, i, 1);
    forget();
  }

 private:
  static constexpr int fields = static_cast<int>(field_count<Record>);
  /// So many rows per statement that its cost is small beside that of its rows.
  static constexpr std::size_t block = 32;

  upsert(sqlite3* db, const sql::rule_table& rules, timestamp at)
      : upsert(db, rules, sql::sqlite_upsert_of(rules), at) {}
  upsert(sqlite3* db, const sql::rule_table& rules, const sql::sqlite_upsert& texts, timestamp at)
      : db_(db),
        decide_(db, texts.decide),
        insert_one_(db, sql::sqlite_insert_of(rules, 1)),
        insert_block_(db, sql::sqlite_insert_of(rules, block)) {
    insert_one_.bind(fields + 1, at);
    insert_block_.bind(static_cast<int>(block) * fields + 1, at);
    if (texts.update.empty()) return;
    update_.emplace(db, texts.update);
    update_->bind(fields + 1, at);
  }

  static void bind(statement& to, int before, const Record& from) {
    const int last = to.parameter_count();  // a decision may not need the last fields
    for_each_field<Record>([&](auto i) {
      const int at = before + static_cast<int>(i) + 1;
      if (at <= last) to.bind(at, field<i>(from));
    });
  }

  /// Stores `count` pending records, from the `first` on.
  void store(statement& with, std::size_t first, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      bind(with, static_cast<int>(i) * fields, waiting_[first + i]);
    with.run();
    // AUTOINCREMENT counts on from the highest id, row by row.
    auto id = sqlite3_last_insert_rowid(db_) - static_cast<std::int64_t>(count);
    for (std::size_t i = 0; i < count; ++i) {
      ++id;
      if (ids_[first + i]) *ids_[first + i] = id;
    }
  }

  void forget() {
    waiting_.clear();
    ids_.clear();
  }

  sqlite3* db_;
  statement decide_;
  statement insert_one_;
  statement insert_block_;
  std::optional<statement> update_;
  std::vector<Record> waiting_;      ///< to be inserted, fewer than a block
  std::vector<std::int64_t*> ids_;   ///< where their ids go
};

}  // namespace tidemark::sqlite
