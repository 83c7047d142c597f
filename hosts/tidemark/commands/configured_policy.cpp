// SPDX-License-Identifier: BSL-1.0
#include "configured_policy.hpp"

#include <cstddef>
#include <utility>

#include "../application/settings.hpp"
#include "report_issues.hpp"

namespace tidemark::host {

outcome<std::filesystem::path> policy_file(const global_options& global,
                                           const std::filesystem::path& file) {
  if (!file.empty()) return file;
  const auto settings = load_settings(config_path(global.config));
  if (!settings) return settings.error();
  return settings->value.policy;
}

outcome<loaded_policy_file> read_valid_policy(const std::filesystem::path& path,
                                              output_format format) {
  auto read = read_valid_policies({&path, 1}, format);
  if (!read) return read.error();
  return std::move(read->front());
}

outcome<std::vector<loaded_policy_file>> read_valid_policies(
    std::span<const std::filesystem::path> paths, output_format format) {
  std::vector<loaded_policy_file> read;
  for (const auto& path : paths) read.push_back(read_policy(path));
  std::vector<faulty_file> faulty;
  for (std::size_t i = 0; i < read.size(); ++i)
    if (diagnostics::has_error(read[i].found))
      faulty.push_back({paths[i], read[i].text, read[i].found});
  if (!faulty.empty()) return report_issues(faulty, format);
  return read;
}

}  // namespace tidemark::host
