// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include "catch.hpp"
#include "thing.hpp"

namespace {

const std::string canonical =
    "tidemark: 1\n"
    "policy: p\n"
    "windows: [30]\n"
    "merge:\n"
    "  record: things\n"
    "  key: [id, day]\n"
    "  prefer:\n"
    "    - highest: sold\n"
    "    - most_complete: [cents, label]\n"
    "    - last_seen\n"
    "upsert:\n"
    "  things:\n"
    "    key: [id, day]\n"
    "    monotonic: [sold, seen]\n"
    "    monotonic_down: [rate]\n"
    "    gated:\n"
    "      - when: incoming.sold >= stored.sold\n"
    "        on_null: replace\n"
    "        fields: [cents, label]\n"
    "      - when: incoming.rate < stored.rate\n"
    "        on_null: replace\n"
    "        fields: [size]\n"
    "    first_known: [made_at]\n"
    "    latest: [marks]\n"
    "    stamped: [raw]\n";

/// The same policy, written in another way.
const std::string rewritten =
    "# a comment\r\n"
    "upsert: {things: {stamped: ['raw'], ignored: [], latest: [marks], first_known: [made_at],\r\n"
    "  gated: [\r\n"
    "    {fields: [size], on_null: replace, when: \"incoming.rate < stored.rate\"},\r\n"
    "    {when: incoming.sold   >= stored.sold, on_null: replace, fields: [label]},\r\n"
    "    {when: incoming.sold >= stored.sold, on_null: replace, fields: [cents]}],\r\n"
    "  monotonic_down: [rate], monotonic: [seen, sold], key: [day, id]}}\r\n"
    "merge:\r\n"
    "  prefer: [highest: sold, most_complete: [label, cents], last_seen]\r\n"
    "  key: [day, id]\r\n"
    "  record: things\r\n"
    "windows: [30]  # days\r\n"
    "policy: \"p\"\r\n"
    "tidemark: 1\r\n";

}  // namespace

TEST_CASE("the canonical text does not depend on how the policy is written") {
  for (const auto& text : {canonical, rewritten}) {
    const auto compiled = compile_things(text);
    CHECK_FALSE(tidemark::diagnostics::has_error(compiled.found));
    CHECK(compiled.canonical == canonical);
  }
}

TEST_CASE("every change of the meaning changes the canonical text") {
  const std::vector<std::pair<std::string, std::string>> edits{
      {"policy: p", "policy: q"},
      {"[30]", "[31]"},
      {"[30]", "[30, 90]"},
      {"highest", "lowest"},
      {"highest: sold", "highest: seen"},
      {"last_seen", "first_seen"},
      {"[cents, label]\n    - last", "[cents]\n    - last"},
      {"sold >= stored", "sold > stored"},
      {"replace", "keep"},
      {"latest", "latest_known"},
      {"stamped", "ignored"},
  };
  for (const auto& [from, to] : edits) {
    INFO(from << " to " << to);
    std::string text = canonical;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    const auto compiled = compile_things(text);
    CHECK_FALSE(tidemark::diagnostics::has_error(compiled.found));
    CHECK(compiled.canonical == text);
  }
}

TEST_CASE("the order of windows and steps has a meaning and is kept") {
  std::string text = canonical;
  text.replace(text.find("[30]"), 4, "[90, 7, 30]");
  CHECK(compile_things(text).canonical == text);
}

TEST_CASE("a name is quoted if YAML would read something else") {
  struct row {
    std::string name;
    std::string expected;
  };
  const std::vector<row> rows{
      {"videos", "videos"},   {"videos-2_b", "videos-2_b"},  {"1", "1"},
      {"-", "\"-\""},         {"null", "\"null\""},          {"a: b", "\"a: b\""},
      {"a #b", "\"a #b\""},   {"it's \"x\"", "\"it's \\\"x\\\"\""},
      {"a\nb\tc", "\"a\\nb\\tc\""},
      {"\xC3\xA9t\xC3\xA9", "\"\xC3\xA9t\xC3\xA9\""},
  };
  for (const auto& [name, expected] : rows) {
    INFO(name);
    std::string quoted;
    tidemark::append_json_string(quoted, name);
    std::string text = canonical;
    text.replace(text.find("policy: p") + 8, 1, quoted);
    const auto compiled = compile_things(text);
    CHECK_FALSE(tidemark::diagnostics::has_error(compiled.found));
    CHECK(compiled.canonical.find("\npolicy: " + expected + "\n") != std::string::npos);
    CHECK(compile_things(compiled.canonical).canonical == compiled.canonical);
  }
}
