// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>

#include "../output/report.hpp"
#include "commands.hpp"

namespace tidemark::host {

/// `file`, or the config's policy when it is empty; a config with errors is reported.
outcome<std::filesystem::path> policy_file(const global_options& global,
                                           const std::filesystem::path& file);

}  // namespace tidemark::host
