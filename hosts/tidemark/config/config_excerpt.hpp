// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tidemark/diagnostics/location.hpp>
#include <tidemark/yaml/located_node.hpp>

namespace tidemark::host {

/// `text`, the config file that was parsed into `root`, with every value masked as `***`, except
/// those whose place is in `shown`. Keys, places and the number of lines stay the same.
std::string mask_values(std::string_view text, const yaml::located_node& root,
                        const std::vector<diagnostics::location>& shown);

}  // namespace tidemark::host
