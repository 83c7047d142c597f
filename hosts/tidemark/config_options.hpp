// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include <tidemark/plugin/option.hpp>
#include <tidemark/policy/issue.hpp>

#include "config.hpp"

namespace tidemark::host {

/// The options of one use of a plugin. `values` count only when `found` has no error.
struct checked_options {
  plugin::option_values values;
  policy::issues found;  ///< show them in `loaded_config::excerpts(places)`
  value_places places;   ///< where values of declared options stand
};

/// Checks what a config gives to a plugin against the options that the plugin declares.
///
/// Relative paths are made absolute, beginning in `folder`; defaults are filled in. Reported are
/// unknown options, values of another type and required options that are not there (at the
/// plugin's name). No message holds a value.
checked_options check_options(std::span<const plugin::option_spec> declared, const plugin_use& use,
                              const std::filesystem::path& folder);

}  // namespace tidemark::host
