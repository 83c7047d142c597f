// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_text.hpp>

#include <string>

#include <rapidcheck.h>

#include <catch.hpp>

using namespace tidemark::videos;
using namespace std::string_literals;

TEST_CASE("a text that no storage can hold is found, at every position") {
  struct { const char* name; std::string given; text_fault expected; } const cases[] = {
      {"two bytes", "é", text_fault::none},
      {"three bytes", "€", text_fault::none},
      {"four bytes", "🔥", text_fault::none},
      {"the last before the surrogates", "\xED\x9F\xBF", text_fault::none},
      {"the first after the surrogates", "\xEE\x80\x80", text_fault::none},
      {"the last character", "\xF4\x8F\xBF\xBF", text_fault::none},
      {"past the last character", "\xF4\x90\x80\x80", text_fault::not_utf8},
      {"a first half", "\xED\xA0\x80", text_fault::lone_surrogate},
      {"a second half", "\xED\xBF\xBF", text_fault::lone_surrogate},
      {"overlong slash", "\xC0\xAF", text_fault::not_utf8},
      {"overlong, three bytes", "\xE0\x9F\xBF", text_fault::not_utf8},
      {"overlong, four bytes", "\xF0\x8F\xBF\xBF", text_fault::not_utf8},
      {"a continuation alone", "\x80", text_fault::not_utf8},
      {"cut after one byte", "\xC3", text_fault::not_utf8},
      {"cut after three bytes", "\xF0\x9F\x94", text_fault::not_utf8},
      {"a letter inside a character", "\xE2\x82g", text_fault::not_utf8},
      {"Latin-1", "caf\xE9", text_fault::not_utf8},
      {"a byte that never occurs", "\xFF", text_fault::not_utf8},
      {"NUL", "\0"s, text_fault::nul},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    for (const std::size_t before : {0u, 1u, 7u, 8u, 9u, 16u, 31u})
      for (const std::size_t after : {0u, 1u, 7u, 8u, 17u})
        CHECK(scan_text(std::string(before, 'a') + given + std::string(after, 'b')).fault ==
              expected);
  }
}

TEST_CASE("a text is plain if it needs no escapes in JSON") {
  REQUIRE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
        {{9, rc::gen::inRange<char>(' ', '~')}, {1, rc::gen::inRange<char>(1, 127)}}));
    bool plain = true;
    for (const char c : text) plain = plain && c >= ' ' && c != '"' && c != '\\';
    RC_ASSERT(scan_text(text).plain == plain);
    RC_ASSERT(scan_text(text).fault == text_fault::none);
  }));
}

TEST_CASE("a quoted text is always short and storable") {
  REQUIRE(rc::check([](const std::string& bytes) {
    RC_ASSERT(scan_text(tidemark::in_quotes(bytes)).fault == text_fault::none);
    RC_ASSERT(tidemark::in_quotes(bytes).size() < 80u);
  }));
}
