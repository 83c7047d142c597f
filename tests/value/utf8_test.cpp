// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/utf8.hpp>

#include <string>

#include "../catch.hpp"

using namespace std::string_literals;
using namespace tidemark;

TEST_CASE("the length of a text's first character is found, or 0") {
  struct { const char* name; std::string given; std::size_t expected; } const cases[] = {
      {"ASCII", "ab", 1},
      {"two bytes", "\xC3\xA9x", 2},
      {"three bytes", "\xE2\x9C\xA8x", 3},
      {"four bytes", "\xF0\x9F\x8E\xAC", 4},
      {"cut short", "\xE2\x9C", 0},
      {"a stray byte", "\xA9", 0},
      {"overlong", "\xC0\xAF", 0},
      {"a surrogate", "\xED\xA0\x80", 0},
      {"beyond U+10FFFF", "\xF4\x90\x80\x80", 0},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(utf8_length(given) == expected);
  }
}

TEST_CASE("a quoted text shows its content on one line") {
  struct { const char* name; std::string given, expected; } const cases[] = {
      {"plain", "12,50", R"("12,50")"},
      {"empty", "", R"("")"},
      {"quotes", "a\"b\\", R"("a\"b\\")"},
      {"bad bytes", "caf\xE9", R"("caf\xE9")"},
      {"control characters", "a\nb\0"s, R"("a\x0Ab\x00")"},
      {"whole characters", "✨", "\"✨\""},
      {"long", std::string(200, 'x'), "\"" + std::string(60, 'x') + "...\""},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(in_quotes(given) == expected);
  }
}

TEST_CASE("texts that a storage cannot hold are found, at every position") {
  const std::string ascii(70, 'a');
  struct { const char* name; std::string given; bool expected; } const cases[] = {
      {"nothing", "", true},
      {"ASCII of several blocks", ascii, true},
      {"a NUL first", "\0"s + ascii, false},
      {"a NUL in the last block", ascii + "\0"s, false},
      {"a stray byte in the first block", "\xFF" + ascii, false},
      {"a character over the end of a block", ascii.substr(0, 31) + "\xE2\x9C\xA8" + ascii, true},
      {"the same cut short", ascii.substr(0, 31) + "\xE2\x9C" + ascii, false},
      {"a character cut short by the end", ascii + "\xE2\x9C", false},
      {"a surrogate", ascii + "\xED\xA0\x80", false},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(is_storable(given) == expected);
  }
}
