// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/engine/compile_shape.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/policy/policy.hpp>

namespace tidemark::engine::detail {

constexpr bool is_number(field_type type) {
  return type == field_type::integer || type == field_type::counter;
}

/// What `rule` says of ties where that differs from its operator. Reports a rule for ties that
/// cannot be: the two values of a gate on two fields are never one value, and `larger` needs an
/// order, which JSON and ids of other tables do not have.
inline policy::tie_rule compile_tie(const record_shape& shape, const policy::gate& rule,
                                    const gate& compiled, diagnostics::issues& found) {
  if (rule.on_tie == policy::tie_rule::by_operator) return rule.on_tie;
  if (compiled.incoming != compiled.stored) {
    report(found, rule.on_tie_at, policy::problem_kind::tie_of_two_fields,
           "on_tie is for a gate that compares a field with itself, not " +
               in_quotes(rule.incoming.text) + " with " + in_quotes(rule.stored.text) +
               "; remove it");
    return policy::tie_rule::by_operator;
  }
  if (rule.on_tie == policy::tie_rule::larger)
    for (const auto& name : rule.fields)
      for (std::size_t i = 0; i < shape.fields.size(); ++i) {
        if (shape.fields[i] != name.text) continue;
        if (shape.references.has(i))
          report(found, rule.on_tie_at, policy::problem_kind::tie_without_order,
                 "on_tie: larger cannot guard " + in_quotes(name.text) +
                     ", which refers to another table; its ids differ between databases and have "
                     "no order; write incoming or stored, or give the field a gate of its own");
        else if (shape.types[i] == field_type::json)
          report(found, rule.on_tie_at, policy::problem_kind::tie_without_order,
                 "on_tie: larger cannot guard " + in_quotes(name.text) +
                     ", which is JSON and has no order; write incoming or stored, or give the "
                     "field a gate of its own");
      }
  return rule.on_tie == tie_of(compiled.op) ? policy::tie_rule::by_operator : rule.on_tie;
}

/// The condition of a gate, without the fields that it guards. Nothing if it is wrong, which is
/// reported here, or could not be read, which the loader has reported. A null rule that could not
/// be read is `keep`.
inline std::optional<gate> compile_condition(const record_shape& shape, const policy::gate& rule,
                                             diagnostics::issues& found) {
  const auto side = [&](const diagnostics::located_text& name) {
    return name.text.empty() ? std::nullopt : ordered_field_of(shape, name, "a gate", found);
  };
  const auto incoming = side(rule.incoming);
  const auto stored = side(rule.stored);
  if (!incoming || !stored) return std::nullopt;
  const field_type left = shape.types[*incoming];
  const field_type right = shape.types[*stored];
  if (left != right && !(is_number(left) && is_number(right))) {
    report(found, rule.when_at, policy::problem_kind::gate_on_two_types,
           "a gate compares fields of one type; " + in_quotes(rule.incoming.text) +
               " is of type " + std::string(to_text(left)) + ", " + in_quotes(rule.stored.text) +
               " of type " + std::string(to_text(right)));
    return std::nullopt;
  }
  if (!rule.op) return std::nullopt;
  gate compiled{*incoming, *stored, *rule.op, rule.on_null.value_or(policy::null_rule::keep), {}};
  compiled.on_tie = compile_tie(shape, rule, compiled, found);
  return compiled;
}

inline constexpr std::string_view order_decides =
    ": which rows pass depends on the order in which they arrive";

/// The warning of a gate on the stored field `name` whose rule is `moves` instead of `wanted`.
inline std::string not_monotonic(const gate& compiled, const std::string& name, policy::rule moves,
                                 policy::rule wanted) {
  std::string text =
      "a gate with " + std::string(to_text(compiled.op)) + " on " + name + ", which is ";
  if (moves != policy::rule::key)
    return text.append("not ").append(to_text(wanted)).append(order_decides)
        .append("; list it under ").append(to_text(wanted));
  if (compiled.incoming != compiled.stored)
    return text + "part of the key: it never changes, so that what is stored has no say; compare "
                  "another field";
  const bool strict =
      compiled.op == policy::comparison::gt || compiled.op == policy::comparison::lt;
  return text.append("part of the key: both sides are equal, so that the gate is always ")
      .append(strict ? "shut" : "open").append("; compare another field");
}

/// Warns of a gate that does not always open for the stronger row: on a field that does not only
/// move in the direction in which the gate opens, or on two different fields. True: it warned.
///
/// `moves` is the rule of the stored field, or nothing when it is not known, because of an error.
inline bool warn_of_gate(const policy::gate& rule, const gate& compiled,
                         std::optional<policy::rule> moves, const std::string& place,
                         diagnostics::issues& found) {
  const bool upward =
      compiled.op == policy::comparison::ge || compiled.op == policy::comparison::gt;
  const auto wanted = upward ? policy::rule::monotonic : policy::rule::monotonic_down;
  const std::string field = in_quotes(rule.stored.text);
  if (moves && *moves != wanted) {
    warn(found, policy::warning::gate_not_monotonic, rule.stored.at, place,
         not_monotonic(compiled, field, *moves, wanted));
    return true;
  }
  if (compiled.incoming == compiled.stored) return false;
  warn(found, policy::warning::gate_on_two_fields, rule.when_at, place,
       "a gate on two different fields, " + in_quotes(rule.incoming.text) + " and " + field +
           std::string(order_decides));
  return true;
}

}  // namespace tidemark::engine::detail
