// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <tidemark/sql/sqlite_upsert.hpp>

#include "statement.hpp"

namespace tidemark::sqlite {

/// A stored row of an incoming record's key.
struct stored_row {
  std::int64_t id = 0;
  bool changes = false;  ///< a rule takes a value of the incoming record
};

/// Brings records of one table in by one program; within one transaction. Throws
/// odb::sqlite::database_exception. A record handed in must live until the call returns.
template <record Record>
class upsert {
 public:
  upsert(sqlite3* db, const engine::program<Record>& rules, timestamp at)
      : upsert(db, sql::rule_table_of(rules), at) {}

  /// What is stored of `incoming`'s key, and what the rules make of the two.
  std::optional<stored_row> decide(const Record& incoming) {
    bind(decide_, 0, incoming);
    std::optional<stored_row> found;
    if (!decide_.step()) return found;
    found = {decide_.integer(0), decide_.integer(1) != 0};
    decide_.reset();
    return found;
  }

  /// Writes what the rules take of `incoming` to row `id`.
  void update(std::int64_t id, const Record& incoming) {
    bind(*update_, 0, incoming);
    update_->bind(fields + 2, id);
    update_->run();
  }

  /// Stores records, whose keys are not there, and calls `use(index, id)` for each.
  template <typename Use>
  void insert(std::span<Record* const> incoming, Use use) {
    std::size_t done = 0;
    for (; incoming.size() - done >= block; done += block)
      insert(insert_block_, incoming.subspan(done, block), done, use);
    for (; done < incoming.size(); ++done)
      insert(insert_one_, incoming.subspan(done, 1), done, use);
  }

 private:
  static constexpr int fields = static_cast<int>(field_count<Record>);
  /// So many rows a statement that what a statement costs is little beside what its rows cost.
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
    const int last = to.parameter_count();  // a decision need not ask for the last fields
    for_each_field<Record>([&](auto i) {
      const int at = before + static_cast<int>(i) + 1;
      if (at <= last) to.bind(at, field<i>(from));
    });
  }

  template <typename Use>
  void insert(statement& with, std::span<Record* const> incoming, std::size_t index, Use& use) {
    int before = 0;
    for (const Record* one : incoming) {
      bind(with, before, *one);
      before += fields;
    }
    with.run();
    // AUTOINCREMENT counts on from the highest id, row by row.
    auto id = sqlite3_last_insert_rowid(db_) - static_cast<std::int64_t>(incoming.size());
    for (std::size_t i = 0; i < incoming.size(); ++i) use(index + i, ++id);
  }

  sqlite3* db_;
  statement decide_;
  statement insert_one_;
  statement insert_block_;
  std::optional<statement> update_;
};

}  // namespace tidemark::sqlite
