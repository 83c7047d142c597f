// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/timestamp.hpp>

#include <limits>

#include <rapidcheck.h>

#include <catch.hpp>

using namespace tidemark;

namespace {

/// 2026-02-20T09:15:00Z
constexpr std::int64_t quarter_past_nine = 1'771'578'900;

}  // namespace

TEST_CASE("an RFC 3339 text is read as a moment of whole seconds") {
  struct { const char* name; const char* given; std::int64_t expected; } const cases[] = {
      {"UTC", "2026-02-20T09:15:00Z", quarter_past_nine},
      {"small letters", "2026-02-20t09:15:00z", quarter_past_nine},
      {"a space", "2026-02-20 09:15:00Z", quarter_past_nine},
      {"an offset east", "2026-02-20T11:15:00+02:00", quarter_past_nine},
      {"an offset west into the day before", "2026-02-19T23:45:00-09:30", quarter_past_nine},
      {"a zero offset", "2026-02-20T09:15:00-00:00", quarter_past_nine},
      {"a fraction is cut", "2026-02-20T09:15:00.999999999Z", quarter_past_nine},
      {"a fraction is cut before 1970, too", "1969-12-31T23:59:59.9Z", -1},
      {"a fraction and an offset", "2026-02-20T10:15:00.1+01:00", quarter_past_nine},
      {"a leap day", "2024-02-29T00:00:00Z", 1'709'164'800},
      {"the first second", "0001-01-01T00:00:00Z", timestamp::seconds_min},
      {"the last second", "9999-12-31T23:59:59Z", timestamp::seconds_max},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto moment = parse_rfc3339(given);
    REQUIRE(moment);
    CHECK(moment->micros == expected * 1'000'000);
  }
}

TEST_CASE("a text that is not a moment of RFC 3339 gives nothing") {
  const char* const cases[] = {
      "",
      "2026-02-20T09:15:00",
      "2026-02-20T09:15Z",
      "2026-02-30T09:15:00Z",
      "2025-02-29T09:15:00Z",
      "2026-02-20T24:00:00Z",
      "2026-02-20T09:60:00Z",
      "2026-02-20T09:15:60Z",
      "2026-02-20T09:15:00.Z",
      "2026-02-20T09:15:00.5",
      "2026-02-20T09:15:00+0200",
      "2026-02-20T09:15:00+24:00",
      "2026-02-20T09:15:00+02:60",
      "2026-02-20T09:15:00+02",
      "2026-02-20T09:15:00 Z",
      "2026-02-20X09:15:00Z",
      "2026-02-20T09:15:00ZZ",
      "0001-01-01T00:00:00+00:01",
      "9999-12-31T23:59:59-00:01",
      "0000-12-31T23:59:59Z",
  };
  for (const char* given : cases) {
    INFO(given);
    CHECK_FALSE(parse_rfc3339(given));
  }
}

TEST_CASE("a wall time is read as shown") {
  CHECK(parse_wall_time("2026-02-20 09:15:00")->micros == quarter_past_nine * 1'000'000);
  for (const char* given : {"", "2026-02-20T09:15:00", "2026-02-20 09:15", "2026-02-20 9:15:00",
                            "2026-02-31 09:15:00", "2026-02-20 09:15:61", "2026-02-20 09:15:00 "}) {
    INFO(given);
    CHECK_FALSE(parse_wall_time(given));
  }
}

TEST_CASE("Unix seconds outside the years 0001 to 9999 are not a moment") {
  CHECK(from_unix_seconds(timestamp::seconds_min));
  CHECK(from_unix_seconds(timestamp::seconds_max));
  CHECK_FALSE(from_unix_seconds(timestamp::seconds_min - 1));
  CHECK_FALSE(from_unix_seconds(timestamp::seconds_max + 1));
  CHECK_FALSE(from_unix_seconds(std::numeric_limits<std::int64_t>::max()));
}

TEST_CASE("a moment before 1970 lies on its own day") {
  CHECK(day_of({-1}).days == -1);
  CHECK(day_of({0}).days == 0);
  CHECK(day_of({86'400'000'000 - 1}).days == 0);
  CHECK(day_of({-86'400'000'000 - 1}).days == -2);
}

TEST_CASE("a moment's text shows a fraction only when there is one") {
  CHECK(to_text(timestamp{quarter_past_nine * 1'000'000}) == "2026-02-20 09:15:00");
  CHECK(to_text(timestamp{quarter_past_nine * 1'000'000 + 5}) == "2026-02-20 09:15:00.000005");
  CHECK(to_rfc3339(timestamp{quarter_past_nine * 1'000'000}) == "2026-02-20T09:15:00Z");
}

TEST_CASE("the text of whole seconds is read as the same moment") {
  REQUIRE(rc::check([] {
    const auto seconds =
        *rc::gen::inRange(timestamp::seconds_min, timestamp::seconds_max + 1);
    const timestamp moment{seconds * 1'000'000};
    RC_ASSERT(parse_wall_time(to_text(moment)) == moment);
    RC_ASSERT(parse_rfc3339(to_rfc3339(moment)) == moment);
  }));
}
