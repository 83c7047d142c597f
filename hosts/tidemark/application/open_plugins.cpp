// SPDX-License-Identifier: BSL-1.0
#include "open_plugins.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <boost/dll/runtime_symbol_info.hpp>
#include <fmt/core.h>

#include "../plugins/exit_guard.hpp"
#include "../plugins/guarded_source.hpp"

namespace tidemark::host {

namespace {

/// What `make` creates by the plugin of `use` from `options`. Error: that of the plugin, with
/// `prefix` and without secrets.
template <typename Create>
auto create(const application& app, plugin::kind kind, const plugin_use& use,
            const plugin::option_values& options, const std::string& prefix, const Create& make)
    -> decltype(make(std::declval<const plugin::catalogue_entry&>(), options)) {
  const auto entry = app.plugins.find(kind, use.plugin);
  if (!entry) return entry.error();
  const active_plugin_scope active((*entry)->name);
  auto created = make(**entry, options);
  if (!created)
    return error{created.error().kind, prefix + app.secrets.redacted(created.error().message)};
  return created;
}

}  // namespace

outcome<plugin::catalogue> scan_plugins(const config& settings, std::ostream& err) {
  std::vector<std::filesystem::path> folders = settings.plugin_path;
  if (folders.empty()) {
    const std::filesystem::path program = boost::dll::program_location().string();
    folders.push_back(program.parent_path().parent_path() / TIDEMARK_PLUGIN_FOLDER);
  }
  auto found = plugin::catalogue::scan(folders);
  if (!found) return report(found.error(), err);
  return std::move(*found);
}

result<plugin::plugged<storage::backend>> connect_storage(const application& app) {
  return create(app, plugin::kind::storage, app.settings.storage, app.storage_options, "",
                plugin::create_storage);
}

outcome<plugin::plugged<storage::backend>> open_storage(const application& app) {
  auto opened = connect_storage(app);
  if (!opened) return report(opened.error());
  return std::move(*opened);
}

result<std::vector<plugin::plugged<source::data_source>>> open_sources(const application& app,
                                                                       const brand_config& brand) {
  std::vector<plugin::plugged<source::data_source>> sources;
  for (std::size_t i = 0; i < brand.sources.size(); ++i) {
    const auto& use = brand.sources[i];
    auto source = create(app, plugin::kind::source, use, app.source_options.at(brand.id)[i],
                         fmt::format("source {}: ", use.plugin), plugin::create_source);
    if (!source) return source.error();
    source->object = std::make_unique<guarded_source>(std::move(source->object), app.secrets,
                                                      use.plugin);
    sources.push_back(std::move(*source));
  }
  return sources;
}

result<std::vector<plugin::plugged<enricher::video_enricher>>> open_enrichers(
    const application& app, const brand_config& brand) {
  std::vector<plugin::plugged<enricher::video_enricher>> enrichers;
  for (std::size_t i = 0; i < brand.enrichers.size(); ++i) {
    const auto& use = brand.enrichers[i];
    auto enricher = create(app, plugin::kind::enricher, use, app.enricher_options.at(brand.id)[i],
                           fmt::format("enricher {}: ", use.plugin), plugin::create_enricher);
    if (!enricher) return enricher.error();
    enrichers.push_back(std::move(*enricher));
  }
  return enrichers;
}

}  // namespace tidemark::host
