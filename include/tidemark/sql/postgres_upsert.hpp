// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <tidemark/sql/rule_text.hpp>

namespace tidemark::sql {

/// A column of which the incoming value is the id of another table's row. It is looked up when the
/// records are decided; what is staged for it is not read.
struct postgres_reference {
  std::string_view column;
  std::string_view table;                  ///< has a column `id`
  std::span<const std::string_view> keys;  ///< columns that name the row, alike in both tables
  std::string_view schema = {};            ///< of the table; empty: that of the target
};

/// What is done with the rows that were written, within the same statement; nothing without a text.
struct postgres_follower {
  std::span<const std::string_view> columns = {};  ///< of the table; both have these
  /// A statement that changes another table. It reads the rows that were inserted or updated, as
  /// they are stored by then, as `written`, and those that were inserted as `fresh`.
  std::string text = {};
};

/// What the statements of one table need to know beside its rules.
struct postgres_target {
  std::string_view schema;
  std::optional<postgres_reference> reference = {};
  /// Counts are given for each value of this integer column; otherwise for all records together.
  std::optional<std::string_view> counted_by = {};
  postgres_follower follower = {};
};

/// The statements that bring many records into PostgreSQL by the rules of a policy: stage them in a
/// temporary table, decide them all at once, and write what changes.
///
/// Not `INSERT ... ON CONFLICT`: its `excluded` holds 0 for a missing counter already, so that
/// gates pass which must fail; and it uses up an id, and writes, for every row that stays as it is.
/// In its place nobody else may write records of the same keys until the transaction ends.
struct postgres_upsert {
  /// Makes the temporary table, which goes with the transaction. It takes NULL in every column:
  /// `LIKE` would copy NOT NULL.
  std::string stage;
  /// Takes staged records: the record's fields in order, NULL where missing.
  std::string copy_staged;
  /// Tells the planner how many records there are. Worth its time: without it a big batch can get a
  /// plan for a small one.
  std::string analyze;
  /// Decides the staged records: a SELECT that writes nothing. Gives those whose key is
  /// new, and those of which the rules take a value: `stored_id`, NULL for a new key, and then the
  /// fields.
  std::string decide;
  /// Writes what `decide` gives; `$1` is the moment for `inserted_at` and `updated_at`. Gives the
  /// counts `inserted`, `updated` and `skipped` (a new key without its required column) as BIGINT:
  /// one row, or with `counted_by` a row for each value of that column that has any, the value
  /// first. Every other staged record was unchanged. New rows get their ids in the order of the
  /// key, texts by their bytes.
  std::string apply;
  /// Counts the staged records that have no reference once they are stored, as BIGINT; empty
  /// without a reference. Before `apply`.
  std::string count_unresolved;
  /// Takes new records of a brand that has nothing stored, right into the table: the fields in
  /// order, a missing counter as 0, then `inserted_at` and `updated_at`.
  std::string copy_direct;
};

/// The statements for `rules`, on a table of `target.schema` with columns `id`, `inserted_at` and
/// `updated_at` beside the record's. No key is staged twice.
inline postgres_upsert postgres_upsert_of(const rule_table& rules, const postgres_target& target);

// ------------------------------------------------------------------------------------------------

/// PostgreSQL: incoming values are columns of `e`, the stored row is `t`.
class postgres_dialect final : public dialect {
 public:
  std::string incoming(const column& target, std::size_t) const override {
    return "e." + quoted(target.name);
  }
  std::string stored(const column& target) const override { return "t." + quoted(target.name); }

