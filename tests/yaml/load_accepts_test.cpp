// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <tuple>
#include <vector>

#include <tidemark/yaml/load_policy.hpp>

#include "catch.hpp"
#include "shown_issues.hpp"

namespace diagnostics = tidemark::diagnostics;
namespace policy = tidemark::policy;
namespace yaml = tidemark::yaml;

namespace {

const std::string rules =
    "tidemark: 1\n"
    "policy: things\n"
    "windows: [30]\n"
    "merge: {record: row, key: [id], prefer: [first_seen]}\n"
    "upsert: {things: {key: [id], monotonic: [a]}}\n";

}  // namespace

TEST_CASE("an accepted warning has a code, a place and a reason") {
  const auto loaded = yaml::load_policy(
      rules + "accepts:\n  - {because: known, where: \"upsert.things.gated[0]\", warning: TM112}\n"
              "  - warning: TM114\n    where: upsert.things.first_known\n"
              "    because: 'it is so'\n");
  CHECK(loaded.found.empty());
  REQUIRE(loaded.value.accepts.size() == 2);
  const auto& [first, second] = std::tie(loaded.value.accepts[0], loaded.value.accepts[1]);
  CHECK(first.kind == policy::warning::null_rule_of_gate);
  CHECK(first.where.text == "upsert.things.gated[0]");
  CHECK(first.where.at == diagnostics::location{7, 30});
  CHECK(first.at == diagnostics::location{7, 5});
  CHECK(second.kind == policy::warning::counter_stays_zero);
  CHECK(second.where.text == "upsert.things.first_known");
}

TEST_CASE("an accepted law is read with its record, fields and reason") {
  const auto loaded = yaml::load_policy(
      rules + "accepts:\n  - {warning: TM112, where: windows, because: so}\n"
              "  - {law: order, record: things, fields: [a, b], because: the later one counts}\n");
  CHECK(loaded.found.empty());
  CHECK(loaded.value.accepts.size() == 1);
  REQUIRE(loaded.value.accepted_laws.size() == 1);
  const auto& entry = loaded.value.accepted_laws[0];
  CHECK(entry.word == policy::law::order);
  CHECK(entry.record.text == "things");
  REQUIRE(entry.fields.size() == 2);
  CHECK(entry.fields[1].text == "b");
  CHECK(entry.because == "the later one counts");
  CHECK(entry.at.line == 8);
  CHECK(entry.index == 1);
}

