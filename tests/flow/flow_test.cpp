// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "../contract/every_storage.hpp"
#include "../sync/shipped_policy.hpp"
#include "catch.hpp"
#include "flow_runner.hpp"

namespace {

namespace fs = std::filesystem;

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
    const tidemark::test::scratch_folder folder;
    const tidemark::contract::scratch_storage store(storage_name);
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

TEST_CASE("every flow has the expected results on every storage") {
  for (const char* name : tidemark::contract::every_storage) run_all_flows(name);
}
