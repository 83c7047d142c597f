// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/white_space.hpp>

#include "catch.hpp"

using namespace tidemark;

TEST_CASE("outer white space of spreadsheets and pages is removed") {
  struct { const char* given; const char* expected; } const cases[] = {
      {"", ""},
      {"a", "a"},
      {"  a b\t", "a b"},
      {"\r\n\v\fa\r\n", "a"},
      {"\u00A0a\u00A0", "a"},
      {"\u202F\u2007a\u3000", "a"},
      {"\u200Ba\uFEFF", "a"},
      {" \u00A0 \t", ""},
      {"\u00E9", "\u00E9"},
      {"\xA0", "\xA0"},
      {"a\xC2", "a\xC2"},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    CHECK(without_outer_space(given) == expected);
  }
}
