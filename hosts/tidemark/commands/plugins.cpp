// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <string>
#include <vector>

#include <tidemark/value/json_writer.hpp>

#include "../application/open_plugins.hpp"
#include "../application/plugin_options.hpp"
#include "../application/settings.hpp"
#include "../output/host_output.hpp"
#include "../output/table.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// Why each plugin is refused: the reason of the catalogue, or the error when it creates one of the
/// config's sources. Empty for a plugin that can be used.
std::vector<std::string> refusals(const plugin::catalogue& found, const config& settings) {
  std::vector<std::string> refused;
  for (const auto& entry : found.entries()) {
    refused.push_back(entry.refused);
    if (!entry.refused.empty() || entry.provides != plugin::kind::source) continue;
    for (const auto& brand : settings.brands)
      for (const auto& source : brand.sources)
        if (source.plugin == entry.name && refused.back().empty())
          refused.back() = create_fault(entry, brand, source, settings);
  }
  return refused;
}

}  // namespace

exit_code run_plugins(const global_options& global) {
  const auto settings = load_settings(config_path(global.config));
  if (!settings) return settings.error();
  const auto found = scan_plugins(settings->value);
  if (!found) return found.error();
  const auto refused = refusals(*found, settings->value);

  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_array();
    for (std::size_t i = 0; i < refused.size(); ++i) {
      const auto& entry = found->entries()[i];
      out.begin_object();
      out.member("name", entry.name);
      out.key("kind");
      if (entry.provides) out.value(plugin::to_text(*entry.provides));
      else out.value(nullptr);
      out.member("version", entry.version);
      out.member("abi", entry.abi);
      out.member("path", entry.path.string());
      out.key("refused");
      if (refused[i].empty()) out.value(nullptr);
      else out.value(refused[i]);
      out.end_object();
    }
    out.end_array();
    host_output() << '\n';
    return exit_code::done;
  }
  table rows({{"name"}, {"kind"}, {"version"}, {"built as"}, {"file", table::align::left, 100},
              {"refused", table::align::left, 200}});
  for (std::size_t i = 0; i < refused.size(); ++i) {
    const auto& entry = found->entries()[i];
    rows.add({entry.name, entry.provides ? std::string(plugin::to_text(*entry.provides)) : "-",
              entry.version.empty() ? "-" : entry.version, entry.abi.empty() ? "-" : entry.abi,
              entry.path.string(), refused[i]});
  }
  rows.write(host_output());
  return exit_code::done;
}

}  // namespace tidemark::host
