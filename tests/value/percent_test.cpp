// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/percent.hpp>

#include <rapidcheck.h>

#include <tidemark/value/decimal.hpp>

#include <catch.hpp>

using tidemark::percent;

TEST_CASE("a percentage has the shortest decimal text") {
  struct { std::int64_t given; const char* expected; } const cases[] = {
      {0, "0"},           {24'000, "2.4"},         {1, "0.0001"},
      {-1, "-0.0001"},    {10'000, "1"},           {-10'000, "-1"},
      {12'300, "1.23"},   {999'999'999, "99999.9999"}, {-999'999'999, "-99999.9999"},
      {100'000, "10"},    {10'010, "1.001"},
  };
  for (const auto& [given, expected] : cases) CHECK(to_text(percent{given}) == expected);
}

TEST_CASE("a percentage's text is read as the same percentage") {
  REQUIRE(rc::check([](std::int64_t units) {
    const auto parsed = tidemark::parse_decimal(to_text(percent{units}), 4);
    RC_ASSERT(!parsed.error);
    RC_ASSERT(parsed.scaled == units);
  }));
}
