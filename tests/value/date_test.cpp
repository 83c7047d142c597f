// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/date.hpp>

#include <rapidcheck.h>

#include <catch.hpp>

using tidemark::date;
using tidemark::parse_date;

TEST_CASE("a day that exists is read as days since 1970") {
  struct { const char* given; std::int32_t expected; } const cases[] = {
      {"1970-01-01", 0},          {"1969-12-31", -1},      {"2000-02-29", 11'016},
      {"2024-02-29", 19'782},     {"2026-11-23", 20'780},  {"0001-01-01", -719'162},
      {"9999-12-31", 2'932'896},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    REQUIRE(parse_date(given));
    CHECK(parse_date(given)->days == expected);
  }
}

TEST_CASE("a day that does not exist, or another form, is not a date") {
  const char* const cases[] = {
      "",           "2026-02-30", "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-01",
      "2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01", "2026-1-1",   "2026/01/01",
      "20260101",   "26-01-01",   " 2026-01-01", "2026-01-01 ", "+026-01-01", "2026-01-0x",
      "-001-01-01", "2026-01-01T",
  };
  for (const char* given : cases) {
    INFO(given);
    CHECK_FALSE(parse_date(given));
  }
}

TEST_CASE("a date's text is read as the same date") {
  REQUIRE(rc::check([] {
    const date day{*rc::gen::inRange(-719'162, 2'932'897)};
    RC_ASSERT(parse_date(to_text(day)) == day);
  }));
}
