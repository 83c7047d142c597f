// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/ascii.hpp>

#include <catch.hpp>

using tidemark::ascii_lower;

TEST_CASE("only ASCII letters become lower case") {
  struct { std::string given, expected; } const cases[] = {
      {"", ""}, {"AZaz", "azaz"}, {"@[`{09_.", "@[`{09_."}, {"ÄÖ İ", "ÄÖ İ"}, {"Amy.S", "amy.s"},
  };
  for (const auto& [given, expected] : cases) CHECK(ascii_lower(given) == expected);
}
