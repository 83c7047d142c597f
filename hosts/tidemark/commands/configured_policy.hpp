// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "../config/policy_file.hpp"
#include "../output/report.hpp"
#include "commands.hpp"

namespace tidemark::host {

/// `file`, or the config's policy when it is empty; a config with errors is reported.
outcome<std::filesystem::path> policy_file(const global_options& global,
                                           const std::filesystem::path& file);

/// The policy at `path`; errors in it are reported.
outcome<loaded_policy_file> read_valid_policy(const std::filesystem::path& path,
                                              output_format format);

/// The policies at `paths`; the errors in all of them are reported.
outcome<std::vector<loaded_policy_file>> read_valid_policies(
    std::span<const std::filesystem::path> paths, output_format format);

}  // namespace tidemark::host
