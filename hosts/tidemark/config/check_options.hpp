// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/plugin/option.hpp>

#include "config.hpp"

namespace tidemark::host {

/// The options of one use of a plugin. `values` are valid only if `found` has no error.
struct checked_options {
  plugin::option_values values;
  diagnostics::issues found;  ///< show them in `loaded_config::excerpts(places)`
  value_places places;   ///< of the values of declared options
};

/// Checks what a config gives to a plugin against the options that the plugin declares.
///
/// Relative paths become absolute, beginning in `folder`, and defaults are filled in. Unknown
/// options and values of the wrong type are reported, and missing required options at the plugin's
/// name. No message contains a value.
checked_options check_options(std::span<const plugin::option_spec> declared, const plugin_use& use,
                              const std::filesystem::path& folder);

}  // namespace tidemark::host
