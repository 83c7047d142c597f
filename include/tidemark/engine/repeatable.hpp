// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tidemark/engine/program.hpp>

namespace tidemark::engine {

/// Whether a record that `rules` have just decided changes nothing when it comes once more,
/// whatever was stored before. True of every rule but a gate that the record itself may open: one
/// that compares a field which can move towards the incoming value while the gate is shut.
///
/// Never true where it is not; false for a few programs that are repeatable for other reasons.
template <record Record>
constexpr bool is_repeatable(const program<Record>& rules) {
  for (std::size_t number = 0; number < rules.gate_count; ++number) {
    const gate& guard = rules.gates[number];
    const bool upward =
        guard.op == policy::comparison::ge || guard.op == policy::comparison::gt;
    switch (rules.rule_of(guard.stored)) {
      case policy::rule::key:
      case policy::rule::ignored:
      case policy::rule::first_known: break;  // a gate is shut only by a value that is known
      case policy::rule::monotonic:
        if (!upward) return false;
        break;
      case policy::rule::monotonic_down:
        if (upward) return false;
        break;
      case policy::rule::gated:
        if (rules.gate_of(guard.stored) != number) return false;
        break;
      case policy::rule::latest_known:
      case policy::rule::latest:
      case policy::rule::stamped: return false;
    }
  }
  return true;
}

}  // namespace tidemark::engine
