// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

#include <tidemark/sql/rule_text.hpp>

namespace tidemark::sql {

/// The statements that write a record to SQLite by the rules of a policy: they look up what is
/// stored, then update it if something changes, or insert.
///
/// `?1` to `?N` are the record's fields in order, NULL where missing. A single `INSERT ... ON
/// CONFLICT` would use up an AUTOINCREMENT id, and write, for every row that does not change.
struct sqlite_upsert {
  /// The id of the stored row with the record's key, and whether a rule takes a value of the record
  /// (0 or 1); no row if the key is not stored.
  std::string decide;
  /// Writes the values that the rules take; `?N+1` is the time for `updated_at`, `?N+2` the id that
  /// `decide` returned. Empty when no rule ever takes a value.
  std::string update;
};

/// The statements for `rules`, on a table with the columns of the record and `id`, `inserted_at`
/// and `updated_at`.
inline sqlite_upsert sqlite_upsert_of(const rule_table& rules);

/// Inserts `rows` records (at least 1) unchanged, but for missing counters, which become 0. The
/// parameters are the fields of the records, one record after the other, and then the time for
/// `inserted_at` and `updated_at`.
inline std::string sqlite_insert_of(const rule_table& rules, std::size_t rows);

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
  /// `before`: the number of parameters before those of the record.
  explicit sqlite_dialect(std::size_t before = 0) : before_(before) {}

  std::string incoming(const column&, std::size_t index) const override {
    return numbered_parameter(before_ + index + 1);
  }
  std::string stored(const column& target) const override {
    return "stored." + quoted(target.name);
  }
  std::string distinct(const column&, std::string_view a, std::string_view b) const override {
    return std::string(a) + " IS NOT " + std::string(b);
  }
  /// SQLite compares texts by their bytes. A list is stored as JSON, whose bytes have another
  /// order: the first element decides that `b` does not have at its place.
  std::string greater(const column& target, std::string_view a,
                      std::string_view b) const override {
    if (target.type != field_type::texts) return std::string(a) + " > " + std::string(b);
    return "(SELECT b.key IS NULL OR a.value > b.value FROM json_each(" + std::string(a) +
           ") AS a LEFT JOIN json_each(" + std::string(b) +
           ") AS b ON b.key = a.key WHERE b.key IS NULL OR a.value <> b.value"
           " ORDER BY a.key LIMIT 1) IS TRUE";
  }

 private:
  std::size_t before_;
};

namespace detail {

inline std::string sqlite_decide(const rule_table& rules, const dialect& syntax) {
  const std::string changed = changed_text(rules, syntax);
  std::string text = "SELECT \"id\", " + (changed.empty() ? "0" : "(" + changed + ") IS TRUE") +
                     "\nFROM " + quoted(rules.table) + " AS stored";
  const char* before = "\nWHERE ";
  for (std::size_t i = 0; i < rules.columns.size(); ++i) {
    const column& target = rules.columns[i];
    if (!target.key) continue;
    text += before + syntax.stored(target) + " = " + syntax.incoming(target, i);
    before = " AND ";
  }
  return text;
}

inline std::string sqlite_update(const rule_table& rules, const dialect& syntax) {
  if (changed_text(rules, syntax).empty()) return {};
  const std::size_t fields = rules.columns.size();
  return "UPDATE " + quoted(rules.table) + " AS stored SET\n  " + assignments_text(rules, syntax) +
         ",\n  \"updated_at\" = " + numbered_parameter(fields + 1) +
         "\nWHERE stored.\"id\" = " + numbered_parameter(fields + 2);
}

}  // namespace detail

inline sqlite_upsert sqlite_upsert_of(const rule_table& rules) {
  const sqlite_dialect syntax;
  return {detail::sqlite_decide(rules, syntax), detail::sqlite_update(rules, syntax)};
}

inline std::string sqlite_insert_of(const rule_table& rules, std::size_t rows) {
  const std::size_t fields = rules.columns.size();
  const std::string moment = numbered_parameter(rows * fields + 1);
  std::string text = "INSERT INTO " + quoted(rules.table) + " (";
  for (const column& target : rules.columns) text += quoted(target.name) + ", ";
  text += "\"inserted_at\", \"updated_at\")\nVALUES ";
  for (std::size_t row = 0; row < rows; ++row) {
    const sqlite_dialect syntax(row * fields);
    text += row == 0 ? "(" : ",\n  (";
    for (std::size_t i = 0; i < fields; ++i) text += insert_text(rules, syntax, i) + ", ";
    text.append(moment).append(", ").append(moment).append(")");
  }
  return text;
}

}  // namespace tidemark::sql
