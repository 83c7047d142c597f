// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include <tidemark/value/white_space.hpp>

namespace tidemark::source {

/// The id in a link to a video, `https://www.tiktok.com/@NAME/video/ID?...`; `text` if it is not
/// such a link.
constexpr std::string_view id_of_link(std::string_view text) {
  constexpr std::string_view site = "tiktok.com/";
  const auto at_site = text.find(site);
  if (at_site == text.npos) return text;
  const std::string_view path = text.substr(at_site + site.size() - 1);
  for (const std::string_view step : {"/video/", "/photo/", "/v/"}) {
    const auto at = path.find(step);
    if (at == path.npos) continue;
    const std::string_view id = path.substr(at + step.size());
    const auto end = id.find_first_not_of("0123456789");
    if (end != 0 && !id.empty()) return id.substr(0, end);
  }
  return text;
}

/// The id in a cell, without what programs add to keep it a text: outer white space, a formula
/// (`="7535909487669005581"`), a leading apostrophe, a link to the video.
constexpr std::string_view bare_id(std::string_view cell) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!cell.empty() && is_digit(cell.front()) && is_digit(cell.back())) return cell;  // most are
  std::string_view id = without_outer_space(cell);
  if (id.size() > 3 && id.starts_with("=\"") && id.ends_with('"'))
    id = without_outer_space(id.substr(2, id.size() - 3));
  for (const std::string_view apostrophe : {"'", "\u2019"})
    if (id.starts_with(apostrophe)) id = without_outer_space(id.substr(apostrophe.size()));
  return id_of_link(id);
}

/// How many digits of a number a spreadsheet keeps.
inline constexpr std::size_t spreadsheet_digits = 15;

constexpr bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether `id` is digits in groups of three: `7,535,909`.
constexpr bool is_grouped(std::string_view id) {
  constexpr std::size_t step = 4;  // a separator and three digits
  std::size_t groups = 0;
  for (; id.size() > step && is_digits(id.substr(id.size() - 3)) &&
         std::string_view(",. ").find(id[id.size() - step]) != std::string_view::npos;
       ++groups)
    id.remove_suffix(step);
  return groups > 1 && id.size() < step && is_digits(id);
}

/// Why `id` is a long number that a spreadsheet damaged, if it is: `7.53591E+18`, `7535909.0`.
constexpr std::optional<std::string_view> spoiled_id(std::string_view id) {
  if (is_digits(id)) return std::nullopt;
  if (id.starts_with('#')) return "is what a spreadsheet shows in place of a value";
  const std::size_t point = id.find_first_of(".,");
  const bool has_point = point != id.npos && is_digits(id.substr(0, point));
  if (const std::size_t at = id.find_first_of("eE"); at != id.npos && at + 1 < id.size()) {
    const bool plus = id[at + 1] == '+';
    const bool decimal = has_point && point < at && is_digits(id.substr(point + 1, at - point - 1));
    const bool whole = plus && is_digits(id.substr(0, at));
    if ((decimal || whole) && is_digits(id.substr(at + (plus ? 2 : 1))))
      return "is a number in scientific form: a spreadsheet has dropped digits of it";
  }
  if (is_grouped(id)) return "is written with separators between its digits";
  if (has_point && id.substr(point + 1).find_first_not_of('0') == id.npos)
    return "ends in .0: it was saved as a number, which may have lost digits";
  return std::nullopt;
}

/// Whether `id` is a number of at least two digits more than the 15 that a spreadsheet keeps: that
/// many zeros at its end are not a coincidence.
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
