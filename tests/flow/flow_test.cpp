// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include <yaml-cpp/yaml.h>

#include "../sync/shipped_policy.hpp"
#include "catch.hpp"
#include "flow_runner.hpp"
#include "memory/memory_storage.hpp"
#include "sqlite/sqlite_storage.hpp"

namespace {

namespace fs = std::filesystem;

/// A folder that is gone after the test.
class scratch_folder {
 public:
  scratch_folder() {
    std::string pattern = (fs::temp_directory_path() / "tidemark-flow-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~scratch_folder() { fs::remove_all(path_); }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<fs::path> case_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(FLOW_CASES)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void run_all_flows(const std::string& storage_name) {
  const auto policy = shipped_policy();
  const auto files = case_files();
  REQUIRE(!files.empty());
  for (const auto& file : files) {
    const scratch_folder folder;
    std::unique_ptr<tidemark::storage::backend> store;
    if (storage_name == "memory") {
      store = std::make_unique<tidemark::memory::memory_storage>();
    } else {
      auto opened = tidemark::sqlite::sqlite_storage::open((folder.path() / "flow.db").string());
      REQUIRE(opened);
      store = std::move(*opened);
    }
    flow_runner runner(*store, policy, folder.path());
    int number = 0;
    for (const auto& step : YAML::LoadFile(file.string())["steps"]) {
      INFO(file.filename().string() << ", step " << ++number << ", on " << storage_name);
      CHECK(runner.run(step) == "");
    }
    INFO(file.filename().string());
    CHECK(number > 0);
  }
}

}  // namespace

TEST_CASE("every flow ends as expected in memory") { run_all_flows("memory"); }
TEST_CASE("every flow ends as expected in sqlite") { run_all_flows("sqlite"); }
