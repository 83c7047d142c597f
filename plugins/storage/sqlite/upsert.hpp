// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/sql/sqlite_upsert.hpp>
#include <tidemark/storage/figures.hpp>

#include "statement.hpp"

namespace tidemark::sqlite {

/// What became of one record.
enum class upsert_outcome : std::uint8_t { inserted, updated, unchanged };

inline void count(storage::upsert_counts& counts, upsert_outcome outcome) {
  switch (outcome) {
    case upsert_outcome::inserted: ++counts.inserted; break;
    case upsert_outcome::updated: ++counts.updated; break;
    case upsert_outcome::unchanged: ++counts.unchanged; break;
  }
}

/// Brings records of one table in by one program; within one transaction. Throws
/// odb::sqlite::database_exception. A record handed in must live until the call returns.
template <record Record>
class upsert {
 public:
  upsert(sqlite3* db, const engine::program<Record>& rules, timestamp at)
      : upsert(db, sql::sqlite_upsert_of(sql::rule_table_of(rules)), at) {}

  /// The id of the stored row of `wanted`'s key.
  std::optional<std::int64_t> find(const Record& wanted) {
    bind<true>(find_, wanted);
    return find_.find_integer();
  }

  /// Stores `incoming`, whose key is not there, and returns its id.
  std::int64_t insert(const Record& incoming) {
    bind<false>(insert_, incoming);
    insert_.run();
    return sqlite3_last_insert_rowid(db_);
  }

  /// Decides `incoming` against row `id`.
  upsert_outcome update(std::int64_t id, const Record& incoming) {
    if (!update_) return upsert_outcome::unchanged;
    bind<false>(*update_, incoming);
    update_->bind(fields + 2, id);
    return update_->run() == 0 ? upsert_outcome::unchanged : upsert_outcome::updated;
  }

 private:
  static constexpr int fields = static_cast<int>(field_count<Record>);

  upsert(sqlite3* db, const sql::sqlite_upsert& texts, timestamp at)
      : db_(db), find_(db, texts.find), insert_(db, texts.insert) {
    insert_.bind(fields + 1, at);
    if (texts.update.empty()) return;
    update_.emplace(db, texts.update);
    update_->bind(fields + 1, at);
  }

  template <bool KeyOnly>
  static void bind(statement& to, const Record& from) {
    for_each_field<Record>([&](auto i) {
      if constexpr (!KeyOnly || key_fields<Record>.has(i))
        to.bind(static_cast<int>(i) + 1, field<i>(from));
    });
  }

  sqlite3* db_;
  statement find_;
  statement insert_;
  std::optional<statement> update_;
};

}  // namespace tidemark::sqlite
