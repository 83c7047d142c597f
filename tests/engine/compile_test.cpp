// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include "catch.hpp"
#include "thing.hpp"
#include "yaml/shown_issues.hpp"

namespace engine = tidemark::engine;
namespace diagnostics = tidemark::diagnostics;
namespace policy = tidemark::policy;
using tidemark::field_mask;

namespace {

const std::string key = "    key: [id, day]\n";
const std::string rest = "    ignored: [seen, made_at, size, label, marks, raw]\n";

struct row {
  std::string name;
  std::string rules;
  std::string expected;
};

void check_rows(const std::vector<row>& rows) {
  for (const auto& [name, rules, expected] : rows) {
    INFO(name);
    const std::string text = thing_policy(rules);
    CHECK(shown(compile_things(text).found, text) == expected);
  }
}

field_mask fields(std::initializer_list<std::string_view> names) {
  field_mask mask;
  for (const auto name : names) mask.add(tidemark::find_field<thing>(name).value());
  return mask;
}

/// A gate over `guarded`, on lines 8 to 10 after the key and the `monotonic:` line.
std::string gate(const std::string& when, const std::string& on_null, const std::string& guarded) {
  return "    gated:\n      - when: " + when + "\n        on_null: " + on_null +
         "\n        fields: [" + guarded + "]\n";
}

/// The place, the message and the code.
std::string line_of(const diagnostics::issue& found) {
  return std::to_string(found.at.line) + ":" + std::to_string(found.at.column) + " " +
         found.message + " [" + std::string(diagnostics::to_text(*found.code)) + "]\n";
}

}  // namespace

TEST_CASE("every rule word becomes its mask") {
  const auto compiled = compile_things(thing_policy(
      key + "    monotonic: [sold]\n    monotonic_down: [rate]\n" +
      gate("incoming.sold >= stored.sold", "replace\n        on_tie: larger", "label, cents") +
      "      - when: incoming.rate < stored.rate\n        on_null: keep\n        fields: [size]\n"
      "    first_known: [made_at]\n    latest_known: [marks]\n    latest: [seen]\n"
      "    stamped: [raw]\n    ignored: []\n"));
  CHECK(shown(compiled.found, "").empty());
  const auto& rules = compiled.upsert;
  CHECK(rules.under(policy::rule::monotonic) == fields({"sold"}));
  CHECK(rules.under(policy::rule::monotonic_down) == fields({"rate"}));
  CHECK(rules.under(policy::rule::gated) == fields({"label", "cents", "size"}));
  CHECK(rules.under(policy::rule::first_known) == fields({"made_at"}));
  CHECK(rules.under(policy::rule::latest_known) == fields({"marks"}));
  CHECK(rules.under(policy::rule::latest) == fields({"seen"}));
  CHECK(rules.under(policy::rule::stamped) == fields({"raw"}));
  CHECK(rules.under(policy::rule::ignored).empty());
  REQUIRE(rules.gate_count == 2);
  CHECK(rules.gates[0].fields == fields({"label", "cents"}));
  CHECK(rules.gates[0].op == policy::comparison::ge);
  CHECK(rules.gates[0].on_tie == policy::tie_rule::larger);
  CHECK(rules.gates[1].on_tie == policy::tie_rule::by_operator);
  CHECK(rules.gates[0].on_null == policy::null_rule::replace);
  CHECK(rules.gates[0].incoming == *tidemark::find_field<thing>("sold"));
  CHECK(rules.gates[1].fields == fields({"size"}));
  CHECK(rules.gates[1].on_null == policy::null_rule::keep);
  CHECK(rules.gates[1].op == policy::comparison::lt);
  CHECK(rules.gates[1].stored == *tidemark::find_field<thing>("rate"));
  CHECK(rules.gate_of(*tidemark::find_field<thing>("label")) == 0);
  CHECK(rules.gate_of(*tidemark::find_field<thing>("size")) == 1);
}

TEST_CASE("every step of prefer is compiled in its order") {
  const auto compiled = compile_things(
      thing_policy(key + "    ignored: [sold, seen, cents, rate, made_at, size, label, marks, "
                         "raw]\n",
                   "[lowest: rate, most_complete: [label, cents], highest: sold, last_seen]"));
  CHECK(shown(compiled.found, "").empty());
  const auto& order = compiled.merge;
  REQUIRE(order.step_count == 3);
  CHECK(order.steps[0].word == policy::preference::lowest);
  CHECK(order.steps[0].field == *tidemark::find_field<thing>("rate"));
  CHECK(order.steps[1].word == policy::preference::most_complete);
  CHECK(order.steps[1].fields == fields({"cents", "label"}));
  CHECK(order.steps[2].word == policy::preference::highest);
  CHECK(order.steps[2].field == *tidemark::find_field<thing>("sold"));
  CHECK(order.last_seen_wins);
}

