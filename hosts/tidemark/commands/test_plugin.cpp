// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <tidemark/value/json_writer.hpp>
#include <tidemark/value/timestamp.hpp>

#include "../conformance/source_checks.hpp"
#include "../output/host_output.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

void write_json(const std::filesystem::path& path, bool ok,
                const std::vector<check_result>& checks) {
  json_writer out(host_output());
  out.begin_object();
  out.member("path", path.string());
  out.member("ok", ok);
  out.key("checks");
  out.begin_array();
  for (const auto& check : checks) {
    out.begin_object();
    out.member("name", check.name);
    out.member("ok", check.ok);
    out.member("detail", one_line(check.detail, 4000));
    out.end_object();
  }
  out.end_array();
  out.end_object();
  host_output() << '\n';
}

void write_text(const std::vector<check_result>& checks) {
  constexpr std::size_t name_width = 13;
  const std::size_t detail_width = width_where_shown(400);
  for (const auto& check : checks) {
    std::string name = check.name;
    name.resize(std::max(name.size(), name_width), ' ');
    host_output() << (check.ok ? "ok      " : "failed  ") << name << "  "
                  << one_line(check.detail, detail_width) << '\n';
  }
}

}  // namespace

exit_code run_plugins_test(const global_options& global, const plugins_test_options& options) {
  tested_plugin plugin;
  std::error_code code;
  plugin.path = std::filesystem::absolute(options.file, code);
  plugin.given = options.options;
  plugin.request = {options.brand_id, options.currency, options.window_days,
                    options.snapshot_date.value_or(day_of(now()))};
  const auto checks = check_source(plugin, options.limit);
  if (!checks) return report(checks.error());
  const bool ok =
      std::all_of(checks->begin(), checks->end(), [](const auto& check) { return check.ok; });
  if (global.format == output_format::json) write_json(plugin.path, ok, *checks);
  else write_text(*checks);
  return ok ? exit_code::done : exit_code::violation;
}

}  // namespace tidemark::host
