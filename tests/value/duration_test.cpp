// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/duration.hpp>

#include "../catch.hpp"

using namespace tidemark;

TEST_CASE("a duration is a whole number and its unit") {
  struct { const char* given; std::int64_t expected; } const cases[] = {
      {"500ms", 500},      {"30s", 30'000},        {"5m", 300'000},
      {"1h", 3'600'000},   {"7d", 604'800'000},    {"0s", 0},
      {"10000d", 864'000'000'000},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    REQUIRE(parse_duration(given));
    CHECK(parse_duration(given)->count() == expected);
  }
}

TEST_CASE("anything but a duration gives nothing") {
  for (const char* given : {"", "5", "s", "-5s", "+5s", "5 s", "5S", "5sec", "1.5h", "1h30m",
                            "10001d", "9223372036854775807d", "99999999999999999999s"}) {
    INFO(given);
    CHECK_FALSE(parse_duration(given));
  }
}
