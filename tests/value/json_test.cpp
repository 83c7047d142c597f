// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/json.hpp>

#include <boost/json/src.hpp>

#include <rapidcheck.h>

#include <catch.hpp>

using tidemark::append_json_string;

namespace {

std::string json_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

TEST_CASE("a JSON string has the fewest escapes") {
  struct { const char* name; std::string given, expected; } const cases[] = {
      {"empty", "", R"("")"},
      {"plain", "abc", R"("abc")"},
      {"quote and backslash", "a\"b\\c", R"("a\"b\\c")"},
      {"short escapes", "\b\f\n\r\t", R"("\b\f\n\r\t")"},
      {"other control characters", std::string("\x01\x1f"), R"("\u0001\u001f")"},
      {"slash and delete are unchanged", "/\x7f", "\"/\x7f\""},
      {"UTF-8 stays as it is", "é ✨ 🔥", "\"é ✨ 🔥\""},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(json_text(given) == expected);
  }
}

TEST_CASE("a string is appended to the existing text") {
  std::string out = "[";
  append_json_string(out, "a");
  CHECK(out == "[\"a\"");
}

TEST_CASE("another JSON parser reads every string back") {
  REQUIRE(rc::check([](const std::string& bytes) {
    std::string ascii;
    for (const char c : bytes) ascii += static_cast<char>(c & 0x7F);
    const auto value = boost::json::parse(json_text(ascii));
    RC_ASSERT(std::string_view(value.as_string()) == std::string_view(ascii));
  }));
}
