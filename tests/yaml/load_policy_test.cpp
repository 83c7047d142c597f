// SPDX-License-Identifier: BSL-1.0
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <tidemark/yaml/load_policy.hpp>

#include "catch.hpp"
#include "edited.hpp"
#include "shown_issues.hpp"

namespace diagnostics = tidemark::diagnostics;
namespace policy = tidemark::policy;
namespace yaml = tidemark::yaml;

namespace {

const std::string sound =
    "tidemark: 1\n"
    "policy: things\n"
    "windows: [30, 7]\n"
    "merge:\n"
    "  record: row\n"
    "  key: [id]\n"
    "  prefer: [highest: a, first_seen]\n"
    "upsert:\n"
    "  things: {key: [id], monotonic: [a]}\n";

struct row {
  std::string name;
  std::string from;
  std::string to;
  std::string expected;
};

void check_rows(const std::vector<row>& rows) {
  for (const auto& [name, from, to, expected] : rows) {
    INFO(name);
    const std::string text = edited(sound, from, to);
    CHECK(shown(yaml::load_policy(text).found, text) == expected);
  }
}

}  // namespace

TEST_CASE("a valid policy has no issue and is read completely") {
  const auto loaded = yaml::load_policy(sound);
  CHECK(shown(loaded.found, sound).empty());
  CHECK(loaded.value.name.text == "things");
  REQUIRE(loaded.value.windows.size() == 2);
  CHECK(loaded.value.windows[0].days == 30);
  CHECK(loaded.value.windows[1].days == 7);
  CHECK(loaded.value.windows[1].at == diagnostics::location{3, 15});
  CHECK(loaded.value.merge.record.text == "row");
  REQUIRE(loaded.value.merge.prefer.size() == 2);
  CHECK(loaded.value.merge.prefer[0].word == policy::preference::highest);
  CHECK(loaded.value.merge.prefer[0].fields.at(0).text == "a");
  CHECK(loaded.value.merge.prefer[1].word == policy::preference::first_seen);
  REQUIRE(loaded.value.upsert.size() == 1);
  CHECK(loaded.value.upsert[0].record.text == "things");
  CHECK(loaded.value.upsert[0].rules.at(0).word == policy::rule::monotonic);
}

TEST_CASE("the shipped policy is read without an issue") {
  std::ifstream in(SHIPPED_POLICY);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  REQUIRE_FALSE(text.empty());
  const auto loaded = yaml::load_policy(text);
  CHECK(shown(loaded.found, text).empty());
  REQUIRE(loaded.value.upsert.size() == 2);
  CHECK(loaded.value.upsert[0].gates.at(0).fields.size() == 6);
  CHECK(loaded.value.upsert[1].gates.at(0).fields.size() == 3);
  CHECK(loaded.value.merge.prefer.size() == 5);
}

