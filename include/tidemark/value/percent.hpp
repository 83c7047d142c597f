// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace tidemark {

/// A percentage with four exact decimals.
///
/// `units` counts 0.0001 %: 2.4 % is 24000. A storable percentage fits NUMERIC(9,4), that is
/// `-percent::units_max <= units <= percent::units_max`.
struct percent {
  static constexpr std::int64_t units_max = 999'999'999;

  std::int64_t units = 0;

  auto operator<=>(const percent&) const = default;
};

/// The shortest decimal text of `value`: `2.4`, `0`, `-0.0001`. It is a valid JSON number.
inline std::string to_text(percent value) {
  const bool negative = value.units < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(value.units)
                                  : static_cast<std::uint64_t>(value.units);
  std::string text = (negative ? "-" : "") + std::to_string(magnitude / 10'000);
  std::string fraction = std::to_string(10'000 + magnitude % 10'000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) text += "." + fraction;
  return text;
}

}  // namespace tidemark