TEST_CASE("an invalid entry of accepts is refused at its place") {
  struct row {
    std::string name;
    std::string accepts;  ///< from line 6
    std::string expected;
  };
  const std::string expected_list =
      "\"accepts\": expected a list of entries, each with warning, where and because, or with law, "
      "record, fields and because, found ";
  const std::vector<row> rows{
      {"a map", "accepts: {TM112: so}\n",
       "f:6:10: error: " + expected_list + "a map [TM015]\n  accepts: {TM112: so}\n           ^\n"},
      {"nothing", "accepts:\n",
       "f:6:1: error: " + expected_list + "nothing [TM015]\n  accepts:\n  ^\n"},
      {"a code alone", "accepts: [TM112]\n",
       "f:6:11: error: expected a map with the keys warning, where, because, found a text [TM015]\n"
       "  accepts: [TM112]\n            ^\n"},
      {"no key of the three", "accepts: [{}]\n",
       "f:6:11: error: the key \"warning\" is missing; write warning: CODE, such as TM112 [TM014]\n"
       "  accepts: [{}]\n            ^\n"
       "f:6:11: error: the key \"where\" is missing; write where: \"upsert.RECORD.gated[0]\""
       " [TM014]\n"
       "  accepts: [{}]\n            ^\n"
       "f:6:11: error: the key \"because\" is missing; write because: REASON [TM014]\n"
       "  accepts: [{}]\n            ^\n"},
      {"unknown key", "accepts: [{warning: TM112, where: windows, because: so, why: x}]\n",
       "f:6:57: error: unknown key \"why\"; known: warning, where, because [TM012]\n"
       "  accepts: [{warning: TM112, where: windows, because: so, why: x}]\n" +
           std::string(58, ' ') + "^\n"},
      {"an empty reason", "accepts: [{warning: TM112, where: windows, because: ''}]\n",
       "f:6:53: error: expected a reason, found an empty text [TM015]\n"
       "  accepts: [{warning: TM112, where: windows, because: ''}]\n" + std::string(54, ' ') +
           "^\n"},
      {"a reason of white space", "accepts: [{warning: TM112, where: windows, because: '   '}]\n",
       "f:6:53: error: expected a reason, found white space only [TM082]\n"
       "  accepts: [{warning: TM112, where: windows, because: '   '}]\n" +
           std::string(54, ' ') + "^\n"},
      {"no reason", "accepts: [{warning: TM112, where: windows, because: }]\n",
       "f:6:44: error: \"because\": expected a reason, found nothing [TM015]\n"
       "  accepts: [{warning: TM112, where: windows, because: }]\n" + std::string(45, ' ') +
           "^\n"},
      {"an unknown code, one near", "accepts: [{warning: TM11, where: windows, because: so}]\n",
       "f:6:21: error: unknown warning \"TM11\"; did you mean \"TM111\"? [TM080]\n"
       "  accepts: [{warning: TM11, where: windows, because: so}]\n" + std::string(22, ' ') +
           "^\n"},
      {"an unknown code, none near", "accepts: [{warning: order, where: windows, because: so}]\n",
       "f:6:21: error: unknown warning \"order\"; known: TM111, TM112, TM113, TM114, TM121, TM131"
       " [TM080]\n"
       "  accepts: [{warning: order, where: windows, because: so}]\n" + std::string(22, ' ') +
           "^\n"},
      {"the code of an entry that nothing needs",
       "accepts: [{warning: TM131, where: windows, because: so}]\n",
       "f:6:21: error: TM131 cannot be accepted; remove the entry that nothing needs [TM081]\n"
       "  accepts: [{warning: TM131, where: windows, because: so}]\n" + std::string(22, ' ') +
           "^\n"},
      {"a repeated entry, for other reasons",
       "accepts:\n  - {warning: TM112, where: windows, because: so}\n"
       "  - {warning: TM114, where: windows, because: so}\n"
       "  - {warning: TM112, where: windows, because: thus}\n",
       "f:9:5: error: this entry repeats the one in line 7; remove one of them [TM085]\n"
       "    - {warning: TM112, where: windows, because: thus}\n      ^\n"},
      {"an unknown law", "accepts: [{law: ordre, record: things, fields: [a], because: so}]\n",
       "f:6:17: error: unknown law \"ordre\"; did you mean \"order\"? [TM083]\n"
       "  accepts: [{law: ordre, record: things, fields: [a], because: so}]\n" +
           std::string(18, ' ') + "^\n"},
      {"a law without fields or a reason", "accepts: [{law: order, record: things}]\n",
       "f:6:11: error: the key \"fields\" is missing; write fields: [FIELD, ...] [TM014]\n"
       "  accepts: [{law: order, record: things}]\n" + std::string(12, ' ') +
           "^\nf:6:11: error: the key \"because\" is missing; write because: REASON [TM014]\n"
       "  accepts: [{law: order, record: things}]\n" + std::string(12, ' ') + "^\n"},
      {"a law of a place",
       "accepts: [{law: order, where: windows, record: things, fields: [a], because: so}]\n",
       "f:6:24: error: unknown key \"where\"; known: law, record, fields, because [TM012]\n"
       "  accepts: [{law: order, where: windows, record: things, fields: [a], because: so}]\n" +
           std::string(25, ' ') + "^\n"},
      {"a law with a field twice",
       "accepts: [{law: order, record: things, fields: [a, a], because: so}]\n",
       "f:6:52: error: the field \"a\" is named twice in this list [TM057]\n"
       "  accepts: [{law: order, record: things, fields: [a, a], because: so}]\n" +
           std::string(53, ' ') + "^\n"},
      {"repeated accepts", "accepts: []\naccepts: []\n",
       "f:7:1: error: the key \"accepts\" is repeated; it is already in line 6 [TM013]\n"
       "  accepts: []\n  ^\n"},
  };
  for (const auto& [name, accepts, expected] : rows) {
    INFO(name);
    const std::string text = rules + accepts;
    CHECK(shown(yaml::load_policy(text).found, text) == expected);
  }
}
