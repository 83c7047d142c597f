// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <tidemark/plugin/catalogue.hpp>

#include "catch.hpp"
#include "plugin_folder.hpp"

namespace {

const std::string other_stamp = "tidemark_stamp__abi0__gcc5__libstdcxx5__cxx11abi0__boost105500";

namespace fs = std::filesystem;
using namespace tidemark;

plugin::catalogue scan(const plugin_folder& folder) {
  auto found = plugin::catalogue::scan(std::span(&folder.path(), 1));
  REQUIRE(found);
  return std::move(*found);
}

std::string refusal_of(const plugin::catalogue& found, const std::string& name) {
  for (const auto& entry : found.entries())
    if (entry.path.filename() == name) return entry.refused;
  return "not in the catalogue";
}

}  // namespace

TEST_CASE("a valid plugin is found and described, and creates a source") {
  plugin_folder folder;
  folder.copy("numbers", "any_file_name.so");
  const auto found = scan(folder);
  REQUIRE(found.entries().size() == 1);
  const auto& entry = found.entries().front();
  CHECK(entry.refused == "");
  CHECK(entry.name == "numbers");
  CHECK(entry.version == "1.2.3");
  CHECK(entry.provides == plugin::kind::source);
  CHECK("tidemark_stamp__" + entry.abi == plugin::own_stamp);

  const auto chosen = found.find(plugin::kind::source, "numbers");
  REQUIRE(chosen);
  auto made = plugin::create_source(**chosen, {});
  REQUIRE(made);
  CHECK((*made)->origin({}) == "numbers");
}

TEST_CASE("a storage's options are checked by its own function, which may fail") {
  using check = result<void> (*)(const plugin::option_values&);
  struct row {
    std::string name;
    check given;
    std::string expected;  ///< empty: nothing is wrong
  };
  const std::vector<row> rows{
      {"no function", nullptr, ""},
      {"all is well", [](const plugin::option_values&) { return result<void>{}; }, ""},
      {"a refusal is passed on",
       [](const plugin::option_values& options) -> result<void> {
         return usage_error("size: found " + options.text("size"));
       },
       "size: found 9"},
      {"without a message", [](const plugin::option_values&) -> result<void> { return error{}; },
       "plugin store (s.so): it refused its options without a message"},
      {"an exception",
       [](const plugin::option_values&) -> result<void> { throw std::runtime_error("no"); },
       "plugin store (s.so): it failed to check its options: no"},
      {"not a std::exception", [](const plugin::option_values&) -> result<void> { throw 1; },
       "plugin store (s.so): it failed to check its options: it threw an object that is not a "
       "std::exception"},
  };
  for (const auto& [name, given, expected] : rows) {
    INFO(name);
    const plugin::manifest self{.provides = plugin::kind::storage, .name = "store",
                                .check_storage_options = given};
    plugin::catalogue_entry entry;
    entry.name = "store";
    entry.path = "s.so";
    entry.loaded.self = &self;
    const auto checked = plugin::check_storage_options(
        entry, plugin::option_values({{"size", std::string("9")}}));
    CHECK((checked ? "" : checked.error().message) == expected);
  }
}

TEST_CASE("an enricher is found by its kind and answers for each video") {
  plugin_folder folder;
  folder.copy("quiet_enricher", "quiet.so");
  const auto found = scan(folder);
  CHECK_FALSE(found.find(plugin::kind::source, "quiet"));
  const auto chosen = found.find(plugin::kind::enricher, "quiet");
  REQUIRE(chosen);
  auto made = plugin::create_enricher(**chosen, {});
  REQUIRE(made);

  struct answers final : enricher::answer_sink {
    bool answer(std::size_t index, result<std::optional<std::string>> thumbnail_url) override {
      text += std::to_string(index) + "=" + thumbnail_url.value().value_or("none") + " ";
      return index < 2;
    }
    void warning(std::string) override {}
    std::string text;
  } sink;
  const std::vector<videos::video_without_thumbnail> videos(
      5, {1, "7", "anna", "https://video.example/7"});
  REQUIRE((*made)->enrich(videos, sink));
  CHECK(sink.text == "0=https://thumbnails.example/7 1=none 2=https://thumbnails.example/7 ");
}

TEST_CASE("an object outlives the catalogue that made it") {
  auto source = [] {
    plugin_folder folder;
    folder.copy("numbers", "numbers.so");
    const auto found = scan(folder);
    auto made = plugin::create_source(**found.find(plugin::kind::source, "numbers"), {});
    return std::move(*made);
  }();
  CHECK(source->origin({}) == "numbers");
}