  /// JSON is compared by its bytes, as the engine compares it: JSONB's own equality takes 1.0 for
  /// 1.00. Texts are equal when their bytes are, under every collation that a table gets unasked.
  std::string distinct(const column& target, std::string_view a,
                       std::string_view b) const override {
    if (target.type == field_type::json)
      return "record_image_ne(ROW(" + std::string(a) + "), ROW(" + std::string(b) + "))";
    return std::string(a) + " IS DISTINCT FROM " + std::string(b);
  }
  std::string greater(const column& target, std::string_view a,
                      std::string_view b) const override {
    const bool is_text = target.type == field_type::text || target.type == field_type::texts;
    return std::string(a) + (is_text ? " COLLATE \"C\" > " : " > ") + std::string(b);
  }
};

namespace detail {

inline std::string separated(const std::string& list, std::string_view item) {
  return list.empty() ? std::string(item) : list + ", " + std::string(item);
}

/// The columns, all or those of the key, each after `prefix`.
inline std::string postgres_columns(const rule_table& rules, bool only_key = false,
                                    std::string_view prefix = "") {
  std::string text;
  for (const column& field : rules.columns)
    if (field.key || !only_key) text = separated(text, std::string(prefix) + quoted(field.name));
  return text;
}

/// The key's columns of `e` to sort by: texts by their bytes, whatever the database's language.
inline std::string postgres_key_order(const rule_table& rules) {
  std::string text;
  for (const column& field : rules.columns)
    if (field.key)
      text = separated(text, "e." + quoted(field.name) +
                                 (field.type == field_type::text ? " COLLATE \"C\"" : ""));
  return text;
}

inline std::string postgres_table(std::string_view schema, std::string_view name) {
  return quoted(schema) + "." + quoted(name);
}

inline std::string postgres_staging(const rule_table& rules) {
  return "pg_temp." + sql::quoted("incoming_" + std::string(rules.table));
}

/// The staged records, with the column that is a reference looked up.
inline std::string postgres_offered(const rule_table& rules, const postgres_target& target) {
  if (!target.reference) return postgres_staging(rules) + " AS e";
  const postgres_reference& reference = *target.reference;
  std::string text = "(SELECT ";
  std::string columns;
  for (const column& field : rules.columns)
    columns = separated(columns, field.name == reference.column
                                     ? "r.\"id\" AS " + quoted(field.name)
                                     : "i." + quoted(field.name));
  text += columns + "\n    FROM " + postgres_staging(rules) + " AS i LEFT JOIN " +
          postgres_table(reference.schema.empty() ? target.schema : reference.schema,
                         reference.table) +
          " AS r ON ";
  std::string_view before = "";
  for (const std::string_view key : reference.keys) {
    text += std::string(before) + "r." + quoted(key) + " = i." + quoted(key);
    before = " AND ";
  }
  return text + ") AS e";
}

/// The staged records `e`, each with the stored one `t`, if there is one.
inline std::string postgres_pairs(const rule_table& rules, const postgres_target& target) {
  const postgres_dialect says;
  std::string text = postgres_offered(rules, target) + "\n  LEFT JOIN " +
                     postgres_table(target.schema, rules.table) + " AS t ON ";
  std::string_view before = "";
  for (const column& field : rules.columns) {
    if (!field.key) continue;
    text += std::string(before) + says.stored(field) + " = e." + quoted(field.name);
    before = " AND ";
  }
  return text;
}

/// The records that are new, or change what is stored.
inline std::string postgres_decided(const rule_table& rules, const postgres_target& target) {
  const std::string text = "SELECT t.\"id\" AS stored_id, " +
                           postgres_columns(rules, false, "e.") + "\n  FROM " +
                           postgres_pairs(rules, target) + "\n  WHERE t.\"id\" IS NULL";
  const std::string changed = changed_text(rules, postgres_dialect());
  return changed.empty() ? text : text + "\n   OR " + changed;
}

/// How many records are left without a reference.
inline std::string postgres_unresolved(const rule_table& rules, const postgres_target& target) {
  if (!target.reference) return {};
  const postgres_dialect says;
  std::size_t index = 0;
  while (rules.columns[index].name != target.reference->column) ++index;
  const bool stamped = rules.rules[index].word == policy::rule::stamped;
  const std::string take = stamped ? changed_text(rules, says) : take_text(rules, says, index);
  std::string text = "SELECT count(*) FROM " + postgres_pairs(rules, target) +
                     "\n  WHERE CASE WHEN t.\"id\" IS NULL THEN " +
                     insert_text(rules, says, index);
  if (!take.empty()) text += " WHEN " + take + " THEN " + value_text(rules, says, index);
  return text + " ELSE " + says.stored(rules.columns[index]) + " END IS NULL";
}

/// What the follower reads, each after `prefix`, or what is counted.
inline std::string postgres_returning(const postgres_target& target, std::string_view prefix) {
  std::string text;
  if (target.counted_by) text = std::string(prefix) + quoted(*target.counted_by);
  for (const std::string_view column : target.follower.columns)
    if (column != target.counted_by) text = separated(text, std::string(prefix) + quoted(column));
  return text.empty() ? "1" : text;
}

/// The follower's parts of the statement.
inline std::string postgres_followed(const postgres_target& target, bool moves) {
  if (target.follower.text.empty()) return {};
  const std::string columns = postgres_returning(target, "");
  std::string text = "\n), written AS (\n  SELECT " + columns + " FROM fresh";
  if (moves) text += "\n  UNION ALL SELECT " + columns + " FROM moved";
  return text + "\n), followed AS (\n  " + target.follower.text;
}

inline std::string postgres_fresh(const rule_table& rules, const postgres_target& target) {
  const postgres_dialect says;
  std::string text = "INSERT INTO " + postgres_table(target.schema, rules.table) + " (" +
                     postgres_columns(rules) + ", \"inserted_at\", \"updated_at\")\n  SELECT ";
  for (std::size_t i = 0; i < rules.columns.size(); ++i) text += insert_text(rules, says, i) + ", ";
  text += "$1::timestamptz, $1::timestamptz\n  FROM decided AS e WHERE e.stored_id IS NULL";
  for (const column& required : rules.columns)
    if (required.required) text += " AND e." + quoted(required.name) + " IS NOT NULL";
  return text + "\n  ORDER BY " + postgres_key_order(rules) + "\n  RETURNING " +
         postgres_returning(target, "");
}

/// Empty when no rule ever takes a value.
inline std::string postgres_moved(const rule_table& rules, const postgres_target& target) {
  const postgres_dialect says;
  if (changed_text(rules, says).empty()) return {};
  return "UPDATE " + postgres_table(target.schema, rules.table) + " AS t SET\n  " +
         assignments_text(rules, says) +
         ",\n  \"updated_at\" = $1::timestamptz\n  FROM decided AS e WHERE t.\"id\" = e.stored_id" +
         "\n  RETURNING " + postgres_returning(target, "t.");
}

/// Whether a required column is missing; empty when none is required.
inline std::string postgres_lacking(const rule_table& rules) {
  std::string text;
  for (const column& required : rules.columns)
    if (required.required)
      text += (text.empty() ? "(" : " OR ") + quoted(required.name) + " IS NULL";
  return text.empty() ? text : text + ")";
}

/// The counts, from a list of everything that was written or skipped.
inline std::string postgres_counts(const rule_table& rules, const postgres_target& target,
                                   bool moves) {
  const std::string group = target.counted_by ? quoted(*target.counted_by) + ", " : "";
  const auto rows = [&](std::string_view outcome, std::string_view from) {
    return "SELECT " + group + "'" + std::string(outcome) + "' AS outcome FROM " +
           std::string(from);
  };
  std::string text = "SELECT " + group +
                     "count(*) FILTER (WHERE outcome = 'inserted') AS inserted,\n"
                     "  count(*) FILTER (WHERE outcome = 'updated') AS updated,\n"
                     "  count(*) FILTER (WHERE outcome = 'skipped') AS skipped\nFROM (" +
                     rows("inserted", "fresh");
  if (moves) text += "\n  UNION ALL " + rows("updated", "moved");
  if (const auto lacking = postgres_lacking(rules); !lacking.empty())
    text += "\n  UNION ALL " + rows("skipped", "decided WHERE stored_id IS NULL AND " + lacking);
  text += ") AS outcomes";
  if (target.counted_by)
    text += "\nGROUP BY " + quoted(*target.counted_by) + " ORDER BY " + quoted(*target.counted_by);
  return text;
}

inline std::string postgres_apply(const rule_table& rules, const postgres_target& target,
                                  const std::string& decide) {
  const std::string moved = postgres_moved(rules, target);
  std::string text = "WITH decided AS MATERIALIZED (\n  " + decide +
                     "\n), fresh AS (\n  " + postgres_fresh(rules, target);
  if (!moved.empty()) text += "\n), moved AS (\n  " + moved;
  text += postgres_followed(target, !moved.empty());
  return text + "\n)\n" + postgres_counts(rules, target, !moved.empty());
}

}  // namespace detail

inline postgres_upsert postgres_upsert_of(const rule_table& rules, const postgres_target& target) {
  const std::string table = detail::postgres_table(target.schema, rules.table);
  const std::string staging = detail::postgres_staging(rules);
  const std::string columns = detail::postgres_columns(rules);
  postgres_upsert texts;
  texts.stage = "CREATE TEMPORARY TABLE " + staging + " ON COMMIT DROP AS\nSELECT " + columns +
                " FROM " + table + " WITH NO DATA";
  texts.copy_staged = "COPY " + staging + " (" + columns + ") FROM STDIN (FORMAT binary)";
  texts.analyze = "ANALYZE " + staging + " (" + detail::postgres_columns(rules, true) + ")";
  texts.decide = detail::postgres_decided(rules, target);
  texts.apply = detail::postgres_apply(rules, target, texts.decide);
  texts.count_unresolved = detail::postgres_unresolved(rules, target);
  texts.copy_direct = "COPY " + table + " (" + columns +
                      ", \"inserted_at\", \"updated_at\") FROM STDIN (FORMAT binary)";
  return texts;
}

}  // namespace tidemark::sql
