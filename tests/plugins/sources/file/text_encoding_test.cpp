// SPDX-License-Identifier: BSL-1.0
#include <file/text_encoding.hpp>

#include <string>
#include <string_view>

#include <catch.hpp>

using namespace std::string_literals;
using tidemark::source::utf16_form;

TEST_CASE("UTF-16 is recognised by its mark, or by NULs in every second of the first bytes") {
  struct { const char* name; std::string given; std::string_view expected; } const cases[] = {
      {"the mark of UTF-16LE", "\xFF\xFE{\0"s, "UTF-16LE"},
      {"the mark of UTF-16BE", "\xFE\xFF\0{"s, "UTF-16BE"},
      {"the mark alone", "\xFF\xFE", "UTF-16LE"},
      {"the mark before other letters", "\xFE\xFF\x89\xC6\x98\x91", "UTF-16BE"},
      {"no mark, little-endian", "{\0\"\0i\0d\0\"\0"s, "UTF-16LE"},
      {"no mark, big-endian", "\0{\0\"\0i\0d\0\""s, "UTF-16BE"},
      {"no mark, two letters", "i\0d\0"s, "UTF-16LE"},
      {"no mark, half a letter more", "i\0d\0,"s, "UTF-16LE"},
      {"other letters after the first bytes", "{\0\"\0a\0\"\0\xC6\x89"s, "UTF-16LE"},
      {"nothing", "", ""},
      {"half a mark", "\xFF", ""},
      {"UTF-8", "{\"id\":\"1\"}", ""},
      {"the mark of UTF-8", "\xEF\xBB\xBF{\"id\"", ""},
      {"the mark of UTF-32LE", "\xFF\xFE\0\0{\0\0\0"s, ""},
      {"UTF-32BE", "\0\0\0{\0\0\0\""s, ""},
      {"one letter", "i\0"s, ""},
      {"a NUL in a line", "{\0\"i\"\0:1"s, ""},
      {"NULs only", std::string(8, '\0'), ""},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(utf16_form(given).value_or("") == expected);
  }
}