TEST_CASE("a refused file has a reason and does not affect others") {
  plugin_folder folder;
  folder.copy("numbers", "numbers.so");
  folder.write("text.so", "not a library\n");
  folder.write("notes.txt", "not looked at");
  fs::create_directory(folder.path() / "folder.so");
  folder.copy("wrong_manifest", "wrong_manifest.so");

  const auto found = scan(folder);
  CHECK(found.entries().size() == 4);
  CHECK(refusal_of(found, "text.so") == "is not a shared library");
  CHECK(refusal_of(found, "folder.so") == "is a directory");
  CHECK(refusal_of(found, "wrong_manifest.so") ==
        "has a wrong manifest: the default of its option \"limit\" is wrong: expected a whole "
        "number of at most 64 bits");
  CHECK(refusal_of(found, "numbers.so") == "");
}

TEST_CASE("a plugin of another build is refused, with both builds, without running its code") {
  ::unsetenv("TIDEMARK_TEST_FOREIGN_CODE_RAN");
  plugin_folder folder;
  folder.copy("other_stamp", "other_stamp.so");
  folder.copy("other_records", "other_records.so");
  const auto found = scan(folder);

  const std::string advice = "; build it with the compiler, libraries and headers of this tidemark";
  const std::string records =
      "records 12345 (here " + std::to_string(plugin::record_fingerprint) + ")";
  CHECK(refusal_of(found, "other_stamp.so") ==
        "is of another build: " + plugin::stamp_difference(other_stamp) + ", " + records + advice);
  CHECK(refusal_of(found, "other_records.so") == "is of another build: " + records + advice);
  CHECK(std::getenv("TIDEMARK_TEST_FOREIGN_CODE_RAN") == nullptr);
}

TEST_CASE("a second plugin of the same name is refused") {
  plugin_folder folder;
  folder.copy("numbers", "a.so");
  folder.copy("numbers", "b.so");
  const auto found = scan(folder);
  CHECK(refusal_of(found, "a.so") == "");
  CHECK(refusal_of(found, "b.so") ==
        "has the name of " + (folder.path() / "a.so").string() + ", which was found first");
}

TEST_CASE("an unknown plugin lists the known ones") {
  plugin_folder folder;
  folder.copy("numbers", "numbers.so");
  folder.copy("other_stamp", "csv.so");
  const auto found = scan(folder);
  CHECK(found.find(plugin::kind::source, "nmbers").error().message ==
        "no source plugin \"nmbers\" in the plugin folders; did you mean \"numbers\"?");
  CHECK(found.find(plugin::kind::storage, "numbers").error().message ==
        "no storage plugin \"numbers\" in the plugin folders (" + folder.path().string() +
            "); build or install it, or set plugin_path");
  const auto refused = found.find(plugin::kind::source, "csv").error();
  CHECK(refused.kind == error_kind::usage);
  CHECK(refused.message.find("csv.so is of another build: ABI number 0") != std::string::npos);
}

TEST_CASE("a missing folder is an error") {
  const fs::path nowhere = "/nonexistent/tidemark-plugins";
  const auto found = plugin::catalogue::scan(std::span(&nowhere, 1));
  REQUIRE(!found);
  CHECK(found.error().kind == error_kind::usage);
  CHECK(found.error().message ==
        "plugin folder /nonexistent/tidemark-plugins: No such file or directory; set plugin_path "
        "in the config to the folder of the plugins");
}

TEST_CASE("a plugin that cannot create its object gives an error, also if it throws") {
  plugin_folder folder;
  folder.copy("numbers", "numbers.so");
  const auto found = scan(folder);
  const auto& entry = found.entries().front();
  const auto create = [&](const std::string& how) {
    return plugin::create_source(entry, plugin::option_values({{"how", how}})).error().message;
  };
  const std::string named = "plugin numbers (" + entry.path.string() + "): ";
  CHECK(create("fails") == "numbers: no numbers today");
  CHECK(create("throws") == named + "it failed to start: thrown across the boundary");
  CHECK(create("throws a number") ==
        named + "it failed to start: it threw an object that is not a std::exception");
  CHECK(create("nothing") == named + "it created nothing");
  CHECK(plugin::create_storage(entry, {}).error().message ==
        named + "its manifest has no function to create it");
}
