// SPDX-License-Identifier: BSL-1.0
#include <tidemark/source/time_zone.hpp>

#include <string>

#include <catch.hpp>

using namespace tidemark;

TEST_CASE("a wall time is the moment at which the zone's clocks showed it") {
  struct { const char* name; const char* zone; const char* shown; const char* expected; }
  const cases[] = {
      {"winter", "Europe/Berlin", "2026-01-15 12:00:00", "2026-01-15 11:00:00"},
      {"summer", "Europe/Berlin", "2026-07-15 12:00:00", "2026-07-15 10:00:00"},
      {"west of UTC, into the next day", "America/Los_Angeles", "2026-01-15 20:00:00",
       "2026-01-16 04:00:00"},
      {"half an hour", "Asia/Kolkata", "2026-01-15 05:30:00", "2026-01-15 00:00:00"},
      {"the second before the skip", "Europe/Berlin", "2026-03-29 01:59:59", "2026-03-29 00:59:59"},
      {"skipped, first second", "Europe/Berlin", "2026-03-29 02:00:00", "nothing"},
      {"skipped, last second", "Europe/Berlin", "2026-03-29 02:59:59", "nothing"},
      {"the second after the skip", "Europe/Berlin", "2026-03-29 03:00:00", "2026-03-29 01:00:00"},
      {"repeated: the first", "Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25 00:30:00"},
      {"repeated, west: the first", "America/New_York", "2026-11-01 01:30:00",
       "2026-11-01 05:30:00"},
      {"before 1970", "Europe/Berlin", "1960-06-01 12:00:00", "1960-06-01 11:00:00"},
      {"a zone that is UTC under another name", "Etc/UTC", "2026-01-15 12:00:00",
       "2026-01-15 12:00:00"},
  };
  for (const auto& [name, zone, shown, expected] : cases) {
    INFO(name);
    const auto clock = source::open_wall_clock(zone);
    REQUIRE(clock);
    CHECK((*clock)->name() == zone);
    const auto moment = (*clock)->moment_of(*parse_wall_time(shown));
    CHECK((moment ? to_text(*moment) : "nothing") == expected);
  }
}

TEST_CASE("UTC needs no clock") {
  const auto clock = source::open_wall_clock("UTC");
  REQUIRE(clock);
  CHECK(*clock == nullptr);
}

TEST_CASE("an unknown time zone is a usage error that names it") {
  for (const char* name : {"", "Europe/Berlln", "CEST!", "../etc/passwd"}) {
    INFO(name);
    const auto clock = source::open_wall_clock(name);
    REQUIRE_FALSE(clock);
    CHECK(clock.error().kind == error_kind::usage);
    CHECK(clock.error().message.starts_with("time_zone: the time zone \"" + std::string(name)));
  }
}
