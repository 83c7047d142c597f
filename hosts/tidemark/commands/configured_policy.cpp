// SPDX-License-Identifier: BSL-1.0
#include "configured_policy.hpp"

#include "../application/settings.hpp"

namespace tidemark::host {

outcome<std::filesystem::path> policy_file(const global_options& global,
                                           const std::filesystem::path& file) {
  if (!file.empty()) return file;
  const auto settings = load_settings(config_path(global.config));
  if (!settings) return settings.error();
  return settings->value.policy;
}

}  // namespace tidemark::host
