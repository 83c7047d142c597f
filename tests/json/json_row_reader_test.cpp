// SPDX-License-Identifier: BSL-1.0
#include <tidemark/json/json_row_reader.hpp>

#include <boost/json/src.hpp>

#include <cstdio>
#include <map>
#include <string>

#include <rapidcheck.h>

#include <tidemark/videos/row_builder.hpp>

#include <catch.hpp>

#include "../videos/delivered.hpp"

using namespace tidemark;
using namespace tidemark::videos;
using test::delivered;

namespace {

/// The canonical form of `text`, or why it is rejected.
std::string canonical(json_row_reader& reader, const std::string& text) {
  raw_row row;
  const std::string padded = text + std::string(64, '#');
  auto reason = reader.feed(std::string_view(padded).substr(0, text.size()), padded.size(), row);
  if (!reason) reason = row.finish();
  return reason ? "rejected: " + *reason : std::string(row.canonical());
}

std::string nested(std::size_t levels, const std::string& inside) {
  return "{\"a\":" + std::string(levels - 1, '[') + inside + std::string(levels - 1, ']') + "}";
}

std::string any_text() {
  return *rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
      {{9, rc::gen::inRange<char>('a', 'd')}, {1, rc::gen::inRange<char>(1, 127)}}));
}

delivered any_value(int depth);

/// An object as a source may deliver it, sometimes with repeated keys.
delivered any_object(int depth) {
  delivered made{raw_kind::object, {}, {}};
  const int count = *rc::gen::inRange(0, 7);
  for (int i = 0; i < count; ++i) {
    const bool repeat = i > 0 && *rc::gen::inRange(0, 4) == 0;
    made.inside.emplace_back(repeat ? made.inside.front().first : any_text(),
                             any_value(depth - 1));
  }
  return made;
}

delivered any_value(int depth) {
  const auto kind = *rc::gen::inRange(0, depth > 0 ? 6 : 4);
  if (kind == 0) return {};
  if (kind == 1) return {raw_kind::boolean, *rc::gen::arbitrary<bool>() ? "true" : "false"};
  if (kind == 2)
    return {raw_kind::number, *rc::gen::element<std::string>("0", "-0", "1.50", "-12e-3", "1E+05",
                                                             "12345678901234567890")};
  if (kind == 3) return {raw_kind::text, any_text() + (*rc::gen::inRange(0, 2) ? "é🔥" : "")};
  if (kind == 4) return any_object(depth);
  delivered made{raw_kind::array, {}, {}};
  const int count = *rc::gen::inRange(0, 5);
  for (int i = 0; i < count; ++i) made.inside.emplace_back("", any_value(depth - 1));
  return made;
}

/// A string as JSON, with some unnecessary escapes.
std::string escaped(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || c == '"' || c == '\\' || (byte < 0x80 && *rc::gen::inRange(0, 4) == 0)) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04X", byte);
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

/// `value` as JSON with random white space.
std::string written(const delivered& value) {
  const auto space = [] { return *rc::gen::element<std::string>("", "", " ", "\t", "\r ", "  "); };
  if (value.kind == raw_kind::null) return "null";
  if (value.kind == raw_kind::text) return escaped(value.text);
  if (value.kind != raw_kind::array && value.kind != raw_kind::object) return value.text;
  const bool array = value.kind == raw_kind::array;
  std::string out = (array ? "[" : "{") + space();
  bool first = true;
  for (const auto& [name, inner] : value.inside) {
    if (!first) out += "," + space();
    first = false;
    if (!array) out += escaped(name) + space() + ":" + space();
    out += written(inner) + space();
  }
  return out + (array ? "]" : "}");
}

