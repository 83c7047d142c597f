// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

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

/// The code of each warning, by which `accepts` and scripts name it. A code never changes its
/// meaning: new warnings get new numbers, TM11x for rules of records, TM12x for `merge`, TM13x for
/// `accepts`.
inline constexpr std::array<std::string_view, 6> warning_codes{"TM111", "TM112", "TM113",
                                                               "TM114", "TM121", "TM131"};

constexpr std::string_view code_of(warning kind) {
  return warning_codes[static_cast<std::size_t>(kind)];
}

}  // namespace tidemark::policy
