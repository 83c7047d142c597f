// SPDX-License-Identifier: BSL-1.0
#include "configured_policy.hpp"

#include <iostream>
#include <utility>

#include "../application/settings.hpp"

namespace tidemark::host {

outcome<std::filesystem::path> policy_file(const global_options& global,
                                           const std::filesystem::path& file) {
  if (!file.empty()) return file;
  const auto settings = load_settings(config_path(global.config));
  if (!settings) return settings.error();
  return settings->value.policy;
}

outcome<loaded_policy_file> read_valid_policy(const std::filesystem::path& path) {
  auto read = read_policy(path);
  if (!diagnostics::has_error(read.found)) return read;
  show_issues(read.found, path, read.text, std::cerr);
  return exit_code::usage;
}

}  // namespace tidemark::host
