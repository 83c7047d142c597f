// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/plugin/option.hpp>
#include <tidemark/result.hpp>

namespace tidemark::host {

/// Reads options of a plugin that were given as arguments, each `name=value`: a list or map is
/// written as in YAML, and a value may contain `${NAME}` and `${file:PATH}`. Relative paths begin
/// in the current folder, and defaults are filled in. Error (usage): an option that a config could
/// not have either, or that is given twice; the message begins with `argument`, such as `--option`.
result<plugin::option_values> read_option_arguments(std::span<const plugin::option_spec> declared,
                                                    std::string_view plugin,
                                                    const std::vector<std::string>& given,
                                                    std::string_view argument);

}  // namespace tidemark::host
