// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/value/json_writer.hpp>

#include "../application/load_application.hpp"
#include "../application/settings.hpp"
#include "../config/policy_file.hpp"
#include "../output/host_output.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// `file`, or the config's policy when it is empty.
outcome<std::filesystem::path> policy_file(const global_options& global,
                                           const std::filesystem::path& file) {
  if (!file.empty()) return file;
  const auto settings = load_settings(config_path(global.config));
  if (!settings) return settings.error();
  return settings->value.policy;
}

/// What `policy check` found in one file.
struct checked_policy {
  std::filesystem::path path;
  std::string text;  ///< of the file
  diagnostics::issues found;
  std::optional<error>
      unread;  ///< why the file cannot be read; this is its only issue, without a place
};

checked_policy check_policy(const std::filesystem::path& path, bool strict) {
  checked_policy checked{path, {}, {}, {}};
  if (auto read = read_policy(path)) {
    checked.text = std::move(read->text);
    checked.found = std::move(read->found);
  } else {
    checked.unread = read.error();
    checked.found.push_back({diagnostics::severity::error, {}, read.error().message});
  }
  if (strict)
    for (auto& issue : checked.found) issue.level = diagnostics::severity::error;
  return checked;
}

bool is_ok(const checked_policy& checked) { return !diagnostics::has_error(checked.found); }

/// `ok`, `ok, 2 warnings` or `1 error, 2 warnings`.
std::string verdict_of(const checked_policy& checked) {
  const auto errors = std::count_if(
      checked.found.begin(), checked.found.end(),
      [](const diagnostics::issue& issue) { return issue.level == diagnostics::severity::error; });
  const auto warnings = static_cast<std::int64_t>(checked.found.size()) - errors;
  std::string verdict = errors == 0 ? "ok" : counted(errors, "error", "errors");
  if (warnings > 0) verdict += ", " + counted(warnings, "warning", "warnings");
  return verdict;
}

void write_issue(json_writer& out, const std::filesystem::path& file,
                 const diagnostics::issue& issue) {
  const auto or_null = [&](std::string_view name, std::string_view text) {
    out.key(name);
    if (text.empty()) out.value(nullptr);
    else out.value(text);
  };
  out.begin_object();
  out.member("file", file.string());
  out.member("line", static_cast<std::int64_t>(issue.at.line));
  out.member("column", static_cast<std::int64_t>(issue.at.column));
  out.member("severity", issue.level == diagnostics::severity::error ? "error" : "warning");
  or_null("code", issue.code);
  out.member("text", issue.message);
  or_null("suggestion", issue.suggestion);
  out.member("message", issue.message);  // the former name of "text"
  out.end_object();
}

void write_json(const std::vector<checked_policy>& policies, bool ok) {
  json_writer out(host_output());
  out.begin_object();
  out.member("ok", ok);
  out.key("files");
  out.begin_array();
  for (const auto& checked : policies) {
    out.begin_object();
    out.member("file", checked.path.string());
    out.member("ok", is_ok(checked));
    out.end_object();
  }
  out.end_array();
  out.key("issues");
  out.begin_array();
  for (const auto& checked : policies)
    for (const auto& issue : checked.found) write_issue(out, checked.path, issue);
  out.end_array();
  out.end_object();
  host_output() << '\n';
}

}  // namespace

exit_code run_policy_check(const global_options& global,
                           const std::vector<std::filesystem::path>& files, bool strict) {
  std::vector<std::filesystem::path> paths = files;
  if (paths.empty()) {
    const auto configured = policy_file(global, {});
    if (!configured) return configured.error();
    paths.push_back(*configured);
  }
  std::vector<checked_policy> policies;
  for (const auto& path : paths) policies.push_back(check_policy(path, strict));
  const bool ok = std::all_of(policies.begin(), policies.end(), is_ok);
  if (global.format == output_format::json) {
    write_json(policies, ok);
  } else {
    for (const auto& checked : policies) {
      if (checked.unread) report(*checked.unread);
      else show_issues(checked.found, checked.path, checked.text, std::cerr);
      host_output() << checked.path.string() << ": " << verdict_of(checked) << '\n';
    }
  }
  return ok ? exit_code::done : exit_code::usage;
}

exit_code run_policy_show(const global_options& global, const std::filesystem::path& file) {
  const auto path = policy_file(global, file);
  if (!path) return path.error();
  const auto read = read_policy(*path);
  if (!read) return report(read.error());
  if (diagnostics::has_error(read->found)) {
    show_issues(read->found, *path, read->text, std::cerr);
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
  const auto app = load_application(config_path(global.config));
  if (!app) return app.error();
  const auto& settings = app->settings;
  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_object();
    out.member("ok", true);
    out.member("config", app->config_path.string());
    out.member("policy", settings.policy.string());
    out.member("policy_hash", app->policy_hash);
    out.end_object();
    host_output() << '\n';
    return exit_code::done;
  }
  host_output() << app->config_path.string() << ": ok\n"
            << "policy " << app->policy.name << " (" << app->policy_hash << "), storage "
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
