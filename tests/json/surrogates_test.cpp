// SPDX-License-Identifier: BSL-1.0
#include <tidemark/json/surrogates.hpp>

#include <catch.hpp>

using tidemark::videos::find_lone_surrogate;

TEST_CASE("half of a surrogate pair is found, a pair is not") {
  constexpr int none = -1;
  struct { const char* name; const char* given; int expected; } const cases[] = {
      {"no escapes", R"({"a":"b"})", none},
      {"other escapes", R"("\n\\\"\u0041\uFFFF")", none},
      {"a pair", R"("\ud83d\ude00")", none},
      {"a pair in capitals", R"("\uD83D\uDE00")", none},
      {"two pairs", R"("\ud83d\ude00\ud83d\ude00")", none},
      {"an escaped backslash before u", R"("\\ud83d")", none},
      {"a first half at the end", R"("\ud83d")", 1},
      {"a first half before text", R"("ab\ud83dx\ude00")", 3},
      {"a first half before another escape", R"("\ud83d\n")", 1},
      {"a first half before a letter's escape", R"("\ud800\u0041")", 1},
      {"a first half before a first half", R"("\ud83d\ud83d\ude00")", 1},
      {"a second half", R"("\ude00")", 1},
      {"a second half after a pair", R"("\ud83d\ude00\ude00")", 13},
      {"a first half after an escaped backslash", R"("\\\ud83d")", 3},
      {"in a key", R"({"\udc00":1})", 2},
      {"cut off", R"("\ud83)", none},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto found = find_lone_surrogate(given);
    CHECK((found ? static_cast<int>(*found) : none) == expected);
  }
}
