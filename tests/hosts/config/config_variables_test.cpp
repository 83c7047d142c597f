// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <config/config.hpp>
#include <config/check_options.hpp>
#include <config/config_variables.hpp>
#include <tidemark/yaml/read_document.hpp>

#include "catch.hpp"
#include "hosts/config/config_folder.hpp"

namespace host = tidemark::host;
namespace plugin = tidemark::plugin;
using namespace std::string_literals;

namespace {

const std::string secret = "s3cr3t-of-the-shop";

struct variables {
  variables() {
    setenv("TIDEMARK_TEST_SECRET", secret.c_str(), 1);
    setenv("TIDEMARK_TEST_EMPTY", "", 1);
    setenv("TIDEMARK_TEST_NESTED", "${TIDEMARK_TEST_SECRET}", 1);
    setenv("TIDEMARK_TEST_BYTES", "\xFF", 1);
    setenv("TIDEMARK_TEST_LF", (secret + "\n").c_str(), 1);
    setenv("TIDEMARK_TEST_CRLF", (secret + "\r\n").c_str(), 1);
    setenv("TIDEMARK_TEST_LINES", "a\nb\n\n", 1);
    setenv("TIDEMARK_TEST_CR", "a\r", 1);
    unsetenv("TIDEMARK_TEST_UNSET");
  }
};

std::string config_with(const std::string& storage_options, const std::string& more = "") {
  return "policy: p.yaml\n" + more + "storage:\n  plugin: store\n" + storage_options +
         "brands: [{id: 1, sources: [{plugin: jsonl}]}]\n";
}

}  // namespace

TEST_CASE("variables and files in texts are expanded") {
  const variables set;
  const config_folder folder;
  folder.write("key", secret + "\n");
  folder.write("crlf", secret + "\r\n");
  folder.write("two", "a\nb\n\n");
  struct row {
    std::string name;
    std::string text;
    std::string expected;
  };
  const std::vector<row> rows{
      {"variable", "${TIDEMARK_TEST_SECRET}", secret},
      {"inside of a text", "a${TIDEMARK_TEST_SECRET}b", "a" + secret + "b"},
      {"twice", "${TIDEMARK_TEST_SECRET}${TIDEMARK_TEST_SECRET}", secret + secret},
      {"set but empty", "a${TIDEMARK_TEST_EMPTY}b", "ab"},
      {"not looked at again", "${TIDEMARK_TEST_NESTED}", "${TIDEMARK_TEST_SECRET}"},
      {"variable that ends in LF", "${TIDEMARK_TEST_LF}", secret},
      {"variable that ends in CR LF", "${TIDEMARK_TEST_CRLF}b", secret + "b"},
      {"only its last line end is cut", "${TIDEMARK_TEST_LINES}", "a\nb\n"},
      {"a lone CR does not end a line", "${TIDEMARK_TEST_CR}", "a\r"},
      {"file", "${file:key}", secret},
      {"file that ends in CR LF", "${file:crlf}", secret},
      {"only the last line break is cut", "${file:two}", "a\nb\n"},
      {"file by its whole path", "${file:" + (folder.path() / "key").string() + "}", secret},
      {"literal", "$${TIDEMARK_TEST_SECRET}", "${TIDEMARK_TEST_SECRET}"},
      {"dollars", "a$b$$c$", "a$b$$c$"},
      {"placeholders stay", "data/{brand}-{window}.jsonl", "data/{brand}-{window}.jsonl"},
  };
  for (const auto& [name, text, expected] : rows) {
    INFO(name);
    const auto loaded = folder.load(config_with("  url: '" + text + "'\n"));
    CHECK(shown(loaded).empty());
    REQUIRE(loaded.value.storage.options.size() == 1);
    CHECK(loaded.value.storage.options[0].text == expected);
  }
}

