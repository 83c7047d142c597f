// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include "../config/policy_file.hpp"
#include "../output/report.hpp"
#include "commands.hpp"

namespace tidemark::host {

/// `file`, or the config's policy when it is empty; a config with errors is reported.
outcome<std::filesystem::path> policy_file(const global_options& global,
                                           const std::filesystem::path& file);

/// The policy at `path`; errors in it are reported.
outcome<loaded_policy_file> read_valid_policy(const std::filesystem::path& path);

}  // namespace tidemark::host
