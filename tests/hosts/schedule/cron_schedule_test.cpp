// SPDX-License-Identifier: BSL-1.0
#include <schedule/cron_schedule.hpp>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "../../catch.hpp"

using namespace tidemark;
using host::cron_schedule;
using namespace std::chrono_literals;

namespace {

timestamp at(const char* text) {
  const auto moment = parse_rfc3339(text);
  REQUIRE(moment);
  return *moment;
}

/// The first `count` due moments after `from`.
std::vector<std::string> due(const char* line, const char* zone, const char* from, int count) {
  const auto schedule = cron_schedule::read(line, zone);
  REQUIRE(schedule);
  std::vector<std::string> moments;
  for (timestamp moment = at(from); count > 0; --count) {
    moment = schedule->next_after(moment);
    moments.push_back(to_rfc3339(moment));
  }
  return moments;
}

using moments = std::vector<std::string>;

}  // namespace

TEST_CASE("a schedule is due at the next matching minute of its zone, never at the current one") {
  struct {
    const char* line;
    const char* zone;
    const char* from;
    moments expected;
  } const cases[] = {
      {"15 6 * * *", "UTC", "2026-02-20T06:14:59Z", {"2026-02-20T06:15:00Z"}},
      {"15 6 * * *", "UTC", "2026-02-20T06:15:00Z", {"2026-02-21T06:15:00Z"}},
      {"*/30 * * * *", "Asia/Kathmandu", "2026-02-20T06:14:59Z",
       {"2026-02-20T06:15:00Z", "2026-02-20T06:45:00Z"}},
      {"@daily", "America/New_York", "2026-02-20T00:00:00Z",
       {"2026-02-20T05:00:00Z", "2026-02-21T05:00:00Z"}},
      {"0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", {"2028-02-29T00:00:00Z"}},
      {"0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", {"2104-02-29T00:00:00Z"}},
      {"0 6 13 * fri", "UTC", "2026-11-27T06:00:00Z",
       {"2026-12-04T06:00:00Z", "2026-12-11T06:00:00Z", "2026-12-13T06:00:00Z"}},
      {"0 6 */2 * fri", "UTC", "2026-11-27T06:00:00Z",
       {"2026-12-11T06:00:00Z", "2026-12-25T06:00:00Z"}},
      {"59 23 31 12 *", "UTC", "2026-12-31T23:59:00Z", {"2027-12-31T23:59:00Z"}},
  };
  for (const auto& test : cases) {
    INFO(test.line << " " << test.zone << " after " << test.from);
    CHECK(due(test.line, test.zone, test.from, static_cast<int>(test.expected.size())) ==
          test.expected);
  }
}

