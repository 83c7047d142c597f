// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_time.hpp>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::videos;

namespace {

/// Two hours ahead of UTC; skips the year 2000.
class test_clock final : public wall_clock {
 public:
  std::string_view name() const override { return "Test/Clock"; }
  std::optional<timestamp> moment_of(timestamp shown) const override {
    if (to_text(shown).starts_with("2000")) return std::nullopt;
    return timestamp{shown.micros - 7'200'000'000};
  }
};

}  // namespace

TEST_CASE("a moment is read in three forms") {
  struct { const char* name; const char* given; const char* in_utc; const char* by_clock; }
  const cases[] = {
      {"wall time", "2026-02-20 09:15:00", "2026-02-20 09:15:00", "2026-02-20 07:15:00"},
      {"RFC 3339", "2026-02-20T09:15:00Z", "2026-02-20 09:15:00", "2026-02-20 09:15:00"},
      {"an offset", "2026-02-20T09:15:00.75+01:00", "2026-02-20 08:15:00", "2026-02-20 08:15:00"},
      {"Unix seconds", "1771578900", "2026-02-20 09:15:00", "2026-02-20 09:15:00"},
      {"before 1970", "-1", "1969-12-31 23:59:59", "1969-12-31 23:59:59"},
      {"zero", "0", "1970-01-01 00:00:00", "1970-01-01 00:00:00"},
  };
  const test_clock clock;
  for (const auto& [name, given, in_utc, by_clock] : cases) {
    INFO(name);
    CHECK_FALSE(parse_moment(given, nullptr).error);
    CHECK(to_text(parse_moment(given, nullptr).moment) == in_utc);
    CHECK(to_text(parse_moment(given, &clock).moment) == by_clock);
  }
}

TEST_CASE("the error for an invalid moment says why") {
  struct { const char* given; moment_error expected; } const cases[] = {
      {"", moment_error::malformed},
      {"yesterday", moment_error::malformed},
      {"2026-02-20", moment_error::malformed},
      {"2026-02-30 09:15:00", moment_error::malformed},
      {"2025-02-29T09:15:00Z", moment_error::malformed},
      {"2026-02-20 09:15:00.5", moment_error::malformed},
      {"1771578900.5", moment_error::malformed},
      {"+5", moment_error::malformed},
      {"2000-06-01 00:00:00", moment_error::skipped_by_clock},
      {"0001-01-01 01:00:00", moment_error::outside_years},
      {"253402300800", moment_error::outside_years},
      {"-62135596801", moment_error::outside_years},
      {"1771578900000", moment_error::outside_years},
      {"99999999999999999999", moment_error::outside_years},
  };
  const test_clock clock;
  for (const auto& [given, expected] : cases) {
    INFO(given);
    CHECK(parse_moment(given, &clock).error == expected);
  }
}

TEST_CASE("a wall time is written with its offset at that moment") {
  struct { const char* text; std::int64_t offset; const char* expected; } const cases[] = {
      {"2026-02-20 10:00:00", 3'600, "2026-02-20T10:00:00+01:00"},
      {"2026-02-20 10:00:00", -18'000, "2026-02-20T10:00:00-05:00"},
      {"2026-02-20 10:00:00", 20'700, "2026-02-20T10:00:00+05:45"},
      {"2026-02-20 10:00:00", -12'600, "2026-02-20T10:00:00-03:30"},
      {"2026-02-20 10:00:00", 0, "2026-02-20T10:00:00+00:00"},
      {"1890-01-01 00:00:00", 3'208, "1889-12-31T23:06:32Z"},
      {"1969-12-31 20:00:00", -18'000, "1969-12-31T20:00:00-05:00"},
  };
  for (const auto& [text, offset, expected] : cases) {
    INFO(text << " " << offset);
    const timestamp moment{parse_wall_time(text).value().micros - offset * 1'000'000};
    std::string written = "before";
    REQUIRE(write_with_offset(text, moment, written));
    CHECK(written == expected);
    CHECK(parse_moment(written, nullptr).moment == moment);
  }
  for (const char* text : {"", "1771578900", "2026-02-20T10:00:00Z", "2026-02-20 10:00:00Z"}) {
    std::string written = "before";
    CHECK_FALSE(write_with_offset(text, {}, written));
    CHECK(written == "before");
  }
}
