// SPDX-License-Identifier: BSL-1.0
#include <iostream>

#include "../output/json_writer.hpp"
#include "../output/table.hpp"
#include "../setup.hpp"
#include "commands.hpp"

namespace tidemark::host {

exit_code run_plugins(const global_options& global) {
  const auto settings = load_settings(config_path(global));
  if (!settings) return settings.error();
  const auto found = scan_plugins(settings->value);
  if (!found) return found.error();

  if (global.format == output_format::json) {
    json_writer out(std::cout);
    out.begin_array();
    for (const auto& one : found->entries()) {
      out.begin_object();
      out.member("name", one.name);
      out.key("kind");
      if (one.provides) out.value(plugin::to_text(*one.provides));
      else out.value(nullptr);
      out.member("version", one.version);
      out.member("abi", one.abi);
      out.member("path", one.path.string());
      out.key("refused");
      if (one.refused.empty()) out.value(nullptr);
      else out.value(one.refused);
      out.end_object();
    }
    out.end_array();
    std::cout << '\n';
    return exit_code::done;
  }
  table rows({{"name"}, {"kind"}, {"version"}, {"built as"}, {"file", table::align::left, 100},
              {"refused", table::align::left, 200}});
  for (const auto& one : found->entries())
    rows.add({one.name, one.provides ? std::string(plugin::to_text(*one.provides)) : "-",
              one.version.empty() ? "-" : one.version, one.abi.empty() ? "-" : one.abi,
              one.path.string(), one.refused});
  rows.write(std::cout);
  return exit_code::done;
}

}  // namespace tidemark::host