TEST_CASE("a time that a change of the clocks skips is due right after the change") {
  // Berlin, 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC.
  CHECK(due("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3) ==
        moments{"2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"});
  CHECK(due("0,30 2-3 29 3 *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3) ==
        moments{"2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2027-03-29T00:00:00Z"});
}

TEST_CASE("a time that a change of the clocks repeats is due once, the first time") {
  // Berlin, 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC.
  CHECK(due("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2) ==
        moments{"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"});
  // Lord Howe, 5 April 2026: 02:00 becomes 01:30 at 15:00 UTC of the day before.
  CHECK(due("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T00:00:00Z", 2) ==
        moments{"2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"});
}

TEST_CASE("with * as its hour, a schedule follows elapsed hours") {
  CHECK(due("30 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 3) ==
        moments{"2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z"});
  CHECK(due("30 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", 3) ==
        moments{"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"});
}

TEST_CASE("the shortest pause between two runs of a year") {
  struct {
    const char* line;
    const char* zone;
    std::chrono::minutes pause;
  } cases[] = {
      {"* * * * *", "UTC", 1min},
      {"0,50 * * * *", "UTC", 10min},
      {"@daily", "UTC", 24h},
      {"@daily", "Europe/Berlin", 23h},  // when the clocks go forward
      {"0 6 * * mon,tue", "UTC", 24h},
      {"0 0 29 2 *", "UTC", 24h * 365},
  };
  for (const auto& [line, zone, pause] : cases) {
    INFO(line << ' ' << zone);
    CHECK(cron_schedule::read(line, zone)->shortest_pause(at("2026-02-20T06:30:00Z")) == pause);
  }
}

TEST_CASE("an unknown zone is refused") {
  const auto schedule = cron_schedule::read("@daily", "Europe/Berlyn");
  REQUIRE_FALSE(schedule);
  CHECK_THAT(schedule.error().message,
             Catch::Matchers::Contains("\"Europe/Berlyn\" is not known here"));
}

namespace {

/// Every due moment of [first, last), found minute by minute.
std::set<std::int64_t> due_by_minute(const host::cron_fields& fields, const ::date::time_zone& zone,
                                     std::int64_t first, std::int64_t last) {
  const auto matches = [&](std::int64_t local_minute) {
    const auto day = static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(
        std::chrono::minutes{local_minute}).count());
    const auto of_day = static_cast<unsigned>(local_minute - std::int64_t{day} * 1440);
    return fields.has_day(tidemark::date{day}) && (fields.hours >> of_day / 60 & 1) &&
           (fields.minutes >> of_day % 60 & 1);
  };
  std::set<std::int64_t> found;
  std::int64_t shown_max = 0;  // the latest minute that the clocks have shown
  for (std::int64_t minute = first - 1440; minute < last; ++minute) {
    const ::date::sys_seconds moment{std::chrono::minutes{minute}};
    const auto shown = std::chrono::floor<std::chrono::minutes>(
        zone.to_local(moment).time_since_epoch()).count();
    bool is_due = matches(shown);
    if (!fields.any_hour) {
      if (shown <= shown_max) is_due = false;  // occurs for the second time
      if (shown_max != 0)
        for (std::int64_t missed = shown_max + 1; missed < shown; ++missed)
          is_due = is_due || matches(missed);
    }
    shown_max = std::max(shown_max, shown);
    if (is_due && minute >= first) found.insert(minute);
  }
  return found;
}

std::string random_field(std::mt19937& random, int first, int last) {
  const auto pick = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  switch (pick(0, 4)) {
    case 0: return "*";
    case 1: return "*/" + std::to_string(pick(1, std::min(12, last - first)));
    case 2: {
      const int from = pick(first, last);
      return std::to_string(from) + "-" + std::to_string(pick(from, last));
    }
    default: return std::to_string(pick(first, last)) + "," + std::to_string(pick(first, last));
  }
}

}  // namespace

TEST_CASE("over a year with both changes of the clocks, due times are those of a walk by minutes") {
  std::mt19937 random(20260220);
  for (const char* name : {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                           "America/Sao_Paulo", "Africa/Casablanca"}) {
    const auto& zone = *::date::locate_zone(name);
    for (int round = 0; round < 4; ++round) {
      const std::string line = random_field(random, 0, 59) + " " + random_field(random, 0, 4) +
                               " " + random_field(random, 1, 28) + " * " +
                               random_field(random, 0, 6);
      INFO(name << ": " << line);
      const auto first = at("2028-01-01T00:00:00Z").micros / 60'000'000;
      const auto last = at("2029-01-01T00:00:00Z").micros / 60'000'000;
      const auto fields = host::parse_cron(line);
      const auto schedule = cron_schedule::read(line, name);
      REQUIRE((fields && schedule));
      std::set<std::int64_t> found;
      for (timestamp moment{first * 60'000'000 - 1};;) {
        moment = schedule->next_after(moment);
        if (moment.micros / 60'000'000 >= last) break;
        found.insert(moment.micros / 60'000'000);
      }
      CHECK(found == due_by_minute(*fields, zone, first, last));
    }
  }
}