TEST_CASE("an unknown field is refused, with the most similar name") {
  check_rows({
      {"in a rule", key + "    monotonic: [sold, cent]\n    ignored: [rate]\n" +
                        "    latest: [seen, made_at, size, label, marks, raw]\n",
       "f:8:23: error: things has no field \"cent\"; did you mean \"cents\"? [TM052]\n"
       "      monotonic: [sold, cent]\n                        ^\n"},
      {"nothing near", key + "    latest: [sold, cents, rate, impressions]\n" + rest,
       "f:8:33: error: things has no field \"impressions\"; known: id, day, sold, seen, cents, "
       "rate, made_at, size, label, marks, raw [TM052]\n"
       "      latest: [sold, cents, rate, impressions]\n" + std::string(34, ' ') + "^\n"},
      {"in a gate", key + "    monotonic: [sold, cents]\n" +
                        gate("incoming.gmv >= stored.sould", "replace", "rate") + rest,
       "f:10:24: error: things has no field \"gmv\"; known: id, day, sold, seen, cents, rate, "
       "made_at, size, label, marks, raw [TM052]\n        - when: incoming.gmv >= stored.sould\n" +
           std::string(25, ' ') + "^\n" +
           "f:10:38: error: things has no field \"sould\"; did you mean \"sold\"? [TM052]\n"
           "        - when: incoming.gmv >= stored.sould\n" + std::string(39, ' ') + "^\n"},
      {"after a gate", key + "    monotonic: [sold, cents]\n" +
                            gate("incoming.sold >= stored.sold", "replace", "rat") + rest,
       "f:12:18: error: things has no field \"rat\"; did you mean \"rate\"? [TM052]\n"
       "          fields: [rat]\n                   ^\n"},
  });
}

TEST_CASE("every field of the record needs a rule, and the key must be the record's") {
  check_rows({
      {"two fields without", key + "    latest: [sold, cents]\n    ignored: [seen, made_at, size, "
                                   "label, marks]\n",
       "f:6:3: error: the field \"rate\" of things has no rule; list it under ignored: to leave it "
       "as it was inserted [TM056]\n    things:\n    ^\n"
       "f:6:3: error: the field \"raw\" of things has no rule; list it under ignored: to leave it "
       "as it was inserted [TM056]\n    things:\n    ^\n"},
      {"key in another order", "    key: [day, id]\n    latest: [sold, cents, rate]\n" + rest, ""},
      {"key too short", "    key: [id]\n    latest: [sold, cents, rate]\n" + rest,
       "f:7:10: error: the key lacks [day]; the key of things is [id, day] [TM053]\n"
       "      key: [id]\n           ^\n"},
      {"key too long", "    key: [id, day, size]\n    latest: [sold, cents, rate]\n" +
                           std::string("    ignored: [seen, made_at, label, marks, raw]\n"),
       "f:6:3: error: the field \"size\" of things has no rule; list it under ignored: to leave it "
       "as it was inserted [TM056]\n    things:\n    ^\n"
       "f:7:20: error: \"size\" is not part of the key; the key of things is [id, day] [TM053]\n"
       "      key: [id, day, size]\n" + std::string(21, ' ') + "^\n"},
      {"key with an unknown name", "    key: [id, dai]\n    latest: [sold, cents, rate]\n" + rest,
       "f:7:15: error: things has no field \"dai\"; did you mean \"day\"? [TM052]\n"
       "      key: [id, dai]\n                ^\n"},
      {"key field under a rule, not named in the key",
       "    key: [id]\n    latest: [sold, cents, rate, day]\n" + rest,
       "f:7:10: error: the key lacks [day]; the key of things is [id, day] [TM053]\n"
       "      key: [id]\n           ^\n"
       "f:8:33: error: the field \"day\" is part of the key; a key has no rule [TM054]\n"
       "      latest: [sold, cents, rate, day]\n" + std::string(34, ' ') + "^\n"},
      {"key field under a rule",
       key + "    latest: [sold, cents, rate, id]\n" + rest,
       "f:8:33: error: the field \"id\" is part of the key; a key has no rule [TM054]\n"
       "      latest: [sold, cents, rate, id]\n" + std::string(34, ' ') + "^\n"},
      {"key field under a rule, the key below the rule",
       "    latest: [sold, cents, rate, id]\n" + key + rest,
       "f:7:33: error: the field \"id\" is part of the key; a key has no rule [TM054]\n"
       "      latest: [sold, cents, rate, id]\n" + std::string(34, ' ') + "^\n"},
      {"what the loader has reported is not repeated",
       key + "    monotonous: [sold, cents, rate]\n" + rest,
       "f:8:5: error: unknown key \"monotonous\"; did you mean \"monotonic\"? [TM012]\n"
       "      monotonous: [sold, cents, rate]\n      ^\n"},
  });
}

