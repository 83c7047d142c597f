// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <string>
#include <vector>

#include "../output/host_output.hpp"
#include "../output/json_writer.hpp"
#include "../output/table.hpp"
#include "../setup.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// Why each plugin is not to be used: that of the catalogue, or that the config's sources cannot be
/// made by it.
std::vector<std::string> refusals(const plugin::catalogue& found, const config& settings) {
  std::vector<std::string> refused;
  for (const auto& one : found.entries()) {
    refused.push_back(one.refused);
    if (!one.refused.empty() || one.provides != plugin::kind::source) continue;
    for (const auto& brand : settings.brands)
      for (const auto& source : brand.sources)
        if (source.plugin == one.name && refused.back().empty())
          refused.back() = create_fault(one, brand, source, settings);
  }
  return refused;
}

}  // namespace

exit_code run_plugins(const global_options& global) {
  const auto settings = load_settings(config_path(global));
  if (!settings) return settings.error();
  const auto found = scan_plugins(settings->value);
  if (!found) return found.error();
  const auto refused = refusals(*found, settings->value);

  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_array();
    for (std::size_t i = 0; i < refused.size(); ++i) {
      const auto& one = found->entries()[i];
      out.begin_object();
      out.member("name", one.name);
      out.key("kind");
      if (one.provides) out.value(plugin::to_text(*one.provides));
      else out.value(nullptr);
      out.member("version", one.version);
      out.member("abi", one.abi);
      out.member("path", one.path.string());
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
    const auto& one = found->entries()[i];
    rows.add({one.name, one.provides ? std::string(plugin::to_text(*one.provides)) : "-",
              one.version.empty() ? "-" : one.version, one.abi.empty() ? "-" : one.abi,
              one.path.string(), refused[i]});
  }
  rows.write(host_output());
  return exit_code::done;
}

}  // namespace tidemark::host