TEST_CASE("a missing, unknown, repeated or mistyped section is refused") {
  check_rows({
      {"no version", "tidemark: 1\n", "",
       "f:1:1: error: the key \"tidemark\" is missing; write tidemark: 1 [TM014]\n"
       "  policy: things\n  ^\n"},
      {"no windows", "windows: [30, 7]\n", "",
       "f:1:1: error: the key \"windows\" is missing; write windows: [90, 30] [TM014]\n"
       "  tidemark: 1\n  ^\n"},
      {"no record in merge", "  record: row\n", "",
       "f:4:1: error: the key \"record\" is missing; write record: video_row"
       " [TM014]\n  merge:\n  ^\n"},
      {"unknown section", "windows", "windoes",
       "f:1:1: error: the key \"windows\" is missing; write windows: [90, 30] [TM014]\n"
       "  tidemark: 1\n  ^\n"
       "f:3:1: error: unknown key \"windoes\"; did you mean \"windows\"? [TM012]\n"
       "  windoes: [30, 7]\n  ^\n"},
      {"unknown key in merge", "  key: [id]\n", "  key: [id]\n  <<: x\n",
       "f:7:3: error: unknown key \"<<\"; known: record, key, prefer [TM012]\n    <<: x\n    ^\n"},
      {"repeated section", "merge:", "policy: others\nmerge:",
       "f:4:1: error: the key \"policy\" is repeated; it is already in line 2 [TM013]\n"
       "  policy: others\n  ^\n"},
      {"later version", "tidemark: 1", "tidemark: 2",
       "f:1:11: error: unknown language version \"2\"; this version of tidemark reads tidemark: 1"
       " [TM030]\n"
       "  tidemark: 2\n            ^\n"},
      {"version as a text", "tidemark: 1", "tidemark: \"1\"",
       "f:1:11: error: unknown language version \"1\"; this version of tidemark reads tidemark: 1"
       " [TM030]\n"
       "  tidemark: \"1\"\n            ^\n"},
      {"version with a decimal", "tidemark: 1", "tidemark: 1.0",
       "f:1:11: error: unknown language version \"1.0\"; this version of tidemark reads "
       "tidemark: 1 [TM030]\n  tidemark: 1.0\n            ^\n"},
      {"empty name", "policy: things", "policy: \"\"",
       "f:2:9: error: expected a name, found an empty text [TM015]\n  policy: \"\"\n          ^\n"},
      {"no name", "policy: things", "policy:",
       "f:2:1: error: \"policy\": expected a name, found nothing [TM015]\n  policy:\n  ^\n"},
      {"not a map", sound, "- tidemark\n",
       "f:1:1: error: expected a map with the keys tidemark, policy, windows, merge, upsert, "
       "accepts, found a list [TM015]\n  - tidemark\n  ^\n"},
      {"empty file", sound, "# nothing yet\n",
       "f:1:1: error: the file is empty; a policy begins with tidemark: 1 [TM005]\n"
       "  # nothing yet\n  ^\n"},
      {"not YAML", "[30, 7]", "[30, 7",
       "f:3:10: error: not YAML: this \"[\" is never closed by a \"]\" [TM010]\n  windows: [30, 7\n"
       "           ^\n"},
  });
}

TEST_CASE("a name that looks like a number is kept as it is written") {
  CHECK(yaml::load_policy(edited(sound, "policy: things", "policy: 1.10")).value.name.text ==
        "1.10");
}

TEST_CASE("windows are distinct positive integers") {
  const std::string rule = "a window is a whole number of days from 1 to 36500, found ";
  check_rows({
      {"zero", "30, 7", "0", "f:3:11: error: " + rule + "\"0\""
       " [TM031]\n  windows: [0]\n            ^\n"},
      {"negative", "30, 7", "-7", "f:3:11: error: " + rule + "\"-7\" [TM031]\n  windows: [-7]\n"
                                  "            ^\n"},
      {"too long", "30, 7", "36501",
       "f:3:11: error: " + rule + "\"36501\" [TM031]\n  windows: [36501]\n            ^\n"},
      {"longest", "30, 7", "36500", ""},
      {"fraction", "30, 7", "1.5", "f:3:11: error: " + rule + "\"1.5\" [TM031]\n  windows: [1.5]\n"
                                   "            ^\n"},
      {"whole, but with decimals", "30, 7", "30.0",
       "f:3:11: error: " + rule + "\"30.0\" [TM031]\n  windows: [30.0]\n            ^\n"},
      {"leading zero", "30, 7", "030", "f:3:11: error: " + rule + "\"030\""
       " [TM031]\n  windows: [030]\n"
                                       "            ^\n"},
      {"beyond 64 bits", "30, 7", "99999999999999999999",
       "f:3:11: error: " + rule + "\"99999999999999999999\" [TM031]\n"
       "  windows: [99999999999999999999]\n            ^\n"},
      {"text", "30, 7", "\"30\"", "f:3:11: error: " + rule + "\"30\" [TM031]\n  windows: [\"30\"]\n"
                                  "            ^\n"},
      {"nothing", "30, 7", "~", "f:3:11: error: " + rule + "nothing [TM031]\n  windows: [~]\n"
                                "            ^\n"},
      {"twice", "30, 7", "30, 7, 30",
       "f:3:18: error: the window 30 is repeated; windows are distinct [TM032]\n"
       "  windows: [30, 7, 30]\n                   ^\n"},
      {"none", "30, 7", "", "f:3:10: error: \"windows\" needs at least one window [TM033]\n"
                            "  windows: []\n           ^\n"},
      {"not a list", "[30, 7]", "30",
       "f:3:10: error: \"windows\": expected a list of days such as [90, 30], found a text"
       " [TM015]\n"
       "  windows: 30\n           ^\n"},
  });
}

