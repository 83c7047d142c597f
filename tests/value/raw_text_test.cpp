// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <string_view>

#include <tidemark/value/raw_text.hpp>

#include "catch.hpp"

using namespace std::string_view_literals;
using tidemark::first_bytes;
using tidemark::storable_text;

TEST_CASE("storable_text keeps UTF-8 and escapes every other byte") {
  struct row { const char* name; std::string_view given; std::string_view expected; };
  const row rows[] = {
      {"plain text stays", "GMV 12", "GMV 12"},
      {"characters of two, three and four bytes stay", "é € 💡", "é € 💡"},
      {"line ends and tabs stay", "a\tb\r\n", "a\tb\r\n"},
      {"a NUL is spelled out", "a\0b"sv, "a\\x00b"},
      {"a lone continuation byte is spelled out", "a\x80z", "a\\x80z"},
      {"a cut character is spelled out", "a\xE2\x82", "a\\xe2\\x82"},
      {"an overlong slash is spelled out", "\xC0\xAF", "\\xc0\\xaf"},
      {"a surrogate is spelled out", "\xED\xA0\x80", "\\xed\\xa0\\x80"},
      {"beyond U+10FFFF is spelled out", "\xF4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
      {"nothing stays nothing", "", ""},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK(storable_text(row.given) == row.expected);
  }
}

TEST_CASE("first_bytes cuts between characters") {
  struct row {
    const char* name;
    std::string_view given;
    std::size_t limit;
    std::string_view expected;
  };
  const row rows[] = {
      {"short text is whole", "abc", 3, "abc"},
      {"long text is cut", "abcd", 3, "abc"},
      {"a character over the limit goes", "ab€", 4, "ab"},
      {"a character that ends at the limit stays", "a€b", 4, "a€"},
      {"four bytes, one of them inside", "💡x", 1, ""},
      {"bad bytes are cut anywhere", "\x80\x80\x80\x80", 2, "\x80\x80"},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK(first_bytes(row.given, row.limit) == row.expected);
  }
}
