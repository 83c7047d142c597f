// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <tidemark/yaml/read_document.hpp>

#include "catch.hpp"
#include "shown_issues.hpp"

namespace yaml = tidemark::yaml;
using namespace std::string_literals;

namespace {

/// `KIND@LINE:COLUMN` of every value in order, texts in brackets, keys as `KEY@LINE:COLUMN=`.
std::string outline(const yaml::located_node& node) {
  const auto place = [](tidemark::diagnostics::location at) {
    return "@" + std::to_string(at.line) + ":" + std::to_string(at.column);
  };
  std::string out = node.key.at.line != 0 ? node.key.text + place(node.key.at) + "=" : "";
  switch (node.kind) {
    case yaml::node_kind::nothing: return out + "nothing" + place(node.at);
    case yaml::node_kind::text: return out + "<" + node.text + ">" + place(node.at);
    case yaml::node_kind::list: out += "list"; break;
    case yaml::node_kind::map: out += "map"; break;
  }
  out += place(node.at) + "(";
  for (const auto& child : node.children) out += (out.back() == '(' ? "" : " ") + outline(child);
  return out + ")";
}

std::string outline_of(const std::string& text) {
  tidemark::diagnostics::issues found;
  const auto root = yaml::read_document(text, found);
  return root ? outline(*root) : "refused: " + shown(found, text);
}

struct row {
  std::string name;
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("every value knows its line and column, both from 1 and in characters") {
  const std::vector<row> rows{
      {"block", "a: 1\nb:\n  - x\n  - y: z\n",
       "map@1:1(a@1:1=<1>@1:4 b@2:1=list@3:3(<x>@3:5 map@4:5(y@4:5=<z>@4:8)))"},
      {"flow", "{a: [x, \"y\"]}", "map@1:1(a@1:2=list@1:5(<x>@1:6 <y>@1:9))"},
      {"characters of several bytes", "\xC3\xA9: \xE2\x82\xAC\n\xC3\xBC: [\xC3\xA4, b]",
       "map@1:1(\xC3\xA9@1:1=<\xE2\x82\xAC>@1:4 \xC3\xBC@2:1=list@2:4(<\xC3\xA4>@2:5 <b>@2:8))"},
      {"byte order mark", "\xEF\xBB\xBF" "a: 1", "map@1:1(a@1:1=<1>@1:4)"},
      {"CRLF", "a: 1\r\nb:\r\n  c: 2\r\n", "map@1:1(a@1:1=<1>@1:4 b@2:1=map@3:3(c@3:3=<2>@3:6))"},
      {"comments", "# x\na: 1 # y\n", "map@2:1(a@2:1=<1>@2:4)"},
      {"document marks around", "---\na: 1\n...\n", "map@2:1(a@2:1=<1>@2:4)"},
      {"no line break at the end", "a: 'x'", "map@1:1(a@1:1=<x>@1:4)"},
      {"repeated keys are kept", "a: 1\na: 2", "map@1:1(a@1:1=<1>@1:4 a@2:1=<2>@2:4)"},
      {"empty file", "", "nothing@1:1"},
      {"only a comment", "# nothing\n", "nothing@1:1"},
  };
  for (const auto& [name, text, expected] : rows) {
    INFO(name);
    CHECK(outline_of(text) == expected);
  }
}

TEST_CASE("every value without quotes is the text that the file has, never a number or a boolean") {
  for (const std::string text : {"1.10", "010", "0x1F", "1e3", "+7", "1_000", ".5", "yes", "true",
                                 "2026-01-15", "12:30", ".inf"}) {
    INFO(text);
    CHECK(outline_of("a: " + text) == "map@1:1(a@1:1=<" + text + ">@1:4)");
  }
}

TEST_CASE("a missing value has the place of its key, its dash or the next token in its line") {
  const std::vector<row> rows{
      {"of a key", "a:\nb: 1", "map@1:1(a@1:1=nothing@1:1 b@2:1=<1>@2:4)"},
      {"of the last key", "a:\n  b:\n", "map@1:1(a@1:1=map@2:3(b@2:3=nothing@2:3))"},
      {"of a key before a key that begins like null", "a:\nname: 1\nn: 2",
       "map@1:1(a@1:1=nothing@1:1 name@2:1=<1>@2:7 n@3:1=<2>@3:4)"},
      {"written", "a: ~\nb: null", "map@1:1(a@1:1=nothing@1:4 b@2:1=nothing@2:4)"},
      {"of an item", "-\n- a\n-\n",
       "list@1:1(nothing@1:1 <a>@2:3 nothing@3:1)"},
      {"written as an item", "- ~\n- a", "list@1:1(nothing@1:3 <a>@2:3)"},
      {"between commas", "[a, , b]", "list@1:1(<a>@1:2 nothing@1:5 <b>@1:7)"},
  };
  for (const auto& [name, text, expected] : rows) {
    INFO(name);
    CHECK(outline_of(text) == expected);
  }
}

TEST_CASE("an alias has its own place and the content of its anchor") {
  CHECK(outline_of("a: &x [1, 2]\nb: *x") ==
        "map@1:1(a@1:1=list@1:4(<1>@1:8 <2>@1:11) b@2:1=list@2:4(<1>@1:8 <2>@1:11))");
  CHECK(outline_of("a: &x b\n*x : 2") == "map@1:1(a@1:1=<b>@1:4 b@2:1=<2>@2:6)");
}

TEST_CASE("a place inside a text is exact if the text is verbatim") {
  struct text_row {
    std::string name;
    std::string text;
    std::size_t offset;
    tidemark::diagnostics::location expected;
  };
  const std::vector<text_row> rows{
      {"plain", "a: xy z", 3, {1, 7}},
      {"in quotes", "a: \"xy z\"", 3, {1, 8}},
      {"after an anchor", "a: &n 'xy z'", 3, {1, 11}},
      {"characters", "a: \xC3\xA9y z", 4, {1, 7}},
      {"escaped: the beginning", "a: \"x\\x79 z\"", 3, {1, 5}},
      {"over two lines: the beginning", "a: xy\n  z", 3, {1, 4}},
  };
  for (const auto& [name, text, offset, expected] : rows) {
    INFO(name);
    tidemark::diagnostics::issues found;
    const auto root = yaml::read_document(text, found);
    REQUIRE(root);
    CHECK(root->children.at(0).place_of(offset) == expected);
  }
}

TEST_CASE("unsupported YAML is refused with its place") {
  const std::vector<row> rows{
      {"no key", "a: b: c", "f:1:5: error: not YAML: a \":\" where no key can stand; check the "
                            "indentation, or quote the text [TM010]\n  a: b: c\n      ^\n"},
      {"open bracket", "x: 1\na: [b,\n c: d\n",
       "f:2:4: error: not YAML: this \"[\" is never closed by a \"]\" [TM010]\n  a: [b,\n     ^\n"},
      {"open brace", "{a: b", "f:1:1: error: not YAML: this \"{\" is never closed by a \"}\""
       " [TM010]\n"
                              "  {a: b\n  ^\n"},
      {"no comma", "{a: b c: d}",
       "f:1:8: error: not YAML: expected a comma or the closing bracket [TM010]\n"
       "  {a: b c: d}\n         ^\n"},
      {"closing bracket", "a: 1\n]",
       "f:2:1: error: not YAML: this bracket closes nothing [TM010]\n  ]\n  ^\n"},
      {"open quote", "a: \"b\nc: d\n",
       "f:1:4: error: this quote is never closed [TM010]\n  a: \"b\n     ^\n"},
      {"open quote at the very end", "a: 'b''",
       "f:1:4: error: this quote is never closed [TM010]\n  a: 'b''\n     ^\n"},
      {"bad indentation", "a:\n  b: 1\n c: 2\n",
       "f:3:2: error: not YAML: this does not continue the map above it; check indentation and "
       "quotes [TM010]\n   c: 2\n   ^\n"},
      {"tab", "a: 1\n\tb: 2\n",
       "f:2:1: error: not YAML: a tab indents this line; use spaces [TM010]\n  \tb: 2\n  ^\n"},
      {"unknown alias", "a: *x", "f:1:4: error: not YAML: this alias names nothing; define it with "
                                 "&name before [TM010]\n  a: *x\n     ^\n"},
      {"alias in itself", "a: &x [*x]",
       "f:1:8: error: this alias is inside of what it names [TM019]\n  a: &x [*x]\n         ^\n"},
      {"tag", "a: !!int 5", "f:1:4: error: a tag (!name) has no meaning here; remove it [TM017]\n"
                            "  a: !!int 5\n     ^\n"},
      {"second document", "a: 1\n---\nb: 2\n",
       "f:2:1: error: the file goes on after its end; it must be one YAML document without \"---\" "
       "or \"...\" inside [TM011]\n  ---\n  ^\n"},
      {"text after the end", "a: 1\n...\nb: 2\n",
       "f:3:1: error: the file goes on after its end; it must be one YAML document without \"---\" "
       "or \"...\" inside [TM011]\n  b: 2\n  ^\n"},
      {"directive in the middle", "a: 1\n%b: 2\n",
       "f:2:1: error: a line that begins with % is a directive, which has no meaning here; remove "
       "it [TM017]\n  %b: 2\n  ^\n"},
      {"list as a key", "? [a]\n: b", "f:1:3: error: a key must be a word, found a list [TM016]\n"
                                      "  ? [a]\n    ^\n"},
      {"nothing as a key", "~: b",
       "f:1:1: error: a key must be a word, found nothing [TM016]\n  ~: b\n  ^\n"},
      {"NUL", "a: b\0c"s, "f:1:5: error: a control character; remove it"
       " [TM004]\n  a: b?c\n      ^\n"},
      {"end of transmission", "a: b\n\x04" "c: d",
       "f:2:1: error: a control character; remove it [TM004]\n  ?c: d\n  ^\n"},
      {"lone carriage return", "a: 1\rb: 2",
       "f:1:5: error: a control character; remove it [TM004]\n  a: 1?b: 2\n      ^\n"},
      {"bytes that are not UTF-8", "\xC3\xA9: \xFF",
       "f:1:4: error: a byte that is not UTF-8; save the file as UTF-8 [TM003]\n"
       "  \xC3\xA9: \xFF\n     ^\n"},
      {"UTF-16", "\xFF\xFE" "a\0"s, "f: error: the file is UTF-16; save it as UTF-8 [TM003]\n"},
      {"UTF-16 of the other byte order", "\xFE\xFF\0a"s,
       "f: error: the file is UTF-16; save it as UTF-8 [TM003]\n"},
      {"UTF-16 without a byte order mark", "a\0:\0"s,
       "f: error: the file is UTF-16; save it as UTF-8 [TM003]\n"},
      {"a tab in the indentation of a list", "a:\n\t- b\n",
       "f:2:1: error: not YAML: a tab indents this line; use spaces [TM010]\n  \t- b\n  ^\n"},
      {"surrogate", "a: \xED\xA0\x80",
       "f:1:4: error: a byte that is not UTF-8; save the file as UTF-8 [TM003]\n"
       "  a: \xED\xA0\x80\n     ^\n"},
  };
  for (const auto& [name, text, expected] : rows) {
    INFO(name);
    CHECK(outline_of(text) == "refused: " + expected);
  }
}

TEST_CASE("a file that expands without limit is refused") {
  const auto times = [](std::size_t count, const std::string& part) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += part;
    return out;
  };
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const auto before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before +
              times(9, ", " + before) + "]\n";
  }
  struct measure_row {
    std::string name;
    std::string text;
    std::string expected;
  };
  const std::vector<measure_row> rows{
      {"levels of lists", "a: " + times(33, "[") + times(33, "]"), "nested too deeply"},
      {"levels of maps", "{" + times(100'000, "a: {"), "nested too deeply"},
      {"dashes", times(200'000, "- "), "nested too deeply"},
      {"aliases of aliases", laughs, "too large once its aliases are resolved"},
      {"anchors in anchors", "a: " + times(30, "&b [") + times(200'000, "x,") + times(30, "]"),
       "too large once its aliases are resolved"},
      {"size", std::string((1 << 20) + 1, ' '), "larger than 1 MiB"},
      {"commas", times(100, ","), "the file goes on after its end"},
  };
  for (const auto& [name, text, expected] : rows) {
    INFO(name);
    tidemark::diagnostics::issues found;
    CHECK_FALSE(yaml::read_document(text, found));
    REQUIRE(found.size() == 1);
    CHECK(found[0].message.find(expected) != std::string::npos);
  }
  CHECK(outline_of("a: " + times(31, "[") + times(31, "]")).starts_with("map@1:1(a@1:1=list"));
}