TEST_CASE("only fields with an order can be compared") {
  const std::string needs = " needs a number, a percent, a date or a time [TM059]\n";
  for (const std::string word : {"monotonic", "monotonic_down"}) {
    for (const auto& [field, type] : std::vector<std::pair<std::string, std::string>>{
             {"label", "text"}, {"marks", "list of texts"}, {"raw", "JSON"}}) {
      INFO(word << ' ' << field);
      std::string others =
          "    ignored: [sold, seen, cents, rate, made_at, size, label, marks, raw]\n";
      others.erase(others.find(field == "raw" ? ", raw" : field + ", "), field.size() + 2);
      const std::string text = thing_policy(key + "    " + word + ": [" + field + "]\n" + others);
      const auto found = compile_things(text).found;
      REQUIRE(found.size() == 1);
      CHECK(found[0].at == diagnostics::location{8, 8 + word.size()});
      CHECK(found[0].message + " [TM059]\n" ==
            "the field \"" + field + "\" is of type " + type + ", which has no order; " + word +
                needs);
    }
  }
  check_rows({
      {"ordered types", key + "    monotonic: [sold, cents, rate, made_at, size]\n"
                              "    ignored: [seen, label, marks, raw]\n", ""},
      {"gate on a text", key + "    monotonic: [sold, cents]\n" +
                             gate("incoming.label >= stored.label", "replace", "rate") + rest,
       "f:10:24: error: the field \"label\" is of type text, which has no order; a gate" + needs +
           "        - when: incoming.label >= stored.label\n" + std::string(25, ' ') + "^\n" +
           "f:10:40: error: the field \"label\" is of type text, which has no order; a gate" +
           needs + "        - when: incoming.label >= stored.label\n" +
           std::string(41, ' ') + "^\n"},
      {"gate on two types", key + "    monotonic: [sold, cents]\n" +
                                gate("incoming.rate >= stored.sold", "replace", "rate") + rest,
       "f:10:15: error: a gate compares fields of one type; \"rate\" is of type percent, \"sold\" "
       "of type counter"
       " [TM072]\n        - when: incoming.rate >= stored.sold\n                ^\n"},
  });
}

TEST_CASE("a gate may compare an integer with a counter") {
  const std::string text = thing_policy(
      key + "    monotonic: [sold, cents]\n" +
      gate("incoming.cents >= stored.sold", "replace", "rate") + rest);
  CHECK_FALSE(diagnostics::has_error(compile_things(text).found));
}

TEST_CASE("prefer compares fields of the row that have an order, in 16 steps at most") {
  const std::string rules = key + "    latest: [sold, cents, rate]\n" + rest;
  struct prefer_row {
    std::string name;
    std::string prefer;
    std::string expected;  ///< places and messages
  };
  std::string many = "[highest: sold";
  for (int i = 0; i < 16; ++i) many += ", most_complete: [sold]";
  const std::vector<prefer_row> rows{
      {"all ordered types", "[highest: sold, lowest: rate, highest: made_at, first_seen]", ""},
      {"text", "[highest: label, first_seen]",
       "4:59 the field \"label\" is of type text, which has no order; highest needs a number, a "
       "percent, a date or a time [TM059]\n"},
      {"unknown", "[lowest: sould, most_complete: [cent, raw], first_seen]",
       "4:58 things has no field \"sould\"; did you mean \"sold\"? [TM052]\n"
       "4:81 things has no field \"cent\"; did you mean \"cents\"? [TM052]\n"},
      {"17 steps", many + ", first_seen]",
       "4:410 too many steps; 16 are the limit, besides first_seen or last_seen [TM044]\n"},
  };
  for (const auto& [name, prefer, expected] : rows) {
    INFO(name);
    std::string found;
    for (const auto& issue : compile_things(thing_policy(rules, prefer)).found)
      found += line_of(issue);
    CHECK(found == expected);
  }
}

TEST_CASE("merge and upsert must name the right record") {
  const auto text = thing_policy(key + "    latest: [sold, cents, rate]\n" + rest);
  auto loaded = tidemark::yaml::load_policy(text);
  loaded.value.merge.record.text = "thing";
  engine::compile_merge<thing>(loaded.value.merge, loaded.found);
  REQUIRE(loaded.found.size() == 1);
  CHECK(loaded.found[0].message == "unknown record \"thing\"; did you mean \"things\"?");
  CHECK(loaded.found[0].at == diagnostics::location{4, 17});
}

TEST_CASE("unknown and missing records are reported, a mistyped record once") {
  struct records_row {
    std::string name;
    std::vector<std::string_view> known;
    std::string expected;
  };
  const std::vector<records_row> rows{
      {"known", {"things"}, ""},
      {"missing", {"things", "people"}, "5:1 \"upsert\" has no rules for the record \"people\""
                                         " [TM051]\n"},
      {"mistyped", {"thinges"}, "6:3 unknown record \"things\"; did you mean \"thinges\"?"
                                " [TM050]\n"},
      {"unknown and missing", {"people"},
       "5:1 \"upsert\" has no rules for the record \"people\" [TM051]\n"
       "6:3 unknown record \"things\"; known: people [TM050]\n"},
  };
  const auto loaded = tidemark::yaml::load_policy(thing_policy(key));
  for (const auto& [name, known, expected] : rows) {
    INFO(name);
    diagnostics::issues found;
    engine::check_records(loaded.value, known, found);
    diagnostics::sort_by_place(found);
    std::string all;
    for (const auto& issue : found)
      all += line_of(issue);
    CHECK(all == expected);
  }
}
