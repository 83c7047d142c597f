// SPDX-License-Identifier: BSL-1.0
#include "cron_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/value/ascii.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::host {

namespace {

/// The valid values of one field.
struct field_range {
  std::string_view name;
  int first = 0;
  int last = 0;
  std::span<const std::string_view> names = {};  ///< of the values, beginning with `first`
};

constexpr std::array<std::string_view, 12> month_names{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 8> day_names{"sun", "mon", "tue", "wed",
                                                    "thu", "fri", "sat", "sun"};

constexpr field_range minute_range{"minute", 0, 59};
constexpr field_range hour_range{"hour", 0, 23};
constexpr field_range month_day_range{"day of the month", 1, 31};
constexpr field_range month_range{"month", 1, 12, month_names};
constexpr field_range week_day_range{"day of the week", 0, 7, day_names};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> nicknames{{
    {"@hourly", "0 * * * *"},
    {"@daily", "0 0 * * *"},
    {"@midnight", "0 0 * * *"},
    {"@weekly", "0 0 * * 0"},
    {"@monthly", "0 0 1 * *"},
    {"@yearly", "0 0 1 1 *"},
    {"@annually", "0 0 1 1 *"},
}};

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find_first_of(separators);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || text.front() == '-')
    return std::nullopt;
  return number;
}

/// One value of a field: a number in its range, or a name.
std::optional<int> read_value(std::string_view text, const field_range& range) {
  for (std::size_t i = 0; i < range.names.size(); ++i)
    if (ascii_lower(text) == range.names[i]) return range.first + static_cast<int>(i);
  const auto number = whole_number(text);
  return number && *number >= range.first && *number <= range.last ? number : std::nullopt;
}

/// One item of a field's list, `*`, `5`, `1-5` or any of them with `/2`, as a set of values.
std::optional<std::uint64_t> read_item(std::string_view text, const field_range& range) {
  int step = 1;
  bool stepped = false;
  if (const auto slash = text.find('/'); slash != text.npos) {
    const auto number = whole_number(text.substr(slash + 1));
    if (!number || *number == 0 || *number > range.last - range.first) return std::nullopt;
    step = *number;
    stepped = true;
    text = text.substr(0, slash);
  }
  int first = range.first;
  int last = range.last;
  if (text != "*") {
    const auto dash = text.find('-');
    const auto from = read_value(text.substr(0, dash), range);
    if (!from) return std::nullopt;
    first = *from;
    if (dash != text.npos) {
      const auto to = read_value(text.substr(dash + 1), range);
      if (!to) return std::nullopt;
      // Sunday has the name of day 0, but ends a week as day 7.
      last = *to == 0 && first > 0 && range.last == 7 ? 7 : *to;
      if (last < first) return std::nullopt;
    } else if (!stepped) {
      last = first;
    }
  }
  std::uint64_t values = 0;
  for (int value = first; value <= last; value += step) values |= 1ull << value;
  return values;
}

result<std::uint64_t> read_field(std::string_view text, const field_range& range) {
  std::uint64_t values = 0;
  for (const auto item : split(text, ",")) {
    const auto read = read_item(item, range);
    if (!read)
      return usage_error(
          fmt::format("the {0} {1} is not understood; write *, values from {2} to {3}, ranges such "
                      "as {2}-{3}, lists with commas, steps such as */2 or {2}/2",
                      range.name, in_quotes(text), range.first, range.last));
    values |= *read;
  }
  return values;
}

/// Whether any month of `fields` has one of its days.
bool has_any_day(const cron_fields& fields) {
  if (!fields.any_week_day) return true;  // every month has every day of the week
  for (unsigned month = 1; month <= 12; ++month) {
    if (!(fields.months >> month & 1)) continue;
    const auto last = std::chrono::year_month_day_last(
        std::chrono::year{2000}, std::chrono::month_day_last{std::chrono::month{month}});
    for (unsigned day = 1; day <= unsigned(last.day()); ++day)
      if (fields.month_days >> day & 1) return true;
  }
  return false;
}

}  // namespace

bool cron_fields::has_day(date day) const {
  const std::chrono::sys_days days{std::chrono::days{day.days}};
  const std::chrono::year_month_day ymd{days};
  if (!(months >> unsigned(ymd.month()) & 1)) return false;
  const bool of_month = month_days >> unsigned(ymd.day()) & 1;
  const bool of_week = week_days >> std::chrono::weekday{days}.c_encoding() & 1;
  return any_month_day || any_week_day ? of_month && of_week : of_month || of_week;
}

result<cron_fields> parse_cron(std::string_view text) {
  for (const auto& [name, meaning] : nicknames)
    if (text == name) text = meaning;
  std::vector<std::string_view> parts;
  for (const auto part : split(text, " \t"))
    if (!part.empty()) parts.push_back(part);
  if (parts.size() != 5 || text.starts_with('@'))
    return usage_error(
        fmt::format("the schedule {} is not understood; write five fields (minute, hour, day of "
                    "the month, month, day of the week) such as 15 6 * * *, or @hourly, @daily, "
                    "@weekly, @monthly, @yearly",
                    in_quotes(text)));
  std::array<std::uint64_t, 5> sets{};
  const field_range* const ranges[] = {&minute_range, &hour_range, &month_day_range, &month_range,
                                       &week_day_range};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto values = read_field(parts[i], *ranges[i]);
    if (!values) return values.error();
    sets[i] = *values;
  }
  cron_fields fields;
  fields.minutes = sets[0];
  fields.hours = static_cast<std::uint32_t>(sets[1]);
  fields.month_days = static_cast<std::uint32_t>(sets[2]);
  fields.months = static_cast<std::uint32_t>(sets[3]);
  fields.week_days = static_cast<std::uint32_t>((sets[4] | sets[4] >> 7) & 0x7F);
  fields.any_minute = parts[0].starts_with('*');
  fields.any_hour = parts[1].starts_with('*');
  fields.any_month_day = parts[2].starts_with('*');
  fields.any_week_day = parts[4].starts_with('*');
  if (!has_any_day(fields))
    return usage_error(
        fmt::format("the schedule {} names no day of any year; change its day of the month or its "
                    "month",
                    in_quotes(text)));
  return fields;
}

}  // namespace tidemark::host
