// SPDX-License-Identifier: BSL-1.0
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
    "upsert:\n"
    "  things:\n"
    "    key: [id]\n"
    "    monotonic: [a, b]\n"
    "    gated:\n"
    "      - when: incoming.a >= stored.b\n"
    "        on_null: keep\n"
    "        fields: [c]\n"
    "    ignored: [d]\n"
    "tidemark: 1\n"
    "policy: things\n"
    "windows: [30]\n"
    "merge: {record: row, key: [id], prefer: [first_seen]}\n";

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

TEST_CASE("the rules of a record are read with their places") {
  const auto loaded = yaml::load_policy(sound);
  CHECK(shown(loaded.found, sound).empty());
  REQUIRE(loaded.value.upsert.size() == 1);
  const auto& record = loaded.value.upsert[0];
  CHECK(record.record.at == diagnostics::location{2, 3});
  CHECK(record.key_at == diagnostics::location{3, 10});
  REQUIRE(record.rules.size() == 2);
  CHECK(record.rules[0].word == policy::rule::monotonic);
  CHECK(record.rules[0].fields.at(1).text == "b");
  CHECK(record.rules[0].fields.at(1).at == diagnostics::location{4, 20});
  CHECK(record.rules[1].word == policy::rule::ignored);
  REQUIRE(record.gates.size() == 1);
  const auto& gate = record.gates[0];
  CHECK(gate.incoming.text == "a");
  CHECK(gate.incoming.at == diagnostics::location{6, 24});
  CHECK(gate.op == policy::comparison::ge);
  CHECK(gate.stored.text == "b");
  CHECK(gate.stored.at == diagnostics::location{6, 36});
  CHECK(gate.when_at == diagnostics::location{6, 15});
  CHECK(gate.on_null == policy::null_rule::keep);
  CHECK(gate.on_null_at == diagnostics::location{7, 18});
  CHECK(gate.fields.at(0).text == "c");
}

TEST_CASE("every operator and null rule is read") {
  for (const auto op : policy::comparison_words) {
    const auto loaded = yaml::load_policy(edited(sound, ">=", std::string(op)));
    CHECK(loaded.found.empty());
    CHECK(to_text(loaded.value.upsert.at(0).gates.at(0).op.value()) == op);
  }
  const auto loaded = yaml::load_policy(edited(sound, "keep", "replace"));
  CHECK(loaded.found.empty());
  CHECK(loaded.value.upsert.at(0).gates.at(0).on_null == policy::null_rule::replace);
}

TEST_CASE("a field has one rule") {
  check_rows({
      {"two rules: the second place", "ignored: [d]", "ignored: [d, a]",
       "f:9:18: error: the field \"a\" is already under monotonic in line 4; a field has one "
       "rule [TM055]\n      ignored: [d, a]\n                   ^\n"},
      {"a rule and a gate", "fields: [c]", "fields: [c, b]",
       "f:8:21: error: the field \"b\" is already under monotonic in line 4; a field has one "
       "rule [TM055]\n          fields: [c, b]\n                      ^\n"},
      {"repeated in a list", "[a, b]", "[a, b, a]",
       "f:4:23: error: the field \"a\" is already under monotonic in line 4; a field has one "
       "rule [TM055]\n      monotonic: [a, b, a]\n                        ^\n"},
      {"repeated key field", "key: [id]", "key: [id, id]",
       "f:3:15: error: the field \"id\" is named twice in this list [TM057]\n"
       "      key: [id, id]\n                ^\n"},
  });
}

TEST_CASE("a record's words are known, not repeated, and list names") {
  check_rows({
      {"unknown word", "monotonic", "monotonous",
       "f:4:5: error: unknown key \"monotonous\"; did you mean \"monotonic\"? [TM012]\n"
       "      monotonous: [a, b]\n      ^\n"},
      {"repeated word", "ignored: [d]", "monotonic: [d, a]",
       "f:9:5: error: the key \"monotonic\" is repeated; it is already in line 4 [TM013]\n"
       "      monotonic: [d, a]\n      ^\n"},
      {"no key", "    key: [id]\n", "",
       "f:2:3: error: the key \"key\" is missing; write key: [FIELD, ...]"
       " [TM014]\n    things:\n    ^\n"},
      {"empty key", "key: [id]", "key: []",
       "f:3:10: error: \"key\" needs at least one field [TM058]\n      key: []\n           ^\n"},
      {"a list for a map", "[a, b]", "{a: b}",
       "f:4:16: error: \"monotonic\": expected a list of names, found a map [TM015]\n"
       "      monotonic: {a: b}\n                 ^\n"},
      {"a name without brackets", "[a, b]", "a",
       "f:4:16: error: \"monotonic\": expected a list of names, found a text; put brackets around "
       "it [TM015]\n      monotonic: a\n                 ^\n"},
      {"nothing", " [a, b]", "",
       "f:4:5: error: \"monotonic\": expected a list of names, found nothing [TM015]\n"
       "      monotonic:\n      ^\n"},
      {"an item that is not a name", "[a, b]", "[a, [b]]",
       "f:4:20: error: expected a name, found a list [TM015]\n"
       "      monotonic: [a, [b]]\n                     ^\n"},
      {"an empty list is one", "[a, b]", "[]", ""},
      {"repeated record", "tidemark", "  things: {}\ntidemark",
       "f:10:3: error: the key \"things\" is repeated; it is already in line 2 [TM013]\n"
       "    things: {}\n    ^\n"},
  });
  const std::string none = sound.substr(sound.find("tidemark")) + "upsert: {}\n";
  CHECK(shown(yaml::load_policy(none).found, none) ==
        "f:5:9: error: \"upsert\" needs at least one record [TM051]\n  upsert: {}\n          ^\n");
}

