// SPDX-License-Identifier: BSL-1.0
#include "display_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/core.h>

#include "../../output/format.hpp"

namespace tidemark::host {

namespace {

std::string sign_of(const std::string& currency) {
  if (currency == "USD") return "$";
  if (currency == "EUR") return "\u20AC";
  if (currency == "GBP") return "\u00A3";
  return currency + "\u00A0";
}

/// Blank and invisible characters of Unicode.
constexpr std::array<std::string_view, 12> blanks{
    "\u00A0", "\u00AD", "\u034F", "\u061C", "\u1680", "\u180E",
    "\u205F", "\u2060", "\u2800", "\u3000", "\u3164", "\uFEFF"};

/// The length in bytes of the blank at the start of `text`; 0 if there is none.
std::size_t blank_length(std::string_view text) {
  if (static_cast<unsigned char>(text.front()) <= ' ' || text.front() == '\x7F') return 1;
  if (text >= "\u2000" && text < "\u2010") return 3;  // spaces, joiners, marks of direction
  if (text >= "\u2028" && text < "\u2030") return 3;
  const auto found = std::find_if(blanks.begin(), blanks.end(),
                                  [&](std::string_view blank) { return text.starts_with(blank); });
  return found == blanks.end() ? 0 : found->size();
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = blank_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

std::string amount(std::int64_t cents, const std::string& currency) {
  const std::string text = money(cents);
  if (cents < 0) return fmt::format("-{}{}", sign_of(currency), text.substr(1));
  return sign_of(currency) + text;
}

std::string plain_amount(std::int64_t cents) {
  std::string text = money(cents);
  std::erase(text, ',');
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return text;
}

std::string percent_text(percent value) {
  const std::int64_t rest = value.units % 100;
  return money(value.units / 100 + (rest >= 50 ? 1 : 0) - (rest <= -50 ? 1 : 0)) + "%";
}

std::string title_text(const std::optional<std::string>& title,
                       const std::string& tiktok_video_id) {
  return title && !is_blank(*title) ? *title : "Video " + tiktok_video_id;
}

std::string day_text(date day) {
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr",
                                                           "May", "Jun", "Jul", "Aug",
                                                           "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day parts{std::chrono::sys_days{std::chrono::days{day.days}}};
  return fmt::format("{} {} {}", static_cast<unsigned>(parts.day()),
                     months[static_cast<unsigned>(parts.month()) - 1],
                     static_cast<int>(parts.year()));
}

std::string moment_text(timestamp moment) {
  return fmt::format("{}, {} UTC", day_text(day_of(moment)), to_text(moment).substr(11, 5));
}

std::string ago(timestamp moment, timestamp now) {
  const std::int64_t minutes = (now.micros - moment.micros) / 60'000'000;
  if (minutes < 1) return "just now";
  if (minutes < 60) return counted(minutes, "minute", "minutes") + " ago";
  if (minutes < 48 * 60) return counted(minutes / 60, "hour", "hours") + " ago";
  return counted(minutes / (24 * 60), "day", "days") + " ago";
}

std::string length_text(std::int64_t seconds) {
  if (seconds < 0) return fmt::format("{} s", seconds);
  const std::int64_t minutes = seconds / 60;
  if (minutes < 60) return fmt::format("{}:{:02}", minutes, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", grouped(minutes / 60), minutes % 60, seconds % 60);
}

}  // namespace tidemark::host
