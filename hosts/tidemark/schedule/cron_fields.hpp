// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>
#include <tidemark/value/date.hpp>

namespace tidemark::host {

/// The five fields of a cron line, each as the set of its values: bit N means value N.
struct cron_fields {
  std::uint64_t minutes = 0;       ///< 0 to 59
  std::uint32_t hours = 0;         ///< 0 to 23
  std::uint32_t month_days = 0;    ///< 1 to 31
  std::uint32_t months = 0;        ///< 1 to 12
  std::uint32_t week_days = 0;     ///< 0 (Sunday) to 6
  bool any_minute = false;         ///< the field begins with `*`
  bool any_hour = false;           ///< the field begins with `*`
  bool any_month_day = false;      ///< the field begins with `*`
  bool any_week_day = false;       ///< the field begins with `*`

  /// Whether `day` is one of the days. When both the day of the month and the day of the week are
  /// restricted, either is enough. A field that begins with `*` is not restricted, not even by a
  /// step: then both must match, so that `*` leaves the other field alone and `*/2` narrows it.
  /// This is the rule of Vixie's cron.
  bool has_day(date day) const;

  bool operator==(const cron_fields&) const = default;
};

/// Reads `minute hour day-of-month month day-of-week`, or one of `@hourly @daily @midnight @weekly
/// @monthly @yearly @annually`.
///
/// A field is a list of `*`, values and ranges, each with an optional `/step`; months and days of
/// the week have English names of three letters, and Sunday is 0 and 7. Error (usage): another
/// form, or a line that never occurs, such as 30 February; the message says which field is wrong
/// and what it may contain.
result<cron_fields> parse_cron(std::string_view text);

}  // namespace tidemark::host
