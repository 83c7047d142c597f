// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tidemark/engine/compile_shape.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/policy/policy.hpp>

namespace tidemark::engine::detail {

constexpr bool is_number(field_type type) {
  return type == field_type::integer || type == field_type::counter;
}

/// The condition of a gate, without the fields that it guards; nothing when it is wrong, which is
/// reported, or could not be read, which was.
inline std::optional<gate> compile_condition(const record_shape& shape, const policy::gate& rule,
                                             policy::issues& found) {
  if (rule.incoming.text.empty() || rule.stored.text.empty()) return std::nullopt;
  const auto incoming = ordered_field_of(shape, rule.incoming, "a gate", found);
  const auto stored = ordered_field_of(shape, rule.stored, "a gate", found);
  if (!incoming || !stored) return std::nullopt;
  const field_type left = shape.types[*incoming];
  const field_type right = shape.types[*stored];
  if (left != right && !(is_number(left) && is_number(right))) {
    report(found, rule.when_at,
           "a gate compares fields of one type; " + in_quotes(rule.incoming.text) +
               " is of type " + std::string(to_text(left)) + ", " + in_quotes(rule.stored.text) +
               " of type " + std::string(to_text(right)));
    return std::nullopt;
  }
  return gate{*incoming, *stored, rule.op, rule.on_null, {}};
}

/// Warns when the order in which rows arrive decides what is stored behind the gate.
///
/// A gate is sound when its field only ever moves the way the gate opens: then "stronger" means the
/// same at any time. `on_null: replace` needs no more. `on_null: keep` leaves the value of a weaker
/// row standing when a stronger one lacks it, but only if the weaker one came first: later it fails
/// the gate. That concerns the guarded fields that can be missing at all.
inline void warn_of_order(const record_shape& shape, const policy::gate& rule, const gate& compiled,
                          const std::vector<std::optional<policy::rule>>& rule_of,
                          policy::issues& found) {
  const bool upward = rule.op == policy::comparison::ge || rule.op == policy::comparison::gt;
  const auto wanted = upward ? policy::rule::monotonic : policy::rule::monotonic_down;
  const std::string field = in_quotes(rule.stored.text);
  if (rule_of[compiled.stored] != wanted) {
    warn(found, rule.stored.at,
         "a gate with " + std::string(to_text(rule.op)) + " on " + field + ", which is not " +
             std::string(to_text(wanted)) +
             ": which rows pass depends on the order in which they arrive; list it under " +
             std::string(to_text(wanted)));
    return;
  }
  if (compiled.incoming != compiled.stored) {
    warn(found, rule.when_at,
         "a gate on two different fields, " + in_quotes(rule.incoming.text) + " and " + field +
             ": which rows pass depends on the order in which they arrive");
    return;
  }
  const field_mask concerned = compiled.fields & shape.may_be_missing;
  if (rule.on_null == policy::null_rule::keep && !concerned.empty())
    warn(found, rule.on_null_at,
         "on_null: keep makes " + list_of(shape, concerned) +
             " depend on the order of arrival: where the row with the " +
             (upward ? "higher " : "lower ") + field +
             " lacks a value, that of another row stays if it came before and is refused if it "
             "comes after; on_null: replace does not");
}

}  // namespace tidemark::engine::detail
