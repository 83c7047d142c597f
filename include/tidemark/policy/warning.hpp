// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <tidemark/policy/problem_kind.hpp>

namespace tidemark::policy {

/// The warnings of a valid policy.
enum class warning : std::uint8_t {
  gate_not_monotonic,     ///< a gate on a field that can move against the gate's direction
  null_rule_of_gate,      ///< a null rule makes guarded fields depend on the order of arrival
  gate_on_two_fields,     ///< a gate compares two different fields
  counter_stays_zero,     ///< a counter keeps the 0 that it was inserted with
  step_without_effect,    ///< a step of `prefer` decides nothing
  acceptance_not_needed,  ///< an entry of `accepts` accepts nothing
};

/// The problem that each warning is, in the order of the warnings.
inline constexpr std::array<problem_kind, 6> warning_problems{
    problem_kind::gate_not_monotonic,  problem_kind::null_rule_of_gate,
    problem_kind::gate_on_two_fields,  problem_kind::counter_stays_zero,
    problem_kind::step_without_effect, problem_kind::acceptance_not_needed};

constexpr problem_kind code_of(warning kind) {
  return warning_problems[static_cast<std::size_t>(kind)];
}

/// The code of each warning, by which `accepts` names it.
inline constexpr auto warning_codes = [] {
  std::array<std::string_view, warning_problems.size()> codes;
  for (std::size_t i = 0; i < codes.size(); ++i)
    codes[i] = diagnostics::to_text(warning_problems[i]);
  return codes;
}();

}  // namespace tidemark::policy
