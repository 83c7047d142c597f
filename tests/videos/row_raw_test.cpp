// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_raw.hpp>

#include <string>

#include <catch.hpp>

#include "delivered.hpp"

using namespace tidemark::videos;
using namespace tidemark::videos::test;
using namespace std::string_literals;

namespace {

delivered nested(std::size_t levels) {
  delivered value = array({});
  for (std::size_t i = 1; i < levels; ++i) value = array({std::move(value)});
  return value;
}

}  // namespace

TEST_CASE("the canonical form is sorted, without spaces and repeated keys") {
  struct { const char* name; members given; const char* expected; } const cases[] = {
      {"nothing", {}, "{}"},
      {"sorted by bytes",
       {{"b", number("1")}, {"a", number("2")}, {"Z", number("3")}, {"é", number("4")}},
       R"({"Z":3,"a":2,"b":1,"é":4})"},
      {"of repeated keys the last",
       {{"a", number("1")}, {"b", null()}, {"a", text("x")}},
       R"({"a":"x","b":null})"},
      {"repeated keys inside",
       {{"o", object({{"k", number("1")}, {"c", object({{"z", null()}, {"z", boolean(true)}})},
                      {"k", number("2")}})}},
       R"({"o":{"c":{"z":true},"k":2}})"},
      {"objects in arrays",
       {{"l", array({object({{"b", number("1")}, {"a", number("2")}}), array({}), object({}),
                     boolean(false)})}},
       R"({"l":[{"a":2,"b":1},[],{},false]})"},
      {"numbers as delivered",
       {{"a", number("1.50")}, {"b", number("-0")}, {"c", number("1E+05")}},
       R"({"a":1.50,"b":-0,"c":1E+05})"},
      {"the fewest escapes",
       {{"k\"\n", text("a/b\\ \x01 é \"")}},
       R"({"k\"\n":"a/b\\ \u0001 é \""})"},
      {"an empty key", {{"", text("")}}, R"({"":""})"},
      {"empty cells are left out",
       {{"a", {raw_kind::absent, {}, {}}}, {"b", text("1")}, {"c", {raw_kind::absent, {}, {}}}},
       R"({"b":"1"})"},
  };
  raw_row row;
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    row.clear();
    feed(row, given);
    CHECK_FALSE(row.finish());
    CHECK(row.canonical() == expected);
  }
}

TEST_CASE("rows do not affect the next row, with the same keys or with others") {
  raw_row row;
  const members first{{"b", number("1")}, {"a", number("2")}};
  const members shorter{{"b", number("3")}};
  const members longer{{"b", number("4")}, {"a", number("5")}, {"c", number("6")}};
  struct { const members& given; const char* expected; } const cases[] = {
      {first, R"({"a":2,"b":1})"},  {first, R"({"a":2,"b":1})"},
      {shorter, R"({"b":3})"},      {longer, R"({"a":5,"b":4,"c":6})"},
      {first, R"({"a":2,"b":1})"},
  };
  for (const auto& [given, expected] : cases) {
    row.clear();
    feed(row, given);
    CHECK_FALSE(row.finish());
    CHECK(row.canonical() == expected);
  }
}

TEST_CASE("a text that no storage can hold rejects the row, at every position") {
  struct { const char* name; members given; const char* expected; } const cases[] = {
      {"a known value", {{"title", text("caf\xE9")}}, R"(title: "caf\xE9" is not valid UTF-8)"},
      {"an unknown value", {{"note", text("a\0b"s)}}, R"(note: "a\x00b" holds \u0000)"},
      {"a key", {{"a\0"s, null()}}, R"(key "a\x00" holds \u0000)"},
      {"a value inside", {{"o", object({{"l", array({text("\xED\xA0\x80")})}})}},
       R"(o: "\xED\xA0\x80" holds a lone surrogate)"},
      {"a key inside", {{"o", object({{"\xFF", null()}})}}, R"(key "\xFF" is not valid UTF-8)"},
      {"a value that a later one replaces", {{"a", text("\xFF")}, {"a", text("x")}},
       R"(a: "\xFF" is not valid UTF-8)"},
      {"a name that is not a word", {{"Total sales", text("\xFF")}},
       R"("Total sales": "\xFF" is not valid UTF-8)"},
      {"a number beyond every storage", {{"n", number("1e999999")}},
       R"(n: the number "1e999999" has too many digits to be stored)"},
      {"the first of several", {{"a", text("\xFF")}, {"b", text("\0"s)}},
       R"(a: "\xFF" is not valid UTF-8)"},
  };
  raw_row row;
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    row.clear();
    feed(row, given);
    CHECK(row.finish() == std::string(expected));
  }
  row.clear();
  const members fine{{"a", text("fine")}};
  feed(row, fine);
  CHECK_FALSE(row.finish());
}

TEST_CASE("256 levels are kept, 257 rejected") {
  raw_row row;
  const members deepest{{"deep", nested(raw_row::depth_max - 1)}};
  feed(row, deepest);
  CHECK_FALSE(row.finish());
  CHECK(row.canonical().size() == 2 * raw_row::depth_max + std::string("\"deep\":").size());
  row.clear();
  const members too_deep{{"deep", nested(raw_row::depth_max)}};
  feed(row, too_deep);
  CHECK(row.finish() == "deep: nested deeper than 256 levels"s);
}
