// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "policy_case.hpp"

namespace tidemark::host {

/// A test file of `cases` for the policy at `policy`, as YAML that `read_cases` reads back.
std::string to_yaml(const std::filesystem::path& policy, const std::vector<policy_case>& cases);

}  // namespace tidemark::host
