// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <config/config.hpp>

#include "catch.hpp"
#include "hosts/config/config_folder.hpp"
#include "yaml/edited.hpp"

namespace host = tidemark::host;

namespace {

const std::string sound =
    "policy: rules/videos.yaml\n"
    "storage: {plugin: sqlite, path: tidemark.db}\n"
    "brands:\n"
    "  - id: 1\n"
    "    sources:\n"
    "      - plugin: jsonl\n"
    "        path: data/{brand}.jsonl\n";

struct row {
  std::string name;
  std::string from;
  std::string to;
  std::string expected;
};

void check_rows(const std::vector<row>& rows) {
  const config_folder folder;
  for (const auto& [name, from, to, expected] : rows) {
    INFO(name);
    CHECK(shown(folder.load(edited(sound, from, to))) == expected);
  }
}

}  // namespace

TEST_CASE("a config is read, and paths are relative to its folder") {
  const config_folder folder;
  const auto loaded = folder.load(
      "policy: rules/videos.yaml\n"
      "plugin_path: [lib, /opt/tidemark]\n"
      "storage:\n  plugin: sqlite\n  path: tidemark.db\n"
      "brands:\n"
      "  - id: 9223372036854775807\n"
      "    name: Example brand\n"
      "    currency: EUR\n"
      "    sources:\n"
      "      - {plugin: jsonl, path: a.jsonl, max_rejected: 2.5%}\n"
      "      - {plugin: csv, path: b.csv, columns: {gmv: Total sales}}\n"
      "  - id: 2\n"
      "    sources: [{plugin: jsonl, path: c.jsonl}]\n");
  CHECK(shown(loaded).empty());
  const auto& value = loaded.value;
  CHECK(value.folder == folder.path());
  CHECK(value.policy == folder.path() / "rules/videos.yaml");
  REQUIRE(value.plugin_path.size() == 2);
  CHECK(value.plugin_path[0] == folder.path() / "lib");
  CHECK(value.plugin_path[1] == "/opt/tidemark");
  CHECK(value.storage.plugin == "sqlite");
  REQUIRE(value.storage.options.size() == 1);
  CHECK(value.storage.options[0].key.text == "path");
  CHECK(value.storage.options[0].text == "tidemark.db");

  REQUIRE(value.brands.size() == 2);
  CHECK(value.brands[0].id == 9223372036854775807);
  CHECK(value.brands[0].name == "Example brand");
  CHECK(value.brands[0].currency == "EUR");
  REQUIRE(value.brands[0].sources.size() == 2);
  CHECK(value.brands[0].sources[0].plugin == "jsonl");
  CHECK(value.brands[0].sources[0].max_rejected.units == 25'000);
  CHECK(value.brands[0].sources[0].options.size() == 1);
  CHECK(value.brands[0].sources[1].max_rejected.units == 100'000);
  CHECK(value.brands[0].sources[1].options.at(1).children.at(0).text == "Total sales");
  CHECK(value.brands[1].name == "Brand 2");
  CHECK(value.brands[1].currency == "USD");
}

TEST_CASE("missing, unknown, repeated and mistyped keys are refused") {
  check_rows({
      {"nothing wrong", "sqlite", "sqlite", ""},
      {"no policy", "policy: rules/videos.yaml\n", "",
       "f:1:1: error: the key \"policy\" is missing; write policy: rules/videos.yaml\n"
       "  storage: {plugin: sqlite, path: ***\n  ^\n"},
      {"no brands", sound.substr(sound.find("brands")), "",
       "f:1:1: error: the key \"brands\" is missing; write brands: with at least one brand\n"
       "  policy: rules/videos.yaml\n  ^\n"},
      {"empty brands", sound.substr(sound.find("brands")), "brands: []\n",
       "f:3:9: error: \"brands\" needs at least one brand; write - id: 1 and its sources\n"
       "  brands: []\n          ^\n"},
      {"no source", sound.substr(sound.find("sources")), "sources: []\n",
       "f:5:14: error: \"sources\" needs at least one source; write - plugin: jsonl\n"
       "      sources: []\n               ^\n"},
      {"sources forgotten", sound.substr(sound.find("    sources")), "",
       "f:4:5: error: the key \"sources\" is missing; write sources: with at least one source\n"
       "    - id: 1\n      ^\n"},
      {"unknown key", "brands", "brand",
       "f:1:1: error: the key \"brands\" is missing; write brands: with at least one brand\n"
       "  policy: rules/videos.yaml\n  ^\n"
       "f:3:1: error: unknown key \"brand\"; did you mean \"brands\"?\n  brand:\n  ^\n"},
      {"unknown key of a brand", "    sources", "    curency: USD\n    sources",
       "f:5:5: error: unknown key \"curency\"; did you mean \"currency\"?\n"
       "      curency: ***\n      ^\n"},
      {"repeated key", "brands:", "policy: other.yaml\nbrands:",
       "f:3:1: error: the key \"policy\" is repeated; it is already in line 1\n"
       "  policy: ***\n  ^\n"},
      {"repeated option", "plugin: jsonl\n", "plugin: jsonl\n        path: x\n",
       "f:8:9: error: the key \"path\" is repeated; it is already in line 7\n"
       "          path: ***\n          ^\n"},
      {"plugin forgotten", "plugin: sqlite, ", "",
       "f:2:1: error: the key \"plugin\" is missing; write plugin: sqlite\n"
       "  storage: {path: ***\n  ^\n"},
      {"storage is not a map", "{plugin: sqlite, path: tidemark.db}", "sqlite",
       "f:2:10: error: \"storage\": expected a map with plugin and its options, found a text\n"
       "  storage: ***\n           ^\n"},
      {"plugin is a list", "plugin: sqlite", "plugin: [sqlite]",
       "f:2:19: error: \"plugin\": expected the name of a plugin, found a list\n"
       "  storage: {plugin: [***      path: ***\n                    ^\n"},
      {"plugin_path is a text", "brands:", "plugin_path: lib\nbrands:",
       "f:3:14: error: \"plugin_path\": expected a list of folders, found a text\n"
       "  plugin_path: ***\n               ^\n"},
      {"empty file", sound, "",
       "f:1:1: error: the file is empty; a config has policy, storage and brands\n"},
      {"no YAML: no line is shown", "sqlite,", "sqlite",
       "f:2:30: error: not YAML: expected a comma or the closing bracket\n"},
  });
}

TEST_CASE("numbers, currencies and shares are exact") {
  const std::string share =
      "f:7:23: error: \"max_rejected\": expected a percentage from 0% to 100% with at most four "
      "decimals, such as 10%, found ";
  const auto share_row = [&](const std::string& name, const std::string& text) {
    return row{name, "        path", "        max_rejected: " + text + "\n        path",
               share + "\"" + text + "\"\n          max_rejected: " + text + "\n" +
                   std::string(24, ' ') + "^\n"};
  };
  const auto id_row = [&](const std::string& name, const std::string& text) {
    return row{name, "id: 1", "id: " + text,
               "f:4:9: error: \"id\": expected a positive integer of at most 64 bits, found "
               "\"" +
                   text + "\"\n    - id: " + text + "\n          ^\n"};
  };
  const auto currency_row = [&](const std::string& name, const std::string& text) {
    return row{name, "    sources", "    currency: " + text + "\n    sources",
               "f:5:15: error: \"currency\": expected three upper-case letters such as USD, found "
               "\"" + text + "\"\n      currency: " + text + "\n                ^\n"};
  };
  check_rows({
      share_row("no percent sign", "10"),
      share_row("above 100", "100.0001%"),
      share_row("negative", "-1%"),
      share_row("five decimals", "1.00001%"),
      share_row("no number", "ten%"),
      {"zero", "        path", "        max_rejected: 0%\n        path", ""},
      {"all", "        path", "        max_rejected: 100%\n        path", ""},
      {"four decimals", "        path", "        max_rejected: 0.0001%\n        path", ""},
      id_row("zero", "0"),
      id_row("negative", "-1"),
      id_row("fraction", "1.0"),
      id_row("beyond 64 bits", "9223372036854775808"),
      id_row("leading zero", "01"),
      currency_row("lower case", "usd"),
      currency_row("two letters", "US"),
      currency_row("digits", "US1"),
      {"repeated brand", "    sources", "    sources: [{plugin: jsonl}]\n  - id: 1\n    sources",
       "f:6:9: error: the brand id is repeated; line 4 has it already\n"
       "    - id: 1\n          ^\n"},
  });
}

TEST_CASE("a config that cannot be read says why") {
  const config_folder folder;
  const auto why = [](const std::filesystem::path& path) {
    return shown(host::load_config(path));
  };
  const std::string what_to_do = "; give its path with --config or $TIDEMARK_CONFIG\n";
  CHECK(why(folder.path() / "absent.yaml") ==
        "f: error: cannot read the config: No such file or directory" + what_to_do);
  CHECK(why(folder.path()) == "f: error: cannot read the config: it is a directory" + what_to_do);
  folder.write("large.yaml", std::string((1 << 20) + 1, '#'));
  CHECK(why(folder.path() / "large.yaml") ==
        "f: error: cannot read the config: it is larger than 1048576 bytes" + what_to_do);
}

TEST_CASE("all faults of a config are reported, in the order of the file") {
  const config_folder folder;
  const auto loaded = folder.load(
      "polcy: x\n"
      "storage: {path: y}\n"
      "daemon: {listen: nowhere}\n"
      "brands:\n"
      "  - id: zero\n"
      "    currency: usd\n"
      "    sources:\n"
      "      - {plugin: jsonl, max_rejected: 200%, path: '${TIDEMARK_TEST_UNSET}'}\n"
      "      - csv\n"
      "  - sources: none\n");
  std::string places;
  for (const auto& issue : loaded.found)
    places += std::to_string(issue.at.line) + ":" + std::to_string(issue.at.column) + " ";
  CHECK(places == "1:1 1:1 2:1 3:18 5:9 6:15 8:39 8:52 9:9 10:5 10:14 ");
}
