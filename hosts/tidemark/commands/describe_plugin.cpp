// SPDX-License-Identifier: BSL-1.0
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include <tidemark/value/json_writer.hpp>
#include <tidemark/value/nearest.hpp>
#include <tidemark/value/utf8.hpp>

#include "../application/open_plugins.hpp"
#include "../application/plugin_options.hpp"
#include "../application/settings.hpp"
#include "../output/host_output.hpp"
#include "../output/table.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// The only plugin called `name`, of any kind. Errors (usage): there is none, or one each of
/// several kinds.
result<const plugin::catalogue_entry*> find_any(const plugin::catalogue& plugins,
                                                const std::string& name) {
  const plugin::catalogue_entry* found = nullptr;
  std::vector<std::string> known;
  std::string refused;
  for (const auto& entry : plugins.entries()) {
    if (!entry.refused.empty()) {
      if (entry.name == name)
        refused = fmt::format("{} {}", entry.path.string(), entry.refused);
      continue;
    }
    known.push_back(entry.name);
    if (entry.name != name) continue;
    if (found)
      return usage_error(fmt::format("{} is the name of a {} and of a {}; choose one with --kind",
                                     in_quotes(name), plugin::to_text(*found->provides),
                                     plugin::to_text(*entry.provides)));
    found = &entry;
  }
  if (found) return found;
  if (!refused.empty())
    return usage_error(fmt::format("the plugin {}: {}", in_quotes(name), refused));
  return usage_error(fmt::format("no plugin {}{}", in_quotes(name), did_you_mean(name, known)));
}

void write_json(const plugin::catalogue_entry& entry) {
  json_writer out(host_output());
  const auto text_or_null = [&](std::string_view name, std::string_view text) {
    out.key(name);
    if (text.empty()) out.value(nullptr);
    else out.value(text);
  };
  out.begin_object();
  out.member("name", entry.name);
  out.member("kind", plugin::to_text(*entry.provides));
  out.member("version", entry.version);
  out.member("path", entry.path.string());
  out.key("options");
  out.begin_array();
  for (const auto& option : declared_options(entry)) {
    out.begin_object();
    out.member("name", option.name);
    out.member("type", plugin::to_text(option.type));
    text_or_null("unit", option.unit);
    text_or_null("default", option.default_text);
    out.member("required", option.required);
    out.member("secret", option.secret);
    out.member("help", option.help);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  host_output() << '\n';
}

void write_text(const plugin::catalogue_entry& entry) {
  host_output() << plugin::to_text(*entry.provides) << ' ' << one_line(entry.name, 60);
  if (!entry.version.empty()) host_output() << ' ' << one_line(entry.version, 60);
  host_output() << ", " << entry.path.string() << '\n';
  if (declared_options(entry).empty()) {
    host_output() << "It takes no options.\n";
    return;
  }
  table rows({{"option"}, {"type"}, {"default"}, {"", table::align::left},
              {"meaning", table::align::left, 200}});
  for (const auto& option : declared_options(entry)) {
    std::string type(plugin::to_text(option.type));
    if (!option.unit.empty()) type += ", " + std::string(option.unit);
    std::string marks = option.required ? "required" : "";
    if (option.secret) marks += marks.empty() ? "secret" : ", secret";
    rows.add({std::string(option.name), type, std::string(option.default_text), marks,
              std::string(option.help)});
  }
  rows.write(host_output());
}

}  // namespace

exit_code run_plugins_describe(const global_options& global, const std::string& name,
                               std::optional<plugin::kind> provides) {
  const auto settings = load_settings(config_path(global.config));
  if (!settings) return settings.error();
  const auto plugins = scan_plugins(settings->value);
  if (!plugins) return plugins.error();
  const auto entry = provides ? plugins->find(*provides, name) : find_any(*plugins, name);
  if (!entry) return report(entry.error());
  if (global.format == output_format::json) write_json(**entry);
  else write_text(**entry);
  return exit_code::done;
}

}  // namespace tidemark::host
