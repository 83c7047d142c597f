// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include "catch.hpp"
#include "thing.hpp"
#include "yaml/edited.hpp"
#include "yaml/shown_issues.hpp"

namespace diagnostics = tidemark::diagnostics;

namespace {

/// A policy with every warning that rules can give, one of them for two fields; `accepts:` would
/// begin on line 22.
const std::string doubtful = thing_policy(
    "    key: [id, day]\n"                                 // 7
    "    monotonic: [cents]\n"                             // 8
    "    gated:\n"                                         // 9
    "      - when: incoming.cents >= stored.cents\n"       // 10
    "        on_null: keep\n"                              // 11
    "        fields: [rate]\n"                             // 12
    "      - when: incoming.size >= stored.size\n"         // 13
    "        on_null: replace\n"                           // 14
    "        fields: [label]\n"                            // 15
    "      - when: incoming.size >= stored.cents\n"        // 16
    "        on_null: replace\n"                           // 17
    "        fields: [marks]\n"                            // 18
    "    first_known: [sold, seen]\n"                      // 19
    "    latest: [size, made_at]\n"                        // 20
    "    stamped: [raw]\n",                                // 21
    "[highest: size, lowest: size, first_seen]");

std::string entry(const std::string& code, const std::string& where) {
  return "  - {warning: " + code + ", where: \"" + where + "\", because: so}\n";
}

/// Codes and places of the warnings, then whole messages of the errors.
std::string lines_of(const std::string& text) {
  std::string lines;
  for (const auto& issue : compile_things(text).found) {
    const std::string code(diagnostics::to_text(*issue.code));
    lines += std::to_string(issue.at.line) + ":" + std::to_string(issue.at.column) + " " +
             (issue.level == diagnostics::severity::error ? "error: " + issue.message : code) +
             "\n";
  }
  return lines;
}

const std::string all_warnings =
    "4:65 TM121\n11:18 TM112\n13:39 TM111\n16:15 TM113\n19:5 TM114\n";

}  // namespace

TEST_CASE("an accepted warning is not reported, all others are") {
  struct row {
    std::string name;
    std::string accepts;
    std::string expected;
  };
  const std::vector<row> rows{
      {"nothing accepted", "", all_warnings},
      {"an empty list", "accepts: []\n", all_warnings},
      {"a step", "accepts:\n" + entry("TM121", "merge.prefer[1]"),
       edited(all_warnings, "4:65 TM121\n", "")},
      {"a gate", "accepts:\n" + entry("TM112", "upsert.things.gated[0]"),
       edited(all_warnings, "11:18 TM112\n", "")},
      {"another gate", "accepts:\n" + entry("TM111", "upsert.things.gated[1]"),
       edited(all_warnings, "13:39 TM111\n", "")},
      {"the last gate", "accepts:\n" + entry("TM113", "upsert.things.gated[2]"),
       edited(all_warnings, "16:15 TM113\n", "")},
      {"one of several fields is accepted whole",
       "accepts:\n" + entry("TM114", "upsert.things.first_known"),
       edited(all_warnings, "19:5 TM114\n", "")},
      {"all",
       "accepts:\n" + entry("TM121", "merge.prefer[1]") + entry("TM112", "upsert.things.gated[0]") +
           entry("TM111", "upsert.things.gated[1]") + entry("TM113", "upsert.things.gated[2]") +
           entry("TM114", "upsert.things.first_known"), ""},
      {"not needed: another code at the place",
       "accepts:\n" + entry("TM111", "upsert.things.gated[0]"), all_warnings + "23:5 TM131\n"},
      {"not needed: another place of the code",
       "accepts:\n" + entry("TM112", "upsert.things.gated[1]"), all_warnings + "23:5 TM131\n"},
      {"not needed: windows give no warning",
       "accepts:\n" + entry("TM112", "windows"), all_warnings + "23:5 TM131\n"},
      {"not needed: a rule without a warning",
       "accepts:\n" + entry("TM114", "upsert.things.latest"), all_warnings + "23:5 TM131\n"},
  };
  for (const auto& [name, accepts, expected] : rows) {
    INFO(name);
    CHECK(lines_of(doubtful + accepts) == expected);
  }
}

TEST_CASE("an entry that accepts nothing gives a warning that names it") {
  const std::string text = edited(doubtful, "keep", "replace\n        on_tie: larger") +
                           "accepts:\n" + entry("TM121", "merge.prefer[1]") +
                           entry("TM112", "upsert.things.gated[0]");
  const auto found = compile_things(text).found;
  REQUIRE(found.size() == 4);
  CHECK(shown({found.back()}, text) ==
        "f:25:5: warning: nothing needs this entry: there is no warning TM112 of "
        "upsert.things.gated[0]; remove it [TM131]\n"
        "    - {warning: TM112, where: \"upsert.things.gated[0]\", because: so}\n      ^\n");
}

TEST_CASE("an unknown place is refused, unless it may be in a part with errors") {
  const auto no_place = [](const std::string& where, const std::string& meant) {
    return "23:30 error: this policy has no place \"" + where + "\"; did you mean \"" + meant +
           "\"?\n";
  };
  struct row {
    std::string name;
    std::string where;
    std::string meant;
  };
  const std::vector<row> rows{
      {"a step too far", "merge.prefer[3]", "merge.prefer[0]"},
      {"an index that is too large", "upsert.things.gated[3]", "upsert.things.gated[0]"},
      {"a number in another form", "upsert.things.gated[00]", "upsert.things.gated[0]"},
      {"a word without a number", "upsert.things.gated", "upsert.things.gated[0]"},
      {"another record", "upsert.thing.gated[2]", "upsert.things.gated[2]"},
      {"a word that the record does not have", "upsert.things.latest_known",
       "upsert.things.first_known"},
      {"an unknown word", "upsert.things.frst_known", "upsert.things.first_known"},
      {"windows mistyped", "window", "windows"},
  };
  for (const auto& [name, where, meant] : rows) {
    INFO(name);
    const auto lines = lines_of(doubtful + "accepts:\n" + entry("TM112", where));
    CHECK_THAT(lines, Catch::EndsWith(no_place(where, meant)));
  }
  struct unread_row {
    std::string name;
    std::string from;
    std::string to;
    std::string where;
  };
  const std::vector<unread_row> unread{
      {"no list of steps", "[highest: size, lowest: size, first_seen]", "first_seen",
       "merge.prefer[1]"},
      {"a word that is mistyped", "first_known", "frst_known", "upsert.things.first_known"},
      {"gates that are not a list", doubtful.substr(doubtful.find("      - when"),
                                                 doubtful.find("    first_known") -
                                                     doubtful.find("      - when")),
       "      none\n", "upsert.things.gated[2]"},
  };
  for (const auto& [name, from, to, where] : unread) {
    INFO(name);
    const std::string text = edited(doubtful, from, to);
    CHECK_THAT(lines_of(text + "accepts:\n" + entry("TM112", where)),
               !Catch::Contains("no place") && !Catch::Contains("TM131"));
  }
}

TEST_CASE("accepts and comments are not part of the canonical text") {
  const auto plain = compile_things(doubtful).canonical;
  const std::string accepts = "accepts:  # these\n" + entry("TM121", "merge.prefer[1]");
  CHECK(compile_things(doubtful + accepts).canonical == plain);
}
