// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

#include <tidemark/sql/rule_text.hpp>

namespace tidemark::sql {

/// The `number`-th parameter of a statement, from 1.
inline std::string numbered_parameter(std::size_t number) {
  std::string text(1, '?');
  text += std::to_string(number);
  return text;
}

/// SQLite: incoming values are numbered parameters, which keep a missing counter NULL (`excluded`
/// would not); the stored row is the alias `stored`.
class sqlite_dialect final : public dialect {
 public:
  std::string incoming(const column&, std::size_t index) const override {
    return numbered_parameter(index + 1);
  }
  std::string stored(const column& one) const override { return "stored." + quoted(one.name); }
  std::string distinct(std::string_view a, std::string_view b) const override {
    return std::string(a) + " IS NOT " + std::string(b);
  }
};

/// The statement that inserts one record, or decides it against the stored one of its key and
/// rewrites that only when something changes.
///
/// Parameters: `?1` to `?N` are the record's fields in order, NULL where missing; `?N+1` is the
/// moment written to `inserted_at` and `updated_at`. Afterwards `changes()` is 0 when the row
/// stayed as it was; the row is new when `last_insert_rowid()` was set. Needs a unique index on
/// exactly the record's key.
inline std::string sqlite_upsert(const rule_table& rules) {
  const sqlite_dialect says;
  const std::string moment = numbered_parameter(rules.columns.size() + 1);
  std::string names;
  std::string values;
  std::string key;
  for (std::size_t i = 0; i < rules.columns.size(); ++i) {
    const column& one = rules.columns[i];
    names += quoted(one.name) + ", ";
    values += value_text(rules, says, i) + ", ";
    if (one.key) key += (key.empty() ? "" : ", ") + quoted(one.name);
  }
  std::string text = "INSERT INTO " + quoted(rules.table) + " AS stored (" + names +
                     "\"inserted_at\", \"updated_at\")\nVALUES (" + values + moment + ", " +
                     moment + ")\nON CONFLICT (" + key + ") DO ";
  const std::string changed = changed_text(rules, says);
  if (changed.empty()) return text + "NOTHING";
  return text + "UPDATE SET\n  " + assignments_text(rules, says) + ",\n  \"updated_at\" = " +
         moment + "\nWHERE " + changed;
}

}  // namespace tidemark::sql