TEST_CASE("a gate is incoming.FIELD OP stored.FIELD, a null rule and fields") {
  const std::string gate = "incoming.a >= stored.b";
  const std::string form = "; a gate is incoming.FIELD OP stored.FIELD [TM070]\n";
  const std::string when = "        - when: ";
  check_rows({
      {"unknown operator", gate, "incoming.a => stored.b",
       "f:6:26: error: unknown operator \"=>\"; known: >=, >, <=, < [TM071]\n" + when +
           "incoming.a => stored.b\n" + std::string(27, ' ') + "^\n"},
      {"equality is not an operator", gate, "incoming.a == stored.b",
       "f:6:26: error: unknown operator \"==\"; known: >=, >, <=, < [TM071]\n" + when +
           "incoming.a == stored.b\n" + std::string(27, ' ') + "^\n"},
      {"sides exchanged", gate, "stored.a <= incoming.b",
       "f:6:15: error: expected incoming.FIELD, found \"stored.a\"" + form + when +
           "stored.a <= incoming.b\n" + std::string(16, ' ') + "^\n" +
           "f:6:27: error: expected stored.FIELD, found \"incoming.b\"" + form + when +
           "stored.a <= incoming.b\n" + std::string(28, ' ') + "^\n"},
      {"a number", gate, "incoming.a >= 5",
       "f:6:29: error: expected stored.FIELD, found \"5\"" + form + when + "incoming.a >= 5\n" +
           std::string(30, ' ') + "^\n"},
      {"no field", gate, "incoming. >= stored.b",
       "f:6:15: error: expected incoming.FIELD, found \"incoming.\"" + form + when +
           "incoming. >= stored.b\n" + std::string(16, ' ') + "^\n"},
      {"no spaces", gate, "incoming.a>=stored.b",
       "f:6:15: error: expected incoming.FIELD OP stored.FIELD, three words with a space between, "
       "found \"incoming.a>=stored.b\" [TM070]\n" + when + "incoming.a>=stored.b\n" +
           std::string(16, ' ') + "^\n"},
      {"an expression", gate, "incoming.a >= stored.b and more",
       "f:6:15: error: expected incoming.FIELD OP stored.FIELD, three words with a space between, "
       "found \"incoming.a >= stored.b and more\" [TM070]\n" + when +
           "incoming.a >= stored.b and more\n" + std::string(16, ' ') + "^\n"},
      {"in quotes with an exact place", gate, "'incoming.a =< stored.b'",
       "f:6:27: error: unknown operator \"=<\"; known: >=, >, <=, < [TM071]\n" + when +
           "'incoming.a =< stored.b'\n" + std::string(28, ' ') + "^\n"},
      {"not a map", "- when: incoming.a >= stored.b\n        on_null: keep\n        fields: [c]",
       "- c",
       "f:6:9: error: expected a map with the keys when, on_null, on_tie, fields, found a text"
       " [TM015]\n"
       "        - c\n          ^\n"},
      {"not a list", "      - when: incoming.a >= stored.b\n",
       "        when: incoming.a >= stored.b\n",
       "f:6:9: error: \"gated\": expected a list of gates, each with when, on_null and fields, "
       "found a map [TM015]\n          when: incoming.a >= stored.b\n          ^\n"},
      {"on_null missing", "        on_null: keep\n", "",
       "f:6:9: error: the key \"on_null\" is missing; write on_null: keep or on_null: replace"
       " [TM014]\n" +
           when + "incoming.a >= stored.b\n          ^\n"},
      {"on_null unknown", "keep", "Keep",
       "f:7:18: error: unknown null rule \"Keep\"; did you mean \"keep\"? [TM074]\n"
       "          on_null: Keep\n                   ^\n"},
      {"on_null empty", " keep", "",
       "f:7:9: error: \"on_null\": expected keep or replace, found nothing [TM015]\n"
       "          on_null:\n          ^\n"},
      {"when missing", "- when: incoming.a >= stored.b\n        on", "- on",
       "f:6:9: error: the key \"when\" is missing; write when: incoming.FIELD >= stored.FIELD"
       " [TM014]\n"
       "        - on_null: keep\n          ^\n"},
      {"fields missing", "        fields: [c]\n", "",
       "f:6:9: error: the key \"fields\" is missing; write fields: [FIELD, ...] [TM014]\n" + when +
           "incoming.a >= stored.b\n          ^\n"},
      {"no fields", "[c]", "[]",
       "f:8:17: error: a gate guards at least one field; name one or remove the gate [TM073]\n"
       "          fields: []\n                  ^\n"},
      {"unknown key", "on_null", "onnull",
       "f:6:9: error: the key \"on_null\" is missing; write on_null: keep or on_null: replace"
       " [TM014]\n" +
           when + "incoming.a >= stored.b\n          ^\n" +
           "f:7:9: error: unknown key \"onnull\"; did you mean \"on_null\"? [TM012]\n"
           "          onnull: keep\n          ^\n"},
  });
}

TEST_CASE("the fields under a mistyped word still count as named") {
  const auto loaded = yaml::load_policy(edited(sound, "monotonic", "monotonous"));
  const auto& record = loaded.value.upsert.at(0);
  CHECK(record.rules.size() == 1);
  CHECK(record.unread == std::vector<std::string>{"monotonous", "a", "b"});
}
