// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <type_traits>

#include <tidemark/engine/field_access.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/engine/verdict.hpp>

/// What each rule does to a value. sql/rule_text.hpp is the same in SQL: these two places define a
/// rule's meaning, and the compiler reports a rule that is missing in either.
namespace tidemark::engine {

/// Whether writing `incoming` over `stored` would change it; a missing counter is written as 0.
template <typename T>
constexpr bool differs(const T& stored, const T& incoming) {
  if constexpr (std::is_same_v<T, counter>)
    return stored.known.value_or(0) != incoming.known.value_or(0);
  else
    return !(stored == incoming);
}

constexpr bool holds(policy::comparison op, std::int64_t incoming, std::int64_t stored) {
  switch (op) {
    case policy::comparison::ge: return incoming >= stored;
    case policy::comparison::gt: return incoming > stored;
    case policy::comparison::le: return incoming <= stored;
    case policy::comparison::lt: return incoming < stored;
  }
  return false;
}

/// Whether `guard` is open: it is shut if the incoming value is missing, and open if only the
/// stored value is missing.
template <record Record>
constexpr bool is_open(const gate& guard, const Record& stored, const Record& incoming) {
  const auto offered = order_at(incoming, guard.incoming);
  if (!offered) return false;
  const auto known = order_at(stored, guard.stored);
  return !known || holds(guard.op, *offered, *known);
}

/// The verdict on the field at `index`, which is not changed. `open` are the fields whose gate is
/// open. The verdict `stamped` holds only if another field of the record changes.
template <record Record, typename T>
constexpr verdict decide_field(const program<Record>& rules, std::size_t index, field_mask open,
                               const T& stored, const T& incoming) {
  const auto missing_or = [&](verdict taken) {
    if (!is_present(incoming)) return verdict::missing;
    return differs(stored, incoming) ? taken : verdict::unchanged;
  };
  const auto beats = [&](bool upward) {
    if constexpr (has_order(type_of<T>())) {
      const auto taken = upward ? verdict::raised : verdict::lowered;
      if (!is_present(incoming)) return verdict::missing;
      if (!is_present(stored)) return taken;
      if (upward ? order_of(incoming) > order_of(stored) : order_of(incoming) < order_of(stored))
        return taken;
      return upward ? verdict::not_higher : verdict::not_lower;
    } else {
      return verdict::ignored;  // compile_upsert refuses such a program
    }
  };
  switch (rules.rule_of[index]) {
    case policy::rule::key: return verdict::unchanged;
    case policy::rule::monotonic: return beats(true);
    case policy::rule::monotonic_down: return beats(false);
    case policy::rule::gated:
      if (!open.has(index)) return verdict::gate_refused;
      if (rules.gate_at(index).on_null == policy::null_rule::keep)
        return missing_or(verdict::gate_open);
      return differs(stored, incoming) ? verdict::gate_open : verdict::unchanged;
    case policy::rule::first_known:
      if (is_present(stored)) return verdict::already_known;
      return is_present(incoming) ? verdict::first_known : verdict::missing;
    case policy::rule::latest_known: return missing_or(verdict::latest_known);
    case policy::rule::latest:
      return differs(stored, incoming) ? verdict::latest : verdict::unchanged;
    case policy::rule::stamped:
      return differs(stored, incoming) ? verdict::stamped : verdict::unchanged;
    case policy::rule::ignored: return verdict::ignored;
  }
  return verdict::ignored;
}

}  // namespace tidemark::engine
