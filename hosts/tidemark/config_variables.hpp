// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>

#include <tidemark/policy/issue.hpp>
#include <tidemark/yaml/located_node.hpp>

namespace tidemark::host {

/// The text of `node` with its `${NAME}` and `${file:PATH}` replaced (see `load_config`). Relative
/// paths begin in `folder`. Reports, at its place, a variable that is not set, a file that cannot
/// be read and a name that is none; these stand for an empty text then.
std::string replace_variables(const yaml::located_node& node, const std::filesystem::path& folder,
                              policy::issues& found);

/// `node` with the variables of all texts in it replaced; keys stay.
yaml::located_node with_variables(yaml::located_node node, const std::filesystem::path& folder,
                                  policy::issues& found);

}  // namespace tidemark::host
