// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/value/json.hpp>

#include "../application/open_plugins.hpp"
#include "../application/plugin_options.hpp"
#include "../application/settings.hpp"
#include "../config/check_options.hpp"
#include "../config/option_arguments.hpp"
#include "../output/host_output.hpp"
#include "../output/report.hpp"
#include "../plugins/exit_guard.hpp"
#include "../plugins/guarded_source.hpp"
#include "../preview/source_preview.hpp"
#include "../run/progress.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// Removes `plugin=NAME` from `options`, and returns the name; without it, the plugin for the
/// ending of the file's name.
result<std::string> choose_plugin(const std::string& file, std::vector<std::string>& options) {
  constexpr std::string_view key = "plugin=";
  const auto given =
      std::ranges::find_if(options, [&](const auto& text) { return text.starts_with(key); });
  if (given != options.end()) {
    std::string name = given->substr(key.size());
    options.erase(given);
    return name;
  }
  if (const auto known = plugin_for(file)) return std::string(*known);
  return usage_error(file +
                     ": no plugin is known for this file name; add --source plugin=csv "
                     "or --source plugin=jsonl");
}

/// `text` escaped for a config, so that it has no variables: a file may be called `a${b}.csv`.
std::string without_variables(std::string text) {
  for (auto at = text.find("${"); at != text.npos; at = text.find("${", at + 3))
    text.insert(at, "$");
  return text;
}

/// The plugins next to the command, or those of the config that the command line names.
outcome<plugin::catalogue> find_plugins(const global_options& global) {
  if (global.config.empty()) return scan_plugins(config());
  const auto settings = load_settings(global.config);
  if (!settings) return settings.error();
  return scan_plugins(settings->value);
}

bool has_option(const plugin::catalogue_entry& entry, std::string_view name) {
  return std::ranges::any_of(declared_options(entry),
                             [&](const auto& option) { return option.name == name; });
}

/// Creates the source that reads the file, with the `--source` options.
result<std::unique_ptr<guarded_source>> make_source(const plugin::catalogue_entry& entry,
                                                    const std::vector<std::string>& given) {
  const auto declared = declared_options(entry);
  if (!has_option(entry, "path"))
    return usage_error(fmt::format("the plugin {} does not read files", entry.name));
  auto options = read_option_arguments(declared, entry.name, given, "--source");
  if (!options) return options.error();
  redactor secrets;
  secrets.add(declared, *options);
  const active_plugin_scope active(entry.name);
  auto made = plugin::create_source(entry, *options);
  if (!made) return error{made.error().kind, "--source " + secrets.redacted(made.error().message)};
  return std::make_unique<guarded_source>(std::move(made->object), std::move(secrets), entry.name);
}

/// The proposal as an option, `columns={...}`.
std::string columns_argument(const std::vector<std::pair<std::string, std::string>>& proposal) {
  std::string text = "columns={";
  for (const auto& [raw, header] : proposal) {
    if (text.back() != '{') text += ", ";
    text += raw + ": ";
    append_json_string(text, header);
  }
  return text + "}";
}

/// Reads the file into `preview`; if that fails, once more with the proposed columns.
void fetch(const plugin::catalogue_entry& entry, const std::vector<std::string>& given,
           const source::fetch_request& request, std::size_t rows, guarded_source& source,
           source_preview& preview) {
  if (const auto fetched = source.fetch(request, preview.found); !fetched)
    preview.fault = fetched.error();
  if (!has_option(entry, "columns")) return;
  preview.proposal = propose_columns(preview.found.columns_delivered);
  const bool mapped = std::ranges::any_of(
      given, [](const auto& text) { return text.starts_with("columns="); });
  if (!preview.fault || mapped || preview.proposal->empty()) return;
  auto with_columns = given;
  with_columns.push_back(columns_argument(*preview.proposal));
  const auto again = make_source(entry, with_columns);
  if (!again) return;
  preview.mapped.emplace(rows, stop_signal);
  if (const auto fetched = (*again)->fetch(request, *preview.mapped); !fetched)
    preview.mapped_fault = fetched.error();
}

}  // namespace

exit_code run_sources_preview(const global_options& global,
                              const sources_preview_options& options) {
  auto given = options.options;
  auto name = choose_plugin(options.file, given);
  if (!name) return report(name.error());
  given.push_back("path=" + without_variables(options.file));
  const auto plugins = find_plugins(global);
  if (!plugins) return plugins.error();
  const auto entry = plugins->find(plugin::kind::source, *name);
  if (!entry) return report(entry.error());
  const auto source = make_source(**entry, given);
  if (!source) return report(source.error());

  watch_stop_signals();
  source_preview preview{
      options.file, *name, preview_sink(options.rows, stop_signal), {}, {}, {}, {}};
  const source::fetch_request request{1, options.currency, options.window_days,
                                      options.snapshot_date.value_or(day_of(now()))};
  fetch(**entry, given, request, options.rows, **source, preview);
  if (global.format == output_format::json) {
    write_json(host_output(), preview);
  } else {
    for (const auto& warning : preview.found.warnings) warn(warning);
    if (preview.mapped)
      for (const auto& warning : preview.mapped->warnings) warn(warning);
    write_text(host_output(), preview);
  }
  return preview.fault ? report(*preview.fault) : exit_code::done;
}

}  // namespace tidemark::host
