// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/tags.hpp>

#include <catch.hpp>

using tidemark::tags;
using tidemark::to_json;

TEST_CASE("tags become a JSON array in their order") {
  struct { tags given; const char* expected; } const cases[] = {
      {{}, "[]"},
      {{""}, R"([""])"},
      {{"b", "a", "b"}, R"(["b","a","b"])"},
      {{"say \"hi\"", "a,b", "🔥"}, R"(["say \"hi\"","a,b","🔥"])"},
  };
  for (const auto& [given, expected] : cases) CHECK(to_json(given) == expected);
}
