// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/sql/rule_table.hpp>

/// What each rule does to a value, as SQL expressions: a condition holds when it is true; NULL and
/// false both mean that it does not. engine/judge.hpp is the same in C++: these two places
/// define a rule's meaning, and the compiler reports a rule that is missing in either.
namespace tidemark::sql {

/// The incoming value of the column at `index`, as the rules read it: where a required column is
/// NULL, the stored value is used.
inline std::string offered_text(const rule_table& rules, const dialect& syntax, std::size_t index) {
  const column& read = rules.columns[index];
  const std::string incoming = syntax.incoming(read, index);
  return read.required ? "COALESCE(" + incoming + ", " + syntax.stored(read) + ")" : incoming;
}

namespace detail {

inline std::string settled_text(const column& written, const std::string& incoming) {
  return written.zero_when_missing() ? "COALESCE(" + incoming + ", 0)" : incoming;
}

/// `incoming OP stored`, where a missing incoming value never passes and a missing stored one lets
/// every present one pass. Empty when it can never hold.
inline std::string passes(const rule_table& rules, const dialect& syntax, column_gate gate,
                          std::string_view op) {
  const column& offered = rules.columns[gate.incoming];
  const column& known = rules.columns[gate.stored];
  if (!offered.ordered()) return {};
  const std::string incoming = offered_text(rules, syntax, gate.incoming);
  if (!known.ordered()) return incoming + " IS NOT NULL";
  const std::string stored = syntax.stored(known);
  const std::string compared = incoming + " " + std::string(op) + " " + stored;
  if (!known.optional) return compared;
  std::string first = stored + " IS NULL";
  if (offered.may_be_missing()) first = "(" + first + " AND " + incoming + " IS NOT NULL)";
  return "(" + compared + " OR " + first + ")";
}

inline std::string all_of(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return {};
  return a + " AND " + b;
}

}  // namespace detail

/// What is written when the column at `index` takes the incoming value: a counter is never NULL.
inline std::string value_text(const rule_table& rules, const dialect& syntax, std::size_t index) {
  return detail::settled_text(rules.columns[index], offered_text(rules, syntax, index));
}

/// What is written into the column at `index` when the record is inserted.
inline std::string insert_text(const rule_table& rules, const dialect& syntax, std::size_t index) {
  const column& written = rules.columns[index];
  return detail::settled_text(written, syntax.incoming(written, index));
}

/// Whether writing the incoming value would change the stored one.
inline std::string differs_text(const rule_table& rules, const dialect& syntax, std::size_t index) {
  const column& target = rules.columns[index];
  return syntax.distinct(target, value_text(rules, syntax, index), syntax.stored(target));
}

/// Whether the incoming value is present and would change the stored one. A missing value is not
/// written as 0 here, so the value is compared unchanged.
inline std::string known_and_differs_text(const rule_table& rules, const dialect& syntax,
                                          std::size_t index) {
  const column& target = rules.columns[index];
  const std::string incoming = offered_text(rules, syntax, index);
  const std::string differs = syntax.distinct(target, incoming, syntax.stored(target));
  return target.may_be_missing() ? incoming + " IS NOT NULL AND " + differs : differs;
}

namespace detail {

/// `op` with what `on_tie` says of equal values; without them where the larger value stays, which
/// is decided apart.
constexpr policy::comparison with_tie(policy::comparison op, policy::tie_rule on_tie) {
  if (on_tie == policy::tie_rule::by_operator || on_tie == tie_of(op)) return op;
  using policy::comparison;
  const bool upward = op == comparison::ge || op == comparison::gt;
  if (on_tie == policy::tie_rule::incoming) return upward ? comparison::ge : comparison::le;
  return upward ? comparison::gt : comparison::lt;
}

/// Whether the incoming value is present, and greater than the stored one if that is.
inline std::string greater_text(const rule_table& rules, const dialect& syntax,
                                std::size_t index) {
  const column& target = rules.columns[index];
  const std::string incoming = offered_text(rules, syntax, index);
  const std::string stored = syntax.stored(target);
  std::string text = syntax.greater(target, incoming, stored);
  if (target.optional) text = "(" + stored + " IS NULL OR " + text + ")";
  return target.may_be_missing() ? incoming + " IS NOT NULL AND " + text : text;
}

/// When a gate lets the column at `index` take the incoming value.
inline std::string gated_text(const rule_table& rules, const dialect& syntax, std::size_t index) {
  const column_rule& rule = rules.rules[index];
  const auto op = with_tie(rule.gate.op, rule.gate.on_tie);
  const std::string open = passes(rules, syntax, rule.gate, to_text(op));
  std::string text = all_of(open, rule.on_null == policy::null_rule::keep
                                      ? known_and_differs_text(rules, syntax, index)
                                      : differs_text(rules, syntax, index));
  if (rule.gate.on_tie != policy::tie_rule::larger || text.empty()) return text;
  const std::string tied = offered_text(rules, syntax, rule.gate.incoming) + " = " +
                           syntax.stored(rules.columns[rule.gate.stored]);
  return "(" + text + ") OR (" + tied + " AND " + greater_text(rules, syntax, index) + ")";
}

}  // namespace detail

/// When the rule of the column at `index` takes the incoming value. Empty if it never does by
/// itself: keys, `ignored`, and `stamped`, which depends on the others.
inline std::string take_text(const rule_table& rules, const dialect& syntax, std::size_t index) {
  const auto self = static_cast<field_index>(index);
  const column& target = rules.columns[index];
  switch (rules.rules[index].word) {
    case policy::rule::key: return {};
    case policy::rule::monotonic:
      return target.ordered() ? detail::passes(rules, syntax, {self, self}, ">") : "";
    case policy::rule::monotonic_down:
      return target.ordered() ? detail::passes(rules, syntax, {self, self}, "<") : "";
    case policy::rule::gated: return detail::gated_text(rules, syntax, index);
    case policy::rule::first_known:
      if (!target.optional) return {};
      return syntax.stored(target) + " IS NULL AND " + offered_text(rules, syntax, index) +
             " IS NOT NULL";
    case policy::rule::latest_known: return known_and_differs_text(rules, syntax, index);
    case policy::rule::latest: return differs_text(rules, syntax, index);
    case policy::rule::stamped:
    case policy::rule::ignored: return {};
  }
  return {};
}

/// When any rule takes a value, that is, when the stored row must be rewritten. Empty when that
/// never happens.
inline std::string changed_text(const rule_table& rules, const dialect& syntax) {
  std::string text;
  for (std::size_t i = 0; i < rules.columns.size(); ++i) {
    const std::string take = take_text(rules, syntax, i);
    if (take.empty()) continue;
    if (!text.empty()) text += "\n   OR ";
    text += "(" + take + ")";
  }
  return text;
}

/// The assignments for updating a row that changes: `"f" = CASE WHEN take THEN value ELSE stored
/// END`, separated by commas. Stamped columns are always written.
inline std::string assignments_text(const rule_table& rules, const dialect& syntax) {
  std::string text;
  for (std::size_t i = 0; i < rules.columns.size(); ++i) {
    const column& target = rules.columns[i];
    const bool stamped = rules.rules[i].word == policy::rule::stamped;
    const std::string take = stamped ? "" : take_text(rules, syntax, i);
    if (!stamped && take.empty()) continue;
    if (!text.empty()) text += ",\n  ";
    text += quoted(target.name) + " = ";
    const std::string value = value_text(rules, syntax, i);
    if (stamped) {
      text += value;
      continue;
    }
    text.append("CASE WHEN ").append(take).append(" THEN ").append(value);
    text.append(" ELSE ").append(syntax.stored(target)).append(" END");
  }
  return text;
}

}  // namespace tidemark::sql
