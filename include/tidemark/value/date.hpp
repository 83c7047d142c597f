// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidemark {

/// A calendar day, counted in days since 1970-01-01; years 0001 to 9999.
struct date {
  std::int32_t days = 0;

  auto operator<=>(const date&) const = default;
};

namespace detail {

/// The number in `text`, which must be digits only and at most nine of them.
constexpr std::optional<int> fixed_digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

inline std::string padded(std::int64_t number, int width) {
  std::string text = std::to_string(number);
  if (text.size() < static_cast<std::size_t>(width))
    text.insert(0, static_cast<std::size_t>(width) - text.size(), '0');
  return text;
}

}  // namespace detail

/// Reads `YYYY-MM-DD`; nothing when the text has another form or names a day that does not exist.
constexpr std::optional<date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = detail::fixed_digits(text.substr(0, 4));
  const auto month = detail::fixed_digits(text.substr(5, 2));
  const auto day = detail::fixed_digits(text.substr(8, 2));
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{*year},
                                        std::chrono::month{static_cast<unsigned>(*month)},
                                        std::chrono::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return date{static_cast<std::int32_t>(
      std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

/// `YYYY-MM-DD`.
inline std::string to_text(date value) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{value.days}}};
  return detail::padded(static_cast<int>(ymd.year()), 4) + "-" +
         detail::padded(static_cast<unsigned>(ymd.month()), 2) + "-" +
         detail::padded(static_cast<unsigned>(ymd.day()), 2);
}

}  // namespace tidemark
