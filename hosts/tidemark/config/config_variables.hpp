// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/yaml/located_node.hpp>

namespace tidemark::host {

/// The text of `node` with its `${NAME}` and `${file:PATH}` replaced (see `load_config`). Relative
/// paths begin in `folder`. A variable that is not set, a file that cannot be read and an invalid
/// name are reported at their place, and replaced by nothing.
std::string replace_variables(const yaml::located_node& node, const std::filesystem::path& folder,
                              diagnostics::issues& found);

/// `node` with the variables in all its texts replaced, but not in its keys.
yaml::located_node with_variables(yaml::located_node node, const std::filesystem::path& folder,
                                  diagnostics::issues& found);

}  // namespace tidemark::host
