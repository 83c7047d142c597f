// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace tidemark {

/// The longest duration that a config may name: 10,000 days.
inline constexpr std::chrono::milliseconds duration_max = std::chrono::hours(24 * 10'000);

/// Reads `500ms`, `30s`, `5m`, `1h` or `7d`: a whole number that is not negative,
/// and its unit. Nothing when the text has another form, or is longer than `duration_max`.
inline std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units{
      {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || text.front() == '-') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, milliseconds] : units)
    if (text == name && number <= duration_max.count() / milliseconds)
      return std::chrono::milliseconds(number * milliseconds);
  return std::nullopt;
}

}  // namespace tidemark
