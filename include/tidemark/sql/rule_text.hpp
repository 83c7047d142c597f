// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/sql/rule_table.hpp>

/// The rules of POLICY.md as SQL expressions. Each says what engine/decide.hpp says: an expression
/// holds when it is true; NULL and false both mean that it does not.
namespace tidemark::sql {

namespace detail {

/// `incoming OP stored`, where a missing incoming value never passes and a missing stored one lets
/// every present one pass. Empty when it can never hold.
inline std::string passes(const rule_table& rules, const dialect& says, column_gate gate,
                          std::string_view op) {
  const column& offered = rules.columns[gate.incoming];
  const column& known = rules.columns[gate.stored];
  if (!offered.ordered()) return {};
  const std::string incoming = says.incoming(offered, gate.incoming);
  if (!known.ordered()) return incoming + " IS NOT NULL";
  const std::string stored = says.stored(known);
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
inline std::string value_text(const rule_table& rules, const dialect& says, std::size_t index) {
  const column& one = rules.columns[index];
  const std::string incoming = says.incoming(one, index);
  return one.zero_when_missing() ? "COALESCE(" + incoming + ", 0)" : incoming;
}

/// Whether writing the incoming value would change the stored one.
inline std::string differs_text(const rule_table& rules, const dialect& says, std::size_t index) {
  const column& one = rules.columns[index];
  return says.distinct(one, value_text(rules, says, index), says.stored(one));
}

/// Whether the incoming value is there and would change the stored one; here it is never written
/// as 0 for want of a value, so it is compared as it came.
inline std::string known_and_differs_text(const rule_table& rules, const dialect& says,
                                          std::size_t index) {
  const column& one = rules.columns[index];
  const std::string incoming = says.incoming(one, index);
  const std::string differs = says.distinct(one, incoming, says.stored(one));
  return one.may_be_missing() ? incoming + " IS NOT NULL AND " + differs : differs;
}

/// When the rule of the column at `index` takes the incoming value. Empty when it never does by
/// itself: keys, `ignored`, and `stamped`, which follows the others.
inline std::string take_text(const rule_table& rules, const dialect& says, std::size_t index) {
  const auto self = static_cast<field_index>(index);
  const column& one = rules.columns[index];
  const column_rule& rule = rules.rules[index];
  switch (rule.word) {
    case policy::rule::monotonic:
      return one.ordered() ? detail::passes(rules, says, {self, self}, ">") : "";
    case policy::rule::monotonic_down:
      return one.ordered() ? detail::passes(rules, says, {self, self}, "<") : "";
    case policy::rule::gated: {
      const std::string open = detail::passes(rules, says, rule.gate, to_text(rule.gate.op));
      return detail::all_of(open, rule.on_null == policy::null_rule::keep
                                      ? known_and_differs_text(rules, says, index)
                                      : differs_text(rules, says, index));
    }
    case policy::rule::first_known:
      if (!one.optional) return {};
      return says.stored(one) + " IS NULL AND " + says.incoming(one, index) + " IS NOT NULL";
    case policy::rule::latest_known: return known_and_differs_text(rules, says, index);
    case policy::rule::latest: return differs_text(rules, says, index);
    case policy::rule::key:
    case policy::rule::stamped:
    case policy::rule::ignored: break;
  }
  return {};
}

/// When any rule takes a value, that is, when the stored row must be rewritten. Empty when that
/// never happens.
inline std::string changed_text(const rule_table& rules, const dialect& says) {
  std::string text;
  for (std::size_t i = 0; i < rules.columns.size(); ++i) {
    const std::string take = take_text(rules, says, i);
    if (take.empty()) continue;
    if (!text.empty()) text += "\n   OR ";
    text += "(" + take + ")";
  }
  return text;
}

/// The assignments of an update of a row that changes: `"f" = CASE WHEN take THEN value ELSE stored
/// END`, separated by commas. Stamped columns are written whatever they were.
inline std::string assignments_text(const rule_table& rules, const dialect& says) {
  std::string text;
  for (std::size_t i = 0; i < rules.columns.size(); ++i) {
    const column& one = rules.columns[i];
    const bool stamped = rules.rules[i].word == policy::rule::stamped;
    const std::string take = stamped ? "" : take_text(rules, says, i);
    if (!stamped && take.empty()) continue;
    if (!text.empty()) text += ",\n  ";
    text += quoted(one.name) + " = ";
    const std::string value = value_text(rules, says, i);
    text += stamped ? value
                    : "CASE WHEN " + take + " THEN " + value + " ELSE " + says.stored(one) + " END";
  }
  return text;
}

}  // namespace tidemark::sql