/// The canonical form, computed with a sorted map.
std::string sorted(const delivered& value) {
  std::string out;
  if (value.kind == raw_kind::null) return "null";
  if (value.kind == raw_kind::text) {
    append_json_string(out, value.text);
    return out;
  }
  if (value.kind == raw_kind::array) {
    for (const auto& member : value.inside) out += (out.empty() ? "" : ",") + sorted(member.second);
    return "[" + out + "]";
  }
  if (value.kind != raw_kind::object) return value.text;
  std::map<std::string, std::string> members;
  for (const auto& [name, inner] : value.inside) members[name] = sorted(inner);
  for (const auto& [name, inner] : members) {
    if (!out.empty()) out += ',';
    append_json_string(out, name);
    out += ":" + inner;
  }
  return "{" + out + "}";
}

}  // namespace

TEST_CASE("valid JSON gives its canonical form") {
  struct { const char* name; const char* given; const char* expected; } const cases[] = {
      {"empty", "{}", "{}"},
      {"white space", " \t{ \"b\" : 1 ,\t\"a\" : [ 1 , 2 ] } \r", R"({"a":[1,2],"b":1})"},
      {"all kinds", R"({"a":null,"b":true,"c":false,"d":-1.50e+3,"e":"x","f":[],"g":{}})",
       R"({"a":null,"b":true,"c":false,"d":-1.50e+3,"e":"x","f":[],"g":{}})"},
      {"of a repeated key the last", R"({"a":1,"b":{"c":1,"c":2},"a":[3]})",
       R"({"a":[3],"b":{"c":2}})"},
      {"keys that are equal once read", R"({"gmv":1,"\u0067mv":2})", R"({"gmv":2})"},
      {"escapes", R"({"a":"\"\\\/\b\f\n\r\t\u00e9\u2728\ud83d\udd25"})",
       "{\"a\":\"\\\"\\\\/\\b\\f\\n\\r\\té✨🔥\"}"},
      {"numbers as they are", R"({"a":[0,-0,0.0,1.10,1e5,1E-5,123456789012345678901234567890]})",
       R"({"a":[0,-0,0.0,1.10,1e5,1E-5,123456789012345678901234567890]})"},
  };
  json_row_reader reader;
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(canonical(reader, given) == expected);
  }
}

TEST_CASE("broken JSON is rejected, also in values that are not read") {
  const char* const cases[] = {
      R"({"id":"10","unknown":[1,{"a":}]})",
      R"({"a":1)",
      R"({"a":1}})",
      R"({"a":1} x)",
      R"({"a":1}{"b":2})",
      R"({"a":1},)",
      R"({"a" 1})",
      R"({"a":1 "b":2})",
      R"({"a":1,})",
      R"({,"a":1})",
      R"({"a":1,,"b":2})",
      R"({a:1})",
      R"({'a':1})",
      R"({1:1})",
      R"({"a":})",
      R"({"a"})",
      R"({"a":[1,]})",
      R"({"a":[,1]})",
      R"({"a":[1 2]})",
      R"({"a":[1})",
      R"({"a":[1}])",
      R"({"a":nul})",
      R"({"a":nulll})",
      R"({"a":True})",
      R"({"a":falsey})",
      R"({"a":NaN})",
      R"({"a":Infinity})",
      R"({"a":-})",
      R"({"a":01})",
      R"({"a":-01})",
      R"({"a":1.})",
      R"({"a":.5})",
      R"({"a":+1})",
      R"({"a":1e})",
      R"({"a":1e+})",
      R"({"a":1.2.3})",
      R"({"a":0x10})",
      R"({"a":1_000})",
      R"({"a":1a})",
      R"({"a":"b)",
      R"({"a":"b\"})",
      R"({"a":"\x41"})",
      R"({"a":"\u12"})",
      R"({"a":"\u12G4"})",
      R"({"a":"\"})",
      "{\"a\":\"tab\there\"}",
      "{\"a\":\"line\nfeed\"}",
      "{\"a\":1 /* comment */}",
      "{",
      "\"",
  };
  json_row_reader reader;
  for (const char* given : cases) {
    INFO(given);
    CHECK(canonical(reader, given).starts_with("rejected: broken JSON: "));
  }
  CHECK(canonical(reader, R"({"a":1})") == R"({"a":1})");
}

