// SPDX-License-Identifier: BSL-1.0
#include "plugin_options.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "../plugins/exit_guard.hpp"

namespace tidemark::host {

namespace {

/// The node that a plugin's message is about: the message begins with the node's path, such as
/// `numbers.group: ...` or `time_formats[1]: ...`. `path` is that of `node`; only nodes below it
/// are searched. A null pointer if there is none.
const yaml::located_node* named_node(const yaml::located_node& node, const std::string& path,
                                     std::string_view message) {
  if (message.starts_with(path + ": ")) return &node;
  if (!message.starts_with(path)) return nullptr;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto& child = node.children[i];
    const bool in_list = node.kind == yaml::node_kind::list;
    const auto step = in_list ? fmt::format("[{}]", i) : "." + child.key.text;
    if (const auto* named = named_node(child, path + step, message)) return named;
  }
  return nullptr;
}

/// The place in the config that `message`, an error of the plugin, is about; by default the
/// plugin's name.
diagnostics::location place_of(const plugin_use& use, std::string_view message) {
  for (const auto& option : use.options)
    if (const auto* named = named_node(option, option.key.text, message)) return named->at;
  return use.plugin_at;
}

/// Adds an issue to `found` if `create` cannot make an object by the plugin of `use`, or refuses
/// its `options`. `user` names the part of the config that uses the plugin.
template <typename Create>
void try_plugin(const application& app, plugin::kind kind, const plugin_use& use,
                const plugin::option_values& options, const std::string& user,
                const Create& create, diagnostics::issues& found) {
  const auto entry = app.plugins.find(kind, use.plugin);
  if (!entry) return;  // `options_of` has reported it
  const active_plugin_scope active((*entry)->name);
  if (const auto created = create(**entry, options); !created)
    found.push_back({diagnostics::severity::error, place_of(use, created.error().message),
                     fmt::format("{} {}: {}", user, use.plugin,
                                 app.secrets.redacted(created.error().message)),
                     std::nullopt});
}

}  // namespace

plugin::option_values options_of(const plugin::catalogue& plugins, plugin::kind kind,
                                 const plugin_use& use, const config& settings,
                                 checked_options& all, redactor& secrets) {
  const auto entry = plugins.find(kind, use.plugin);
  if (!entry) {
    all.found.push_back({diagnostics::severity::error, use.plugin_at, entry.error().message,
                         std::nullopt});
    return {};
  }
  const auto declared = declared_options(**entry);
  auto checked = check_options(declared, use, settings.folder);
  all.found.insert(all.found.end(), checked.found.begin(), checked.found.end());
  all.places.add(checked.places);
  secrets.add(declared, checked.values);
  return std::move(checked.values);
}

void try_plugins(const application& app, diagnostics::issues& found) {
  const auto& settings = app.settings;
  try_plugin(app, plugin::kind::storage, settings.storage, app.storage_options, "storage",
             plugin::check_storage_options, found);
  for (const auto& brand : settings.brands) {
    const auto user = fmt::format("brand {}, ", brand.id);
    for (std::size_t i = 0; i < brand.sources.size(); ++i)
      try_plugin(app, plugin::kind::source, brand.sources[i], app.source_options.at(brand.id)[i],
                 user + "source", plugin::create_source, found);
    for (std::size_t i = 0; i < brand.enrichers.size(); ++i)
      try_plugin(app, plugin::kind::enricher, brand.enrichers[i],
                 app.enricher_options.at(brand.id)[i], user + "enricher",
                 plugin::create_enricher, found);
  }
}

std::string create_fault(const plugin::catalogue_entry& entry, const brand_config& brand,
                         const source_config& source, const config& settings) {
  const auto declared = declared_options(entry);
  const auto checked = check_options(declared, source, settings.folder);
  if (diagnostics::has_error(checked.found)) return {};
  const active_plugin_scope active(entry.name);
  const auto made = plugin::create_source(entry, checked.values);
  if (made) return {};
  redactor secrets;
  secrets.add(declared, checked.values);
  return fmt::format("cannot create a source for brand {}: {}", brand.id,
                     secrets.redacted(made.error().message));
}

}  // namespace tidemark::host
