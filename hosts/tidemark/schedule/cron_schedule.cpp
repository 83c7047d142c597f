// SPDX-License-Identifier: BSL-1.0
#include "cron_schedule.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <optional>
#include <string>

#include <tidemark/source/time_zone.hpp>

namespace tidemark::host {

namespace {

using ::date::local_days;
using ::date::local_seconds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// The first matching minute in [from, end) of a clock that runs through; `from` may have seconds.
std::optional<local_seconds> first_match(const cron_fields& fields, local_seconds from,
                                         local_seconds end) {
  from = local_seconds{std::chrono::ceil<minutes>(from.time_since_epoch())};
  while (from < end) {
    const auto day = ::date::floor<::date::days>(from);
    const auto time = from - local_seconds{day};
    if (!fields.has_day(tidemark::date{static_cast<std::int32_t>(
            day.time_since_epoch().count())})) {
      from = local_seconds{day + ::date::days{1}};
      continue;
    }
    const auto hour = static_cast<unsigned>(time / hours{1});
    const auto minute = static_cast<unsigned>(time % hours{1} / minutes{1});
    if (!(fields.hours >> hour & 1)) {
      from = local_seconds{day} + hours{hour + 1};
      continue;
    }
    const std::uint64_t later = fields.minutes >> minute;
    if (later == 0) {
      from = local_seconds{day} + hours{hour + 1};
      continue;
    }
    from += minutes{std::countr_zero(later)};
    return from < end ? std::optional(from) : std::nullopt;
  }
  return std::nullopt;
}

/// The next due moment at or after `from`, while the clocks have the offset of `now`; `before` is
/// the offset that they had until then.
std::optional<::date::sys_seconds> first_due(const cron_fields& fields,
                                             const ::date::sys_info& before,
                                             const ::date::sys_info& now,
                                             ::date::sys_seconds from) {
  const auto shown = [](::date::sys_seconds moment, seconds offset) {
    return local_seconds{moment.time_since_epoch() + offset};
  };
  local_seconds begin = shown(now.begin, now.offset);
  // An hour that is not `*` names times of day, and each is due once a day.
  if (!fields.any_hour && before.end == now.begin) {
    const local_seconds last = shown(now.begin, before.offset);
    // The clocks jumped from `last` to `begin`, or back to it.
    if (last < begin && from <= now.begin && first_match(fields, last, begin)) return now.begin;
    begin = std::max(begin, last);
  }
  const auto due = first_match(fields, std::max(begin, shown(from, now.offset)),
                               shown(now.end, now.offset));
  if (!due) return std::nullopt;
  return ::date::sys_seconds{due->time_since_epoch() - now.offset};
}

}  // namespace

result<cron_schedule> cron_schedule::read(std::string_view line, std::string_view zone) {
  const auto fields = parse_cron(line);
  if (!fields) return fields.error();
  const auto clock = source::find_time_zone(std::string(zone));
  if (!clock) return clock.error();
  return cron_schedule(*fields, **clock);
}

timestamp cron_schedule::next_after(timestamp moment) const {
  // The first whole second after it: a due moment is one.
  ::date::sys_seconds from{
      std::chrono::floor<seconds>(std::chrono::microseconds{moment.micros}) + seconds{1}};
  for (;;) {
    const auto now = zone_->get_info(from);
    const auto before = zone_->get_info(now.begin - seconds{1});
    if (const auto due = first_due(fields_, before, now, from))
      return {std::chrono::microseconds{due->time_since_epoch()}.count()};
    from = now.end;
  }
}

std::chrono::minutes cron_schedule::shortest_pause(timestamp moment) const {
  constexpr int due_max = 2'000;
  constexpr std::chrono::minutes year = std::chrono::hours{24 * 365};
  const auto minutes_between = [](timestamp from, timestamp to) {
    return std::chrono::duration_cast<std::chrono::minutes>(
        std::chrono::microseconds{to.micros - from.micros});
  };
  auto shortest = year;
  auto due = next_after(moment);
  for (int count = 0; count < due_max && minutes_between(moment, due) < year; ++count) {
    const auto next = next_after(due);
    shortest = std::min(shortest, minutes_between(due, next));
    due = next;
  }
  return shortest;
}

}  // namespace tidemark::host