TEST_CASE("the error for anything but a row says what it is") {
  struct { const char* name; std::string given; const char* expected; } const cases[] = {
      {"an array", R"([{"id":"1"}])", "is not a JSON object"},
      {"a number", "5", "is not a JSON object"},
      {"a string", "\"a\"", "is not a JSON object"},
      {"null", "null", "is not a JSON object"},
      {"a brace", "}", "is not a JSON object"},
      {"bad UTF-8", "{\"a\":\"caf\xE9\"}", "is not valid UTF-8"},
      {"a surrogate in UTF-8", "{\"a\":\"\xED\xA0\x80\"}", "is not valid UTF-8"},
      {"an escaped NUL", R"({"a":"b\u0000"})", R"(a: "b\x00" holds \u0000)"},
      {"an escaped NUL in a key", R"({"b\u0000":1})", R"(key "b\x00" holds \u0000)"},
      {"a lone surrogate", R"({"a":"\ud83d!"})", R"("\\ud83d" at byte 7 is a lone surrogate)"},
      {"a surrogate before a letter", R"({"a":"\ud800\u0041"})",
       R"("\\ud800" at byte 7 is a lone surrogate)"},
      {"more after it", R"({"a":1} 2)",
       "broken JSON: the object is not closed, or more follows after it"},
      {"another after it", R"({"a":1} {"b":2})",
       "broken JSON: more follows after the object, near byte 9"},
      {"a missing colon", R"({"a" 1})",
       "broken JSON: a value, comma, colon or brace is missing or wrong, near byte 6"},
      {"an unknown escape", R"({"a":"\x"})",
       "broken JSON: a string holds an escape that does not exist, near byte 10"},
      {"an open string", R"({"a":"b})", "broken JSON: a string is not closed"},
      {"257 levels", nested(257, "1"), "nested deeper than 256 levels"},
      {"very deep", nested(400'000, "1"), "nested deeper than 256 levels"},
  };
  json_row_reader reader;
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(canonical(reader, given) == std::string("rejected: ") + expected);
  }
  CHECK(canonical(reader, nested(256, "1")) == nested(256, "1"));
  CHECK(canonical(reader, std::string(500'000, '[')).starts_with("rejected: "));
  CHECK(canonical(reader, std::string("{\"a\":1\0}", 8)).starts_with("rejected: broken JSON: "));
}

TEST_CASE("every row gives the canonical form of a sorted map, which is a fixed point") {
  json_row_reader reader;
  REQUIRE(rc::check([&] {
    const delivered row = any_object(4);
    const std::string once = canonical(reader, written(row));
    RC_ASSERT(once == sorted(row));
    RC_ASSERT(canonical(reader, once) == once);
  }));
}

TEST_CASE("a damaged row is rejected exactly when another strict parser rejects it") {
  json_row_reader reader;
  boost::json::parse_options strict;
  strict.max_depth = 256;
  REQUIRE(rc::check([&] {
    std::string text = written(any_object(3));
    const int damages = *rc::gen::inRange(1, 4);
    for (int i = 0; i < damages && !text.empty(); ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      const char byte = *rc::gen::oneOf(
          rc::gen::elementOf(std::string("{}[]\",:\\ 0123456789.-+eEtrufalsn")),
          rc::gen::inRange<char>(1, 127), rc::gen::arbitrary<char>());
      const int how = *rc::gen::inRange(0, 3);
      if (how == 0) text.erase(at, 1);
      if (how == 1) text[at] = byte;
      if (how == 2) text.insert(at, 1, byte);
    }
    boost::json::error_code problem;
    const auto value = boost::json::parse(text, problem, {}, strict);
    const bool accepted = !problem && value.is_object();
    RC_CLASSIFY(accepted, "still valid");
    const std::string ours = canonical(reader, text);
    RC_PRE(ours.find("\\u0000") == std::string::npos);  // JSON, but not a row
    RC_ASSERT(!ours.starts_with("rejected: ") == accepted);
  }));
}