TEST_CASE("keys of tidemark itself are expanded too, and messages show only names of variables") {
  const variables set;
  const config_folder folder;
  setenv("TIDEMARK_TEST_ID", "7", 1);
  const auto loaded = folder.load(
      "policy: ${TIDEMARK_TEST_SECRET}\nstorage: {plugin: store}\n"
      "brands: [{id: \"${TIDEMARK_TEST_ID}\", currency: \"${TIDEMARK_TEST_SECRET}\", "
      "sources: [{plugin: jsonl}]}]\n");
  CHECK(loaded.value.policy == folder.path() / secret);
  CHECK(loaded.value.brands.at(0).id == 7);
  CHECK(shown(loaded) ==
        "f:3:48: error: \"currency\": expected three upper-case letters such as USD, found "
        "\"${TIDEMARK_TEST_SECRET}\"\n"
        "  brands: [{id: \"${TIDEMARK_TEST_ID}\", currency: \"${TIDEMARK_TEST_SECRET}\", sources: "
        "[{plugin: jsonl}]}]\n" + std::string(49, ' ') + "^\n");
}

TEST_CASE("a variable that cannot be expanded is reported with its place") {
  const variables set;
  const config_folder folder;
  folder.write("bytes", "\xFF\n");
  folder.write("nul", "a\0b"s);
  folder.write("large", std::string((64 << 10) + 1, 'x'));
  struct row {
    std::string name;
    std::string text;
    std::string expected;
  };
  const std::vector<row> rows{
      {"not set", "a${TIDEMARK_TEST_UNSET}",
       "f:4:10: error: the environment variable TIDEMARK_TEST_UNSET is not set; set it, or write "
       "$${ for the text ${ itself\n"},
      {"no name", "${}",
       "f:4:9: error: \"\" is not a variable; write ${NAME} or ${file:PATH}, or $${ "
       "for the text ${ itself\n"},
      {"blank in the name", "${A B}",
       "f:4:9: error: \"A B\" is not a variable; write ${NAME} or ${file:PATH}, or $${ for the "
       "text "
       "${ itself\n"},
      {"never closed", "${TIDEMARK_TEST_SECRET",
       "f:4:9: error: this ${ has no closing }; write $${ for the text ${ itself\n"},
      {"no such file", "${file:absent}",
       "f:4:9: error: cannot read the file \"absent\": No such file or directory\n"},
      {"a directory", "${file:.}", "f:4:9: error: cannot read the file \".\": it is a directory\n"},
      {"large file", "${file:large}",
       "f:4:9: error: cannot read the file \"large\": it is larger than 65536 bytes\n"},
      {"file of bytes", "${file:bytes}", "f:4:9: error: the file \"bytes\" is not UTF-8 text\n"},
      {"file with a NUL", "${file:nul}", "f:4:9: error: the file \"nul\" is not UTF-8 text\n"},
      {"variable of bytes", "${TIDEMARK_TEST_BYTES}",
       "f:4:9: error: the environment variable TIDEMARK_TEST_BYTES is not UTF-8 text\n"},
  };
  for (const auto& [name, text, expected] : rows) {
    INFO(name);
    const auto found = shown(folder.load(config_with("  url: '" + text + "'\n")));
    CHECK(found.substr(0, found.find('\n') + 1) == expected);
    CHECK(found.find("url: ***\n") != std::string::npos);
  }
}

namespace {

constexpr plugin::option_spec declared[] = {
    {"url", plugin::option_type::text, true, "the address of the database", "", true},
    {"path", plugin::option_type::path, false, "", "", false},
    {"retries", plugin::option_type::integer, false, "", "", false},
    {"columns", plugin::option_type::map, false, "", "", false},
    {"timeout", plugin::option_type::duration, false, "", "1h"},
    {"command", plugin::option_type::list},
    {"rate", plugin::option_type::decimal, false, "", "0.5"},
};

std::string shown_with_options(const config_folder& folder, const std::string& text) {
  auto loaded = folder.load(text);
  REQUIRE(loaded.found.empty());
  auto checked = host::check_options(declared, loaded.value.storage, loaded.value.folder);
  loaded.found = std::move(checked.found);
  return shown(loaded, checked.places);
}

}  // namespace

