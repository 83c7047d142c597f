// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include <tidemark/value/white_space.hpp>

namespace tidemark::source {

/// The id in a cell, without what programs put around one to keep it a text: outer white space, a
/// formula (`="7535909487669005581"`), a leading apostrophe.
constexpr std::string_view bare_id(std::string_view cell) {
  std::string_view id = without_outer_space(cell);
  if (id.size() > 3 && id.starts_with("=\"") && id.ends_with('"'))
    id = without_outer_space(id.substr(2, id.size() - 3));
  if (id.starts_with('\'')) id = without_outer_space(id.substr(1));
  return id;
}

/// Why `id` is what a spreadsheet made of a long number, if it is: `7.53591E+18`, `7535909.0`.
constexpr std::optional<std::string_view> spoiled_id(std::string_view id) {
  const auto digits = [](std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  };
  const std::size_t point = id.find_first_of(".,");
  const std::size_t exponent = id.find_first_of("eE");
  const bool has_point = point != id.npos && digits(id.substr(0, point));
  if (exponent != id.npos && exponent + 1 < id.size() && id[exponent + 1] == '+' &&
      digits(id.substr(exponent + 2))) {
    const std::string_view mantissa = id.substr(0, exponent);
    if (digits(mantissa) || (has_point && point < exponent && digits(mantissa.substr(point + 1))))
      return "is a number in scientific form: a spreadsheet has dropped digits of it";
  }
  if (has_point && point + 1 < id.size() &&
      id.substr(point + 1).find_first_not_of('0') == id.npos)
    return "ends in .0: it was saved as a number, which may have lost digits";
  return std::nullopt;
}

/// Whether a spreadsheet may have rounded `id`: it has more digits than the 15 that it keeps, and
/// all beyond them are zeros.
constexpr bool is_rounded_id(std::string_view id) {
  constexpr std::size_t digits_kept = 15;
  return id.size() > digits_kept + 1 && id.find_first_not_of("0123456789") == id.npos &&
         id.substr(digits_kept).find_first_not_of('0') == id.npos;
}

/// Whether `id` is a number of more digits than a spreadsheet keeps.
constexpr bool is_long_number(std::string_view id) {
  constexpr std::size_t digits_kept = 15;
  return id.size() > digits_kept + 1 && id.find_first_not_of("0123456789") == id.npos;
}

}  // namespace tidemark::source
