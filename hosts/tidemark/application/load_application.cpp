// SPDX-License-Identifier: BSL-1.0
#include "load_application.hpp"

#include <utility>

#include "../config/policy_file.hpp"
#include "open_plugins.hpp"
#include "plugin_options.hpp"
#include "settings.hpp"

namespace tidemark::host {

outcome<application> load_application(const std::filesystem::path& path, std::ostream& err,
                                      const plugin::catalogue* loaded_before) {
  application app;
  app.config_path = path;
  auto settings = load_settings(app.config_path, err);
  if (!settings) return settings.error();
  app.settings = std::move(settings->value);
  app.secrets.add(app.settings.daemon.auth_token);

  auto policy = read_policy(app.settings.policy);
  if (diagnostics::has_error(policy.found)) {
    show_issues(policy.found, app.settings.policy, policy.text, err);
    return exit_code::usage;
  }
  app.policy = std::move(policy.policy);
  app.policy_hash = hash_of(app.policy);

  if (loaded_before) {
    app.plugins = *loaded_before;
  } else {
    auto plugins = scan_plugins(app.settings, err);
    if (!plugins) return plugins.error();
    app.plugins = std::move(*plugins);
  }

  checked_options all;
  diagnostics::issues& found = all.found;
  app.storage_options = options_of(app.plugins, plugin::kind::storage, app.settings.storage,
                                   app.settings, all, app.secrets);
  for (const auto& brand : app.settings.brands)
    for (const auto& source : brand.sources)
      app.source_options[brand.id].push_back(
          options_of(app.plugins, plugin::kind::source, source, app.settings, all, app.secrets));
  for (const auto& brand : app.settings.brands)
    for (const auto& enricher : brand.enrichers)
      app.enricher_options[brand.id].push_back(options_of(
          app.plugins, plugin::kind::enricher, enricher, app.settings, all, app.secrets));
  if (!diagnostics::has_error(found)) try_plugins(app, found);
  diagnostics::sort_by_place(found);
  if (!found.empty()) show_issues(found, app.config_path, settings->excerpts(all.places), err);
  if (diagnostics::has_error(found)) return exit_code::usage;
  return app;
}

}  // namespace tidemark::host