TEST_CASE("the steps of prefer are known words, and only the last is total") {
  const std::string total =
      "error: the last step must be first_seen or last_seen, so that no tie is left [TM043]\n";
  check_rows({
      {"last_seen is total too", "first_seen", "last_seen", ""},
      {"no total step", ", first_seen", "",
       "f:7:12: " + total + "    prefer: [highest: a]\n             ^\n"},
      {"reported at the last of several", "first_seen", "lowest: b",
       "f:7:24: " + total + "    prefer: [highest: a, lowest: b]\n                         ^\n"},
      {"no step", "highest: a, first_seen", "",
       "f:7:11: " + total + "    prefer: []\n            ^\n"},
      {"a step after it", "first_seen", "first_seen, highest: b",
       "f:7:36: error: this step is never reached: first_seen in line 7 leaves no tie; move it to "
       "the end [TM042]\n    prefer: [highest: a, first_seen, highest: b]\n" +
           std::string(37, ' ') + "^\n"},
      {"two total steps", "first_seen", "first_seen, last_seen",
       "f:7:36: error: this step is never reached: first_seen in line 7 leaves no tie; move it to "
       "the end [TM042]\n    prefer: [highest: a, first_seen, last_seen]\n" +
           std::string(37, ' ') + "^\n"},
      {"unknown word", "highest", "higest",
       "f:7:12: error: unknown step \"higest\"; did you mean \"highest\"? [TM040]\n"
       "    prefer: [higest: a, first_seen]\n             ^\n"},
      {"an unknown last word is reported once", "first_seen", "first",
       "f:7:24: error: unknown step \"first\"; known: highest, lowest, most_complete, first_seen, "
       "last_seen [TM040]\n    prefer: [highest: a, first]\n                         ^\n"},
      {"word without its field", "highest: a", "highest",
       "f:7:12: error: write this step as - highest: FIELD [TM041]\n"
       "    prefer: [highest, first_seen]\n             ^\n"},
      {"total word with a field", "first_seen", "first_seen: a",
       "f:7:24: error: write this step as - first_seen [TM041]\n"
       "    prefer: [highest: a, first_seen: a]\n                         ^\n"},
      {"fields for one field", "highest: a", "highest: [a]",
       "f:7:21: error: \"highest\": expected a field, found a list [TM015]\n"
       "    prefer: [highest: [a], first_seen]\n                      ^\n"},
      {"one field for fields", "highest: a", "most_complete: a",
       "f:7:27: error: \"most_complete\": expected a list of names, found a text; put brackets "
       "around it"
       " [TM015]\n    prefer: [most_complete: a, first_seen]\n                            ^\n"},
      {"no field", "highest: a", "most_complete: []",
       "f:7:27: error: \"most_complete\" needs at least one field [TM058]\n"
       "    prefer: [most_complete: [], first_seen]\n                            ^\n"},
      {"a repeated field", "highest: a", "most_complete: [a, b, a]",
       "f:7:34: error: the field \"a\" is named twice in this list [TM057]\n"
       "    prefer: [most_complete: [a, b, a], first_seen]\n" + std::string(35, ' ') + "^\n"},
      {"two words in one step", "highest: a", "{highest: a, lowest: b}",
       "f:7:12: error: one step has one key; begin another step with \"- \" [TM041]\n"
       "    prefer: [{highest: a, lowest: b}, first_seen]\n             ^\n"},
      {"list as a step", "highest: a", "[highest]",
       "f:7:12: error: expected a step such as highest: FIELD or first_seen, found a list [TM015]\n"
       "    prefer: [[highest], first_seen]\n             ^\n"},
      {"not a list", "[highest: a, first_seen]", "first_seen",
       "f:7:11: error: \"prefer\": expected a list of steps, found a text [TM015]\n"
       "    prefer: first_seen\n            ^\n"},
  });
}