TEST_CASE("the options that a plugin declares are passed to it") {
  const variables set;
  const config_folder folder;
  setenv("TIDEMARK_TEST_NUMBER", "-3", 1);
  const auto loaded = folder.load(config_with(
      "  url: ${TIDEMARK_TEST_SECRET}\n  path: data/{brand}.jsonl\n"
      "  retries: ${TIDEMARK_TEST_NUMBER}\n  columns: {gmv: Total sales, id: '1'}\n"
      "  timeout: 5m\n  command: [a, b c]\n  rate: 1.25\n"));
  const auto checked = host::check_options(declared, loaded.value.storage, loaded.value.folder);
  CHECK(checked.found.empty());
  CHECK(checked.values.text("url") == secret);
  CHECK(checked.values.text("path") == folder.path().string() + "/data/{brand}.jsonl");
  REQUIRE(checked.values.find<std::int64_t>("retries"));
  CHECK(*checked.values.find<std::int64_t>("retries") == -3);
  CHECK(checked.values.integer("timeout", 0) == 300'000);
  CHECK(checked.values.integer("absent", 7) == 7);
  CHECK(checked.values.list("command") == plugin::text_list{"a", "b c"});
  CHECK(checked.values.decimal("rate") == plugin::exact_decimal{1'250'000});
  REQUIRE(checked.values.find<plugin::text_map>("columns"));
  CHECK(*checked.values.find<plugin::text_map>("columns") ==
        plugin::text_map{{"gmv", "Total sales"}, {"id", "1"}});

  const auto absolute = folder.load(config_with("  url: x\n  path: /a/b\n"));
  CHECK(host::check_options(declared, absolute.value.storage, absolute.value.folder)
            .values.text("path") == "/a/b");

  const auto bare = folder.load(config_with("  url: x\n"));
  const auto defaults =
      host::check_options(declared, bare.value.storage, bare.value.folder).values;
  CHECK(defaults.duration("timeout") == std::chrono::hours(1));
  CHECK(defaults.decimal("rate") == plugin::exact_decimal{500'000});
  CHECK(defaults.find<std::int64_t>("retries") == nullptr);
}

TEST_CASE("invalid options are refused without showing a value that may be secret") {
  const variables set;
  const config_folder folder;
  struct row {
    std::string name;
    std::string options;
    std::string expected;
  };
  const std::string url = "  url: " + secret + "\n";
  const std::vector<row> rows{
      {"required", "",
       "f:3:11: error: the plugin \"store\" needs the option \"url\": the address of the "
       "database\n    plugin: store\n            ^\n"},
      {"unknown", url + "  pth: " + secret + "\n",
       "f:5:3: error: the plugin \"store\" has no option \"pth\"; did you mean \"path\"?\n"
       "    pth: ***\n    ^\n"},
      {"not a number", url + "  retries: three\n",
       "f:5:12: error: \"retries\": expected a whole number of at most 64 bits\n"
       "    retries: three\n             ^\n"},
      {"a variable that is not a number", url + "  retries: ${TIDEMARK_TEST_SECRET}\n",
       "f:5:12: error: \"retries\": expected a whole number of at most 64 bits\n"
       "    retries: ${TIDEMARK_TEST_SECRET}\n             ^\n"},
      {"beyond 64 bits", url + "  retries: 9223372036854775808\n",
       "f:5:12: error: \"retries\": expected a whole number of at most 64 bits\n"
       "    retries: 9223372036854775808\n             ^\n"},
      {"not a duration", url + "  timeout: 300\n",
       "f:5:12: error: \"timeout\": expected a duration such as 500ms, 30s, 5m, 1h or 7d, at most "
       "10000d\n    timeout: 300\n             ^\n"},
      {"fraction", url + "  retries: 1.5\n",
       "f:5:12: error: \"retries\": expected a whole number of at most 64 bits\n"
       "    retries: 1.5\n             ^\n"},
      {"a list for a number", url + "  retries: [1]\n",
       "f:5:12: error: \"retries\": expected an integer, found a list\n"
       "    retries: [1]\n             ^\n"},
      {"nothing for a text", "  url:\n",
       "f:4:3: error: \"url\": expected a text, found nothing\n    url:\n    ^\n"},
      {"a map for a text", "  url: {a: " + secret + "}\n",
       "f:4:8: error: \"url\": expected a text, found a map\n    url: {a: ***\n         ^\n"},
      {"an empty path", url + "  path: ''\n",
       "f:5:9: error: \"path\": expected a path, found nothing\n    path: ''\n          ^\n"},
      {"a text for a map", url + "  columns: gmv\n",
       "f:5:12: error: \"columns\": expected a map of names to texts, found a text\n"
       "    columns: gmv\n             ^\n"},
      {"a list in a map", url + "  columns: {gmv: [x]}\n",
       "f:5:18: error: \"gmv\": expected a text, found a list\n"
       "    columns: {gmv: [x]}\n                   ^\n"},
      {"a repeated key of a map", url + "  columns: {gmv: x, gmv: y}\n",
       "f:5:21: error: the key \"gmv\" is repeated; it is already in line 5\n"
       "    columns: {gmv: x, gmv: y}\n                      ^\n"},
      {"a placeholder without quotes", url + "  path: {window}\n",
       "f:5:9: error: \"path\": expected a text, found a map; put it in quotes: \"{window}\"\n"
       "    path: {window}\n          ^\n"},
      {"a secret where it may be shown, by an alias",
       "  url: &u {a: " + secret + "}\n  columns: *u\n  retries: x\n",
       "f:4:8: error: \"url\": expected a text, found a map\n    url: &u {a: ***\n         ^\n"
       "f:6:12: error: \"retries\": expected a whole number of at most 64 bits\n"
       "    retries: x\n             ^\n"},
      {"after a secret in the same line", "  <<: {}\n  url: {x: 'a\n    " + secret + "', y: 1}\n",
       "f:4:3: error: the plugin \"store\" has no option \"<<\"; known: url, path, retries, "
       "columns, timeout, command, rate\n    <<: {}\n    ^\n"
       "f:5:8: error: \"url\": expected a text, found a map\n    url: {x: ***\n         ^\n"},
  };
  for (const auto& [name, options, expected] : rows) {
    INFO(name);
    const auto found = shown_with_options(folder, config_with(options));
    CHECK(found == expected);
    CHECK(found.find(secret) == std::string::npos);
  }
}

TEST_CASE("lists and decimals are checked too") {
  const config_folder folder;
  struct row {
    std::string name;
    std::string options;
    std::string expected;
  };
  const std::string url = "  url: " + secret + "\n";
  const std::vector<row> rows{
      {"a text for a list", url + "  command: rows\n",
       "f:5:12: error: \"command\": expected a list of texts, found a text\n"
       "    command: rows\n             ^\n"},
      {"a list in a list", url + "  command: [a, [b]]\n",
       "f:5:16: error: expected a text, found a list\n"
       "    command: [a, [b]]\n                 ^\n"},
      {"a placeholder without quotes", url + "  command: [a, {window}]\n",
       "f:5:16: error: expected a text, found a map; put it in quotes: \"{window}\"\n"
       "    command: [a, {window}]\n                 ^\n"},
      {"not a decimal", url + "  rate: 1e3\n",
       "f:5:9: error: \"rate\": expected a number such as 2 or 0.5, with at most six decimals\n"
       "    rate: 1e3\n          ^\n"},
      {"too many decimals", url + "  rate: 0.1234567\n",
       "f:5:9: error: \"rate\": expected a number such as 2 or 0.5, with at most six decimals\n"
       "    rate: 0.1234567\n          ^\n"},
  };
  for (const auto& [name, options, expected] : rows) {
    INFO(name);
    CHECK(shown_with_options(folder, config_with(options)) == expected);
  }
}

TEST_CASE("excerpts never show a secret, in any form of writing it") {
  const variables set;
  const config_folder folder;
  const std::vector<std::string> ways{
      "  url: " + secret + "\n",
      "  url: \"" + secret + "\"  # " + secret + "\n",
      "  url: |\n    " + secret + "\n    " + secret + "\n",
      "  url: >-\n    " + secret + "\n",
      "  url: &again '" + secret + "'\n  other: *again\n",
      "  url: [" + secret + ", [" + secret + "]]\n",
      "  url: {a: " + secret + ", b: {c: " + secret + "}}\n",
      "  url: \"first\n    " + secret + "\"\n",
      "  - " + secret + "\n",
      "  url:" + secret + "\n",
      "  url: \"" + secret + "\n",
      "  url: " + secret + ": x\n",
  };
  for (const auto& way : ways) {
    INFO(way);
    const auto loaded = folder.load(config_with(way, "unknown: " + secret + "\n"));
    CHECK_FALSE(shown(loaded).empty());
    CHECK(loaded.excerpts().find(secret) == std::string::npos);
    CHECK(shown(loaded).find(secret) == std::string::npos);
  }
}
