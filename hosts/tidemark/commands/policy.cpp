// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <iostream>
#include <string>

#include "../output/host_output.hpp"
#include "../output/json_writer.hpp"
#include "../output/table.hpp"
#include "../report.hpp"
#include "../setup.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// `file`, or the config's policy when it is empty.
outcome<std::filesystem::path> policy_file(const global_options& global,
                                           const std::filesystem::path& file) {
  if (!file.empty()) return file;
  const auto settings = load_settings(config_path(global));
  if (!settings) return settings.error();
  return settings->value.policy;
}

}  // namespace

exit_code run_policy_check(const global_options& global, const std::filesystem::path& file,
                           bool strict) {
  const auto path = policy_file(global, file);
  if (!path) return path.error();
  auto read = read_policy(*path);
  if (!read) return read.error();
  if (strict)
    for (auto& one : read->found) one.level = policy::severity::error;
  const bool ok = !policy::has_error(read->found);
  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_object();
    out.member("ok", ok);
    out.key("issues");
    out.begin_array();
    for (const auto& one : read->found) {
      out.begin_object();
      out.member("severity", one.level == policy::severity::error ? "error" : "warning");
      out.member("line", static_cast<std::int64_t>(one.at.line));
      out.member("column", static_cast<std::int64_t>(one.at.column));
      out.member("message", one.message);
      out.end_object();
    }
    out.end_array();
    out.end_object();
    host_output() << '\n';
  } else {
    for (const auto& one : read->found)
      std::cerr << policy::to_text(one, path->string(), read->text);
    if (ok)
      host_output() << path->string() << ": ok"
                << (read->found.empty()
                        ? std::string()
                        : ", " + counted(static_cast<std::int64_t>(read->found.size()), "warning",
                                         "warnings"))
                << '\n';
  }
  return ok ? exit_code::done : exit_code::usage;
}

exit_code run_policy_show(const global_options& global, const std::filesystem::path& file) {
  const auto path = policy_file(global, file);
  if (!path) return path.error();
  const auto read = read_policy(*path);
  if (!read) return read.error();
  if (policy::has_error(read->found)) {
    for (const auto& one : read->found)
      std::cerr << policy::to_text(one, path->string(), read->text);
    return exit_code::usage;
  }
  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_object();
    out.member("policy", read->policy.name);
    out.member("hash", hash_of(read->policy));
    out.member("text", read->policy.text);
    out.end_object();
    host_output() << '\n';
  } else {
    host_output() << read->policy.text;
  }
  return exit_code::done;
}

exit_code run_config_check(const global_options& global) {
  const auto loaded = load_setup(global);
  if (!loaded) return loaded.error();
  const auto& settings = loaded->settings;
  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_object();
    out.member("ok", true);
    out.member("config", loaded->config_path.string());
    out.member("policy", settings.policy.string());
    out.member("policy_hash", loaded->policy_hash);
    out.end_object();
    host_output() << '\n';
    return exit_code::done;
  }
  host_output() << loaded->config_path.string() << ": ok\n"
            << "policy " << loaded->policy.name << " (" << loaded->policy_hash << "), storage "
            << settings.storage.plugin << '\n';
  for (const auto& brand : settings.brands) {
    host_output() << "brand " << brand.id << " (" << one_line(brand.name) << ", "
                  << brand.currency << "):";
    for (const auto& source : brand.sources) host_output() << ' ' << source.plugin;
    host_output() << '\n';
  }
  return exit_code::done;
}

}  // namespace tidemark::host
