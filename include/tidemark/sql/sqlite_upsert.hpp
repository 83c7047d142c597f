// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

#include <tidemark/sql/rule_text.hpp>

namespace tidemark::sql {

/// The statements that bring one record into SQLite by the rules of a policy: find the stored row
/// of its key, then insert, or update where something changes.
///
/// `?1` to `?N` are the record's fields in order, NULL where missing, in all three; `?N+1` is the
/// moment for `inserted_at` and `updated_at`, `?N+2` the id that `find` gave. Not one
/// `INSERT ... ON CONFLICT`: that uses up an AUTOINCREMENT id, and writes, for every row that stays
/// as it is.
struct sqlite_upsert {
  std::string find;    ///< the id of the stored row, if there is one; needs the key's fields only
  std::string insert;  ///< as it came; a missing counter is 0
  std::string update;  ///< changes nothing when no rule takes a value; empty when none ever does
};

/// The statements for `rules`, on a table with columns `id`, `inserted_at` and `updated_at` beside
/// the record's.
inline sqlite_upsert sqlite_upsert_of(const rule_table& rules);

// ------------------------------------------------------------------------------------------------

/// The `number`-th parameter of a statement, from 1.
inline std::string numbered_parameter(std::size_t number) {
  std::string text(1, '?');
  text += std::to_string(number);
  return text;
}

/// SQLite: incoming values are numbered parameters, the stored row is the alias `stored`.
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

namespace detail {

inline std::string sqlite_find(const rule_table& rules, const dialect& says) {
  std::string text = "SELECT \"id\" FROM " + quoted(rules.table) + " AS stored";
  const char* before = "\nWHERE ";
  for (std::size_t i = 0; i < rules.columns.size(); ++i) {
    const column& one = rules.columns[i];
    if (!one.key) continue;
    text += before + says.stored(one) + " = " + says.incoming(one, i);
    before = " AND ";
  }
  return text;
}

inline std::string sqlite_insert(const rule_table& rules, const dialect& says) {
  std::string names;
  std::string values;
  for (std::size_t i = 0; i < rules.columns.size(); ++i) {
    names += quoted(rules.columns[i].name) + ", ";
    values += value_text(rules, says, i) + ", ";
  }
  const std::string moment = numbered_parameter(rules.columns.size() + 1);
  return "INSERT INTO " + quoted(rules.table) + " (" + names +
         "\"inserted_at\", \"updated_at\")\nVALUES (" + values + moment + ", " + moment + ")";
}

inline std::string sqlite_update(const rule_table& rules, const dialect& says) {
  const std::string changed = changed_text(rules, says);
  if (changed.empty()) return {};
  const std::size_t fields = rules.columns.size();
  return "UPDATE " + quoted(rules.table) + " AS stored SET\n  " + assignments_text(rules, says) +
         ",\n  \"updated_at\" = " + numbered_parameter(fields + 1) + "\nWHERE stored.\"id\" = " +
         numbered_parameter(fields + 2) + " AND (" + changed + ")";
}

}  // namespace detail

inline sqlite_upsert sqlite_upsert_of(const rule_table& rules) {
  const sqlite_dialect says;
  return {detail::sqlite_find(rules, says), detail::sqlite_insert(rules, says),
          detail::sqlite_update(rules, says)};
}

}  // namespace tidemark::sql
