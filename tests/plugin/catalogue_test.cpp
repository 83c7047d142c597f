// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include <tidemark/plugin/catalogue.hpp>

#include "catch.hpp"

namespace {

namespace fs = std::filesystem;
using namespace tidemark;

/// A folder of plugins that is gone after the test.
class plugin_folder {
 public:
  plugin_folder() {
    std::string pattern = (fs::temp_directory_path() / "tidemark-plugins-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~plugin_folder() { fs::remove_all(path_); }
  plugin_folder(const plugin_folder&) = delete;
  plugin_folder& operator=(const plugin_folder&) = delete;

  void copy(const std::string& fixture, const std::string& name) const {
    fs::copy_file(fs::path(FIXTURES) / (fixture + ".so"), path_ / name);
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

plugin::catalogue scan(const plugin_folder& folder) {
  auto found = plugin::catalogue::scan(std::span(&folder.path(), 1));
  REQUIRE(found);
  return std::move(*found);
}

std::string refusal_of(const plugin::catalogue& found, const std::string& name) {
  for (const auto& one : found.entries())
    if (one.path.filename() == name) return one.refused;
  return "not in the catalogue";
}

}  // namespace

TEST_CASE("a good plugin is found, described and makes a source") {
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

TEST_CASE("what is no plugin is refused with its reason and hinders no other") {
  plugin_folder folder;
  folder.copy("numbers", "numbers.so");
  folder.write("text.so", "not a library\n");
  folder.write("empty.so", "");
  folder.write("notes.txt", "not looked at");
  fs::create_directory(folder.path() / "folder.so");
  REQUIRE(::mkfifo((folder.path() / "fifo.so").c_str(), 0600) == 0);
  folder.copy("numbers", "cut.so");
  fs::resize_file(folder.path() / "cut.so", 3000);

  const auto found = scan(folder);
  CHECK(found.entries().size() == 6);
  const std::string no_library = "is no shared library, or is cut off: build or copy it again";
  CHECK(refusal_of(found, "text.so") == no_library);
  CHECK(refusal_of(found, "empty.so") == no_library);
  CHECK(refusal_of(found, "cut.so") == no_library);
  CHECK(refusal_of(found, "folder.so") == "is no regular file");
  CHECK(refusal_of(found, "fifo.so") == "is no regular file");
  CHECK(refusal_of(found, "numbers.so") == "");
}

TEST_CASE("a plugin of another build is refused, naming both sides, and none of its code runs") {
  ::unsetenv("TIDEMARK_TEST_FOREIGN_CODE_RAN");
  plugin_folder folder;
  folder.copy("other_stamp", "other_stamp.so");
  folder.copy("other_records", "other_records.so");
  const auto found = scan(folder);

  const std::string own(plugin::own_stamp.substr(plugin::stamp_prefix.size()));
  CHECK(refusal_of(found, "other_stamp.so") ==
        "was built as abi0__gcc5__libstdcxx_cxx11abi0, this tidemark as " + own +
            ": build it with the same compiler, standard library and tidemark headers");
  CHECK(refusal_of(found, "other_records.so") ==
        "was built with records of fingerprint 12345, this tidemark with " +
            std::to_string(plugin::record_fingerprint) + ": build it with this tidemark's headers");
  CHECK(std::getenv("TIDEMARK_TEST_FOREIGN_CODE_RAN") == nullptr);
}

TEST_CASE("the second plugin of one name is refused") {
  plugin_folder folder;
  folder.copy("numbers", "a.so");
  folder.copy("numbers", "b.so");
  const auto found = scan(folder);
  CHECK(refusal_of(found, "a.so") == "");
  CHECK(refusal_of(found, "b.so") ==
        "has the name of " + (folder.path() / "a.so").string() + ", which was found first");
}

TEST_CASE("an unknown plugin names what there is") {
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
  CHECK(refused.message.find("csv.so was built as abi0__gcc5") != std::string::npos);
}

TEST_CASE("a folder that is not there is an error") {
  const fs::path nowhere = "/nonexistent/tidemark-plugins";
  const auto found = plugin::catalogue::scan(std::span(&nowhere, 1));
  REQUIRE(!found);
  CHECK(found.error().kind == error_kind::usage);
  CHECK(found.error().message ==
        "plugin folder /nonexistent/tidemark-plugins: No such file or directory; set plugin_path "
        "in the config to the folder of the plugins");
}

TEST_CASE("a plugin that cannot make its object is an error, also when it throws") {
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
  CHECK(create("nothing") == named + "it created nothing");
  CHECK(plugin::create_storage(entry, {}).error().message ==
        named + "its manifest has no function to create it");
}
