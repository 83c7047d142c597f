// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include <tidemark/value/white_space.hpp>

namespace tidemark::source {

/// The id in a link to a video, `https://www.tiktok.com/@NAME/video/ID?...`; `text` where it is not
/// such a link.
constexpr std::string_view id_of_link(std::string_view text) {
  if (!text.starts_with("http")) return text;
  for (const std::string_view step : {"/video/", "/photo/"}) {
    const auto at = text.find(step);
    if (at == text.npos) continue;
    const std::string_view id = text.substr(at + step.size());
    const auto end = id.find_first_not_of("0123456789");
    if (end != 0 && !id.empty()) return id.substr(0, end);
  }
  return text;
}

/// The id in a cell, without what programs put around one to keep it a text: outer white space, a
/// formula (`="7535909487669005581"`), a leading apostrophe, a link to the video.
constexpr std::string_view bare_id(std::string_view cell) {
  std::string_view id = without_outer_space(cell);
  if (id.size() > 3 && id.starts_with("=\"") && id.ends_with('"'))
    id = without_outer_space(id.substr(2, id.size() - 3));
  if (id.starts_with('\'')) id = without_outer_space(id.substr(1));
  return id_of_link(id);
}

/// How many digits of a number a spreadsheet keeps.
inline constexpr std::size_t spreadsheet_digits = 15;

constexpr bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Why `id` is what a spreadsheet made of a long number, if it is: `7.53591E+18`, `7535909.0`.
constexpr std::optional<std::string_view> spoiled_id(std::string_view id) {
  if (is_digits(id)) return std::nullopt;
  const std::size_t point = id.find_first_of(".,");
  const std::size_t exponent = id.find_first_of("eE");
  const bool has_point = point != id.npos && is_digits(id.substr(0, point));
  if (exponent != id.npos && exponent + 1 < id.size() && id[exponent + 1] == '+' &&
      is_digits(id.substr(exponent + 2))) {
    const std::string_view mantissa = id.substr(0, exponent);
    const bool decimal =
        has_point && point < exponent && is_digits(mantissa.substr(point + 1));
    if (is_digits(mantissa) || decimal)
      return "is a number in scientific form: a spreadsheet has dropped digits of it";
  }
  if (has_point && point + 1 < id.size() &&
      id.substr(point + 1).find_first_not_of('0') == id.npos)
    return "ends in .0: it was saved as a number, which may have lost digits";
  return std::nullopt;
}

/// Whether `id` is a number of more than the 15 digits that a spreadsheet keeps.
constexpr bool is_long_number(std::string_view id) {
  return id.size() > spreadsheet_digits + 1 && is_digits(id);
}

/// Whether a spreadsheet may have rounded the long number `id`: all digits beyond those that it
/// keeps are zeros.
constexpr bool is_rounded_id(std::string_view id) {
  return is_long_number(id) &&
         id.find_first_not_of('0', spreadsheet_digits) == std::string_view::npos;
}

}  // namespace tidemark::source
