// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>
#include <string>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/plugin/catalogue.hpp>

#include "../config/check_options.hpp"
#include "../plugins/redactor.hpp"
#include "application.hpp"

namespace tidemark::host {

/// The options that the plugin `entry` declares.
inline std::span<const plugin::option_spec> declared_options(const plugin::catalogue_entry& entry) {
  return {entry.loaded.self->options, entry.loaded.self->option_count};
}

/// The options that `use` gives to a plugin, checked against those that the plugin declares.
/// Issues, and the places of values, are added to `all`; secret values to `secrets`.
plugin::option_values options_of(const plugin::catalogue& plugins, plugin::kind kind,
                                 const plugin_use& use, const config& settings,
                                 checked_options& all, redactor& secrets);

/// Checks the options of the storage, and creates every source and enricher once: if one of them
/// refuses its options, that is an issue of the config, and is found before any run.
void try_plugins(const application& app, diagnostics::issues& found);

/// Why the plugin `entry` cannot create a source with the options that `source` of `brand` gives
/// it, without secrets. Empty if it can, or if the options themselves are wrong: `load_application`
/// reports that.
std::string create_fault(const plugin::catalogue_entry& entry, const brand_config& brand,
                         const source_config& source, const config& settings);

}  // namespace tidemark::host
