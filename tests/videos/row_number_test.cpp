// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_number.hpp>

#include <limits>
#include <string>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::videos;

TEST_CASE("an integer is an optional minus and digits") {
  struct { const char* given; std::int64_t expected; } const cases[] = {
      {"0", 0}, {"-0", 0}, {"007", 7}, {"-5", -5},
      {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
      {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    CHECK_FALSE(parse_integer(given).error);
    CHECK(parse_integer(given).number == expected);
  }
  for (const char* given : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "--1", "1-", "1,000"}) {
    INFO(given);
    CHECK(parse_integer(given).error == decimal_error::malformed);
  }
  for (const char* given : {"9223372036854775808", "-9223372036854775809",
                            "99999999999999999999999999"}) {
    INFO(given);
    CHECK(parse_integer(given).error == decimal_error::out_of_range);
  }
}

TEST_CASE("a number that Postgres cannot keep is not storable") {
  struct { std::string given; bool expected; } const cases[] = {
      {"0", true},
      {"1e131071", true},
      {"1e131072", false},
      {"10e131071", false},
      {"1E+131072", false},
      {"1e-16383", true},
      {"1e-16384", false},
      {"0.1e-16383", false},
      {"0e999999999999999999999", false},
      {std::string(131'072, '9'), true},
      {std::string(131'073, '9'), false},
      {"0." + std::string(16'383, '1'), true},
      {"0." + std::string(16'384, '1'), false},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given.substr(0, 30) << " " << given.size());
    CHECK(is_storable_number(given) == expected);
  }
}
