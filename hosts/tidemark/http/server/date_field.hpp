// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

/// `moment` as a date of HTTP, in any locale: `Fri, 20 Feb 2026 09:15:00 GMT`.
inline std::string date_field(timestamp moment) {
  static constexpr std::array<std::string_view, 7> week_days{"Sun", "Mon", "Tue", "Wed",
                                                             "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr",
                                                           "May", "Jun", "Jul", "Aug",
                                                           "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_days day{std::chrono::days{day_of(moment).days}};
  const std::chrono::year_month_day parts{day};
  const std::string text = to_text(moment);  // YYYY-MM-DD HH:MM:SS
  return fmt::format("{}, {} {} {} {} GMT", week_days[std::chrono::weekday{day}.c_encoding()],
                     text.substr(8, 2), months[static_cast<unsigned>(parts.month()) - 1],
                     text.substr(0, 4), text.substr(11, 8));
}

}  // namespace tidemark::host
