// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tidemark::videos {

/// The offset of the first `\u` escape in the JSON `text` that is half of a surrogate pair without
/// its other half. JSON parsers differ in what they make of one, so it is looked for beforehand.
inline std::optional<std::size_t> find_lone_surrogate(std::string_view text) {
  const auto unit_at = [&](std::size_t at) -> std::uint32_t {
    if (text.substr(at, 2) != "\\u" || text.size() - at < 6) return 0;
    std::uint32_t unit = 0;
    const char* const digits = text.data() + at + 2;
    const auto [stop, code] = std::from_chars(digits, digits + 4, unit, 16);
    return code == std::errc{} && stop == digits + 4 ? unit : 0;
  };
  const auto is_first = [](std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; };
  const auto is_second = [](std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; };
  std::size_t at = text.find('\\');
  while (at < text.size()) {
    const std::uint32_t unit = unit_at(at);
    if (is_second(unit)) return at;
    if (is_first(unit) && !is_second(unit_at(at + 6 < text.size() ? at + 6 : at))) return at;
    at = text.find('\\', at + (is_first(unit) ? 12 : 2));
  }
  return std::nullopt;
}

}  // namespace tidemark::videos
