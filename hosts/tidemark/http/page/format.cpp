// SPDX-License-Identifier: BSL-1.0
#include "format.hpp"

#include <array>
#include <string_view>

#include "../../output/format.hpp"

namespace tidemark::host {

namespace {

std::string sign_of(const std::string& currency) {
  if (currency == "USD") return "$";
  if (currency == "EUR") return "\u20AC";
  if (currency == "GBP") return "\u00A3";
  return currency + "\u00A0";
}

std::string two_digits(std::int64_t number) { return std::to_string(100 + number).substr(1); }

}  // namespace

std::string amount(std::int64_t cents, const std::string& currency) {
  const std::string text = money(cents);
  if (cents < 0) return "-" + sign_of(currency) + text.substr(1);
  return sign_of(currency) + text;
}

std::string plain_amount(std::int64_t cents) {
  std::string text = money(cents);
  std::erase(text, ',');
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return text;
}

std::string day_text(date day) {
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr",
                                                           "May", "Jun", "Jul", "Aug",
                                                           "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day parts{std::chrono::sys_days{std::chrono::days{day.days}}};
  return std::to_string(static_cast<unsigned>(parts.day())) + " " +
         std::string(months[static_cast<unsigned>(parts.month()) - 1]) + " " +
         std::to_string(static_cast<int>(parts.year()));
}

std::string moment_text(timestamp moment) {
  return day_text(day_of(moment)) + ", " + to_text(moment).substr(11, 5) + " UTC";
}

std::string ago(timestamp moment, timestamp now) {
  const std::int64_t minutes = (now.micros - moment.micros) / 60'000'000;
  if (minutes < 1) return "just now";
  if (minutes < 60) return counted(minutes, "minute", "minutes") + " ago";
  if (minutes < 48 * 60) return counted(minutes / 60, "hour", "hours") + " ago";
  return counted(minutes / (24 * 60), "day", "days") + " ago";
}

std::string length_text(std::int64_t seconds) {
  if (seconds < 0) return std::to_string(seconds) + " s";
  const std::int64_t minutes = seconds / 60;
  if (minutes < 60) return std::to_string(minutes) + ":" + two_digits(seconds % 60);
  return grouped(minutes / 60) + ":" + two_digits(minutes % 60) + ":" + two_digits(seconds % 60);
}

}  // namespace tidemark::host
