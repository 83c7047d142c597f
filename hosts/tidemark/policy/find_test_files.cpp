// SPDX-License-Identifier: BSL-1.0
#include "find_test_files.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <system_error>

#include <fmt/core.h>

#include <tidemark/yaml/read_document.hpp>

#include "../config/read_file.hpp"
#include "read_cases.hpp"

namespace tidemark::host {

namespace {

namespace fs = std::filesystem;

bool may_have_cases(const fs::path& path) {
  constexpr std::size_t bytes_max = 1024 * 1024;
  const auto text = read_file(path, bytes_max);
  if (!text) return true;
  diagnostics::issues found;
  const auto root = yaml::read_document(*text, found);
  return !root || is_test_file(*root);
}

result<std::vector<fs::path>> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code code;
  for (fs::recursive_directory_iterator at(folder, code), end; !code && at != end;
       at.increment(code)) {
    std::error_code unknown;  // a link to nothing is not a file
    if (at->path().extension() == ".yaml" && at->is_regular_file(unknown))
      files.push_back(at->path());
  }
  if (code) return usage_error(fmt::format("folder {}: {}", folder.string(), code.message()));
  std::sort(files.begin(), files.end());
  std::erase_if(files, [](const fs::path& path) { return !may_have_cases(path); });
  if (files.empty())
    return usage_error(fmt::format(
        "folder {}: no .yaml file below it has \"cases\"; name a file of cases, or a folder of "
        "such files",
        folder.string()));
  return files;
}

}  // namespace

result<std::vector<fs::path>> find_test_files(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  std::set<fs::path> known;
  const auto add = [&](const fs::path& path) {
    std::error_code code;
    const auto whole = fs::weakly_canonical(path, code);
    if (known.insert(code ? path : whole).second) files.push_back(path);
  };
  for (const auto& path : paths) {
    std::error_code code;
    if (!fs::is_directory(path, code)) {
      add(path);
      continue;
    }
    const auto below = files_below(path);
    if (!below) return below.error();
    for (const auto& file : *below) add(file);
  }
  return files;
}

}  // namespace tidemark::host
