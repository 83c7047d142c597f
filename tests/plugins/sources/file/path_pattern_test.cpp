// SPDX-License-Identifier: BSL-1.0
#include <file/path_pattern.hpp>

#include <catch.hpp>

#include "../collecting_sink.hpp"

using namespace tidemark;
using namespace tidemark::source;

TEST_CASE("placeholders are replaced by the values of the fetch") {
  struct { const char* given; const char* expected; } const cases[] = {
      {"data/rows.jsonl", "data/rows.jsonl"},
      {"{brand}", "1"},
      {"d/{brand}-{window}d-{date}.csv.gz", "d/1-30d-2026-11-23.csv.gz"},
      {"{brand}{brand}", "11"},
      {"a}b", "a}b"},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    const auto pattern = path_pattern::parse(given);
    REQUIRE(pattern);
    CHECK(pattern->expand(test::request_of(30)) == expected);
  }
}

TEST_CASE("an invalid pattern is a usage error") {
  struct { const char* given; const char* expected; } const cases[] = {
      {"", "path: is empty; name a file"},
      {"a/{windw}.csv",
       "path: \"a/{windw}.csv\": unknown placeholder {windw}; did you mean \"window\"?"},
      {"{}", "path: \"{}\": unknown placeholder {}; known: brand, window, date"},
      {"{Brand}", "path: \"{Brand}\": unknown placeholder {Brand}; did you mean \"brand\"?"},
      {"a{brand",
       "path: \"a{brand\": a { is not closed; placeholders are {brand} {window} {date}"},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    const auto pattern = path_pattern::parse(given);
    REQUIRE_FALSE(pattern);
    CHECK(pattern.error().kind == error_kind::usage);
    CHECK(pattern.error().message == expected);
  }
}

TEST_CASE("in a word of a command only lower-case letters in braces are a placeholder") {
  struct { const char* given; const char* expected; } const cases[] = {
      {"", ""},
      {"--days={window}", "--days=30"},
      {R"({"brand":{brand},"date":"{date}"})", R"({"brand":1,"date":"2026-11-23"})"},
      {"{ echo ${PATH}; }", "{ echo ${PATH}; }"},
      {"a{", "a{"},
      {"{}", "{}"},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    const auto pattern = path_pattern::parse_word(given, "command");
    REQUIRE(pattern);
    CHECK(pattern->expand(test::request_of(30)) == expected);
  }
  CHECK(path_pattern::parse_word("x{windw}", "command").error().message ==
        "command: unknown placeholder {windw}; did you mean \"window\"?");
}
