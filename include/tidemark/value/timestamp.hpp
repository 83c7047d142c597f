// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/date.hpp>

namespace tidemark {

/// A moment in UTC, counted in microseconds since 1970-01-01T00:00:00Z; years 0001 to 9999.
///
/// Times from sources are truncated to seconds; times from the clock keep their microseconds.
struct timestamp {
  static constexpr std::int64_t seconds_min = -62'135'596'800;  ///< 0001-01-01T00:00:00Z
  static constexpr std::int64_t seconds_max = 253'402'300'799;  ///< 9999-12-31T23:59:59Z

  std::int64_t micros = 0;

  auto operator<=>(const timestamp&) const = default;
};

/// The moment `seconds` after 1970-01-01T00:00:00Z; nothing outside the years 0001 to 9999.
constexpr std::optional<timestamp> from_unix_seconds(std::int64_t seconds) {
  if (seconds < timestamp::seconds_min || seconds > timestamp::seconds_max) return std::nullopt;
  return timestamp{seconds * 1'000'000};
}

/// The current time of the system clock.
inline timestamp now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::floor<std::chrono::microseconds>(since_epoch).count()};
}

/// The UTC day on which `moment` lies.
constexpr date day_of(timestamp moment) {
  const auto days =
      std::chrono::floor<std::chrono::days>(std::chrono::microseconds{moment.micros}).count();
  return {static_cast<std::int32_t>(days)};
}

/// The first second of `day`, UTC.
constexpr timestamp start_of(date day) { return {std::int64_t{day.days} * 86'400'000'000}; }

/// Reads `HH:MM:SS` as seconds since midnight; nothing when there is no such time of day.
constexpr std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = detail::fixed_digits(text.substr(0, 2));
  const auto minute = detail::fixed_digits(text.substr(3, 2));
  const auto second = detail::fixed_digits(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
    return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

/// Reads `YYYY-MM-DD HH:MM:SS` as if it were UTC: the shown calendar day and time of day.
constexpr std::optional<timestamp> parse_wall_time(std::string_view text) {
  if (text.size() != 19 || text[10] != ' ') return std::nullopt;
  const auto day = parse_date(text.substr(0, 10));
  const auto seconds = parse_time_of_day(text.substr(11));
  if (!day || !seconds) return std::nullopt;
  return timestamp{start_of(*day).micros + *seconds * 1'000'000};
}

/// Reads an RFC 3339 date-time (`2026-02-20T09:15:00Z`, `...+02:00`) and cuts fractions of a
/// second.
///
/// Nothing when the form, the day, the time or the offset is wrong, or when the moment lies outside
/// the years 0001 to 9999 in UTC. UTC seconds have no leap second (`:60`): nothing.
constexpr std::optional<timestamp> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
    return std::nullopt;
  const auto day = parse_date(text.substr(0, 10));
  const auto seconds = parse_time_of_day(text.substr(11, 8));
  if (!day || !seconds) return std::nullopt;
  text.remove_prefix(19);
  if (text.front() == '.') {
    std::size_t digits = 1;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    if (digits == 1) return std::nullopt;
    text.remove_prefix(digits);
  }
  std::int64_t offset = 0;
  if (text != "Z" && text != "z") {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
      return std::nullopt;
    const auto hours = detail::fixed_digits(text.substr(1, 2));
    const auto minutes = detail::fixed_digits(text.substr(4, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    offset = (*hours * 3600 + *minutes * 60) * (text[0] == '-' ? -1 : 1);
  }
  return from_unix_seconds(std::int64_t{day->days} * 86'400 + *seconds - offset);
}

namespace detail {

inline std::string to_text(timestamp value, char separator) {
  const auto day = day_of(value);
  const std::int64_t micros = value.micros - start_of(day).micros;
  const std::int64_t seconds = micros / 1'000'000;
  std::string text = tidemark::to_text(day) + separator + padded(seconds / 3600, 2) + ":" +
                     padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2);
  if (const auto fraction = micros % 1'000'000; fraction != 0) text += "." + padded(fraction, 6);
  return text;
}

}  // namespace detail

/// `YYYY-MM-DD HH:MM:SS`, UTC, then `.` and six digits when there is a fraction: the text that
/// SQLite stores.
inline std::string to_text(timestamp value) { return detail::to_text(value, ' '); }

/// The same in RFC 3339, `YYYY-MM-DDTHH:MM:SSZ`: the text that JSON output shows.
inline std::string to_rfc3339(timestamp value) { return detail::to_text(value, 'T') + "Z"; }

}  // namespace tidemark
