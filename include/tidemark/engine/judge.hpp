// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tidemark/engine/program.hpp>
#include <tidemark/engine/verdict.hpp>

/// What each rule does to a value. sql/rule_text.hpp is the same in SQL: these two places define a
/// rule's meaning, and property tests hold them equal.
///
/// Rules only compare values and copy them. So everything here is about how two values compare, and
/// nothing about what they are: `decide` and the proofs of a policy (engine/proof) use the same
/// code.
namespace tidemark::engine {

/// How two values compare that a gate reads.
struct value_relation {
  bool incoming = false;  ///< present
  bool stored = false;    ///< present
  int sign = 0;           ///< of incoming - stored, if both are present
};

constexpr bool holds(policy::comparison op, int sign) {
  switch (op) {
    case policy::comparison::ge: return sign >= 0;
    case policy::comparison::gt: return sign > 0;
    case policy::comparison::le: return sign <= 0;
    case policy::comparison::lt: return sign < 0;
  }
  return false;
}

/// What the gates say of the fields behind them; fields behind a gate that is shut are in none of
/// these.
struct gate_states {
  field_mask open;
  field_mask larger;  ///< the larger value stays, whatever `on_null` says
  field_mask keeps;   ///< `on_null: keep`
  field_mask tied;    ///< decided by `on_tie`, not by the operator
};

/// Adds what `guard` says of its fields: it is shut if the incoming value is missing, and open if
/// only the stored one is missing.
[[gnu::always_inline]] constexpr void add_state(gate_states& states, const gate& guard,
                                                value_relation values) {
  if (guard.on_null == policy::null_rule::keep) states.keeps = states.keeps | guard.fields;
  if (!values.incoming) return;
  bool is_open = !values.stored || holds(guard.op, values.sign);
  if (values.stored && values.sign == 0 && guard.on_tie != policy::tie_rule::by_operator) {
    states.tied = states.tied | guard.fields;
    is_open = guard.on_tie == policy::tie_rule::incoming;
    if (guard.on_tie == policy::tie_rule::larger) states.larger = states.larger | guard.fields;
  }
  if (is_open) states.open = states.open | guard.fields;
}

/// The rules of a record's fields after its gates have been read. Fields that are in none of these
/// do not change, unless they are stamped.
struct effective_rules {
  field_mask rise;         ///< a larger value is taken, and any value where none is stored
  field_mask fall;         ///< a smaller value is taken, and any value where none is stored
  field_mask take_first;   ///< a value is taken where none is stored
  field_mask take_known;   ///< any value is taken
  field_mask take_latest;  ///< any value is taken, and that there is none

  constexpr field_mask fields() const {
    return rise | fall | take_first | take_known | take_latest;
  }
};

constexpr effective_rules effective(const field_rules& rules, const gate_states& gates) {
  using policy::rule;
  const field_mask larger = rules.under(rule::gated) & gates.larger;
  const field_mask open = rules.under(rule::gated) & gates.open;
  return {rules.under(rule::monotonic) | larger, rules.under(rule::monotonic_down),
          rules.under(rule::first_known), rules.under(rule::latest_known) | (open & gates.keeps),
          rules.under(rule::latest) | (open & ~gates.keeps)};
}

/// The verdict on the field at `index`, which is not stamped. `values` says how its incoming value
/// compares with the stored one, and is asked only for what the rule reads:
///
///     has_incoming(), has_stored()   whether they are present
///     is_above()                     if both are present: whether the incoming one is the larger
///     differs()                      whether writing it, a missing counter as 0, changes the field
template <typename Values>
[[gnu::always_inline]] constexpr verdict judge(const field_rules& rules,
                                               const effective_rules& effective, std::size_t index,
                                               const Values& values) {
  const bool is_gated = rules.under(policy::rule::gated).has(index);
  const auto taken_as = [&](verdict given) { return is_gated ? verdict::gate_open : given; };
  if (effective.rise.has(index)) {
    if (!values.has_incoming()) return verdict::missing;
    if (!values.has_stored() || values.is_above()) return taken_as(verdict::raised);
    return is_gated && !values.differs() ? verdict::unchanged : verdict::not_higher;
  }
  if (effective.take_known.has(index)) {
    if (!values.has_incoming()) return verdict::missing;
    return values.differs() ? taken_as(verdict::latest_known) : verdict::unchanged;
  }
  if (effective.take_first.has(index)) {
    if (values.has_stored()) return verdict::already_known;
    return values.has_incoming() ? verdict::first_known : verdict::missing;
  }
  if (effective.take_latest.has(index))
    return values.differs() ? taken_as(verdict::latest) : verdict::unchanged;
  if (effective.fall.has(index)) {
    if (!values.has_incoming()) return verdict::missing;
    const bool is_below = !values.has_stored() || (values.differs() && !values.is_above());
    return is_below ? verdict::lowered : verdict::not_lower;
  }
  if (rules.under(policy::rule::ignored).has(index)) return verdict::ignored;
  return is_gated ? verdict::gate_refused : verdict::unchanged;  // or a field of the key
}

/// The verdict on a stamped field. `changes`: another field of the record changed.
template <typename Values>
constexpr verdict judge_stamped(bool changes, const Values& values) {
  return changes && values.differs() ? verdict::stamped : verdict::unchanged;
}

}  // namespace tidemark::engine
