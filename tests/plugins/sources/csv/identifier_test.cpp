// SPDX-License-Identifier: BSL-1.0
#include <csv/identifier.hpp>

#include <string>

#include <catch.hpp>

using namespace tidemark::source;

TEST_CASE("wrapping that programs put around an id is removed") {
  struct { const char* given; const char* expected; } const cases[] = {
      {"7535909487669005581", "7535909487669005581"},
      {"  75 \t", "75"},
      {"\u00A075\u00A0", "75"},
      {"\u200B75", "75"},
      {"=\"7535909487669005581\"", "7535909487669005581"},
      {" =\" 75 \" ", "75"},
      {"'75", "75"},
      {"=\"'75\"", "75"},
      {"=75", "=75"},
      {"=\"\"", "=\"\""},
      {"a b", "a b"},
      {"https://www.tiktok.com/@maker.anna/video/7535909487669005581", "7535909487669005581"},
      {" https://m.tiktok.com/@a/photo/75?lang=en#x ", "75"},
      {"www.tiktok.com/@a/video/75", "75"},
      {"https://m.tiktok.com/v/75.html", "75"},
      {"https://example.com/video/75", "https://example.com/video/75"},
      {"\u201975", "75"},
      {"https://www.tiktok.com/@video/video/", "https://www.tiktok.com/@video/video/"},
      {"https://www.tiktok.com/@a", "https://www.tiktok.com/@a"},
      {"https://www.tiktok.com/@a/video/x7", "https://www.tiktok.com/@a/video/x7"},
      {"", ""},
      {" \t ", ""},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    CHECK(bare_id(given) == expected);
  }
}

TEST_CASE("an id that a spreadsheet damaged is recognised by its form") {
  struct { const char* given; bool scientific, decimal; } const cases[] = {
      {"7.53591E+18", true, false}, {"7,53591E+18", true, false}, {"8e+18", true, false},
      {"7535909.", false, true},
      {"7535909.0", false, true},   {"7535909,00", false, true},  {"7535909.5", false, false},
      {"7.53591E18", true, false},  {"7.5e9x", false, false},     {"7.E18", false, false},
      {"12E5", false, false},       {"abcE+5", false, false},     {"1.2.3", false, false},
      {"a.0", false, false},        {"7535909", false, false},    {"E+18", false, false},
  };
  for (const auto& [given, scientific, decimal] : cases) {
    INFO(given);
    const auto spoiled = spoiled_id(given);
    CHECK(spoiled.has_value() == (scientific || decimal));
    CHECK((spoiled && spoiled->starts_with("is a number in scientific form")) == scientific);
    CHECK((spoiled && spoiled->starts_with("ends in .0")) == decimal);
  }
}

TEST_CASE("a spreadsheet's text for a missing value is not an id") {
  for (const char* shown : {"########", "#REF!", "#N/A", "#NAME?"})
    CHECK(spoiled_id(shown) == "is what a spreadsheet shows in place of a value");
}

TEST_CASE("an id with separators between its digits is damaged") {
  for (const char* grouped : {"7,535,909,487,669,005,581", "7.535.909", "75 359 094"})
    CHECK(spoiled_id(grouped) == "is written with separators between its digits");
  for (const char* other : {"7,535", "7,53,909,487", "1234,567,890", "a,535,909", ",535,909"})
    CHECK_FALSE(spoiled_id(other));
}

TEST_CASE("an id of more than 15 digits that ends in zeros may have been rounded") {
  CHECK(is_rounded_id("7535909487669000000"));
  CHECK_FALSE(is_rounded_id("7535909487669005581"));
  CHECK_FALSE(is_rounded_id("753590948766900"));
  CHECK_FALSE(is_rounded_id("7535909487669000000x"));
  CHECK(is_long_number("7535909487669005581"));
  CHECK_FALSE(is_long_number("753590948766900"));
}
