// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/value/json_writer.hpp>

#include "../application/load_application.hpp"
#include "../application/settings.hpp"
#include "../config/policy_file.hpp"
#include "../output/host_output.hpp"
#include "../output/issue_json.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"
#include "../policy/policy_comparison.hpp"
#include "../policy/policy_laws.hpp"
#include "../policy/rule_words.hpp"
#include "commands.hpp"
#include "configured_policy.hpp"
#include "open_application.hpp"

namespace tidemark::host {

namespace {

/// What `policy check` found in one file.
struct checked_policy {
  std::filesystem::path path;
  std::string text;  ///< of the file
  diagnostics::issues found;
  std::vector<policy::accepted_law> accepted_laws;
  std::vector<field_law> laws;  ///< with --laws
};

/// Finds the laws, and what is wrong with the entries that accept dependences.
void check_laws(checked_policy& checked, const sync::video_policy& policy, bool with_repairs) {
  checked.laws = laws_of(policy, checked.accepted_laws, with_repairs);
  check_accepted_laws(checked.accepted_laws, checked.laws, checked.found);
  diagnostics::sort_by_place(checked.found);
}

checked_policy check_policy(const std::filesystem::path& path,
                            const policy_check_options& options) {
  checked_policy checked;
  checked.path = path;
  auto read = read_policy(path);
  checked.text = std::move(read.text);
  checked.found = std::move(read.found);
  checked.accepted_laws = std::move(read.accepted_laws);
  const bool has_laws = options.laws || !checked.accepted_laws.empty();
  if (has_laws && !diagnostics::has_error(checked.found))
    check_laws(checked, read.policy, options.repair);
  if (options.strict && options.laws)
    for (const auto& law : checked.laws)
      if (law.depends && !law.accepted)
        checked.found.push_back({diagnostics::severity::error, {},
                                 std::string(law.record) + "." + std::string(law.field) +
                                     " depends on " + std::string(to_text(law.law)) +
                                     "; accept it with a reason (rules/laws.md), or change it",
                                 std::nullopt});
  if (options.strict)
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

void write_json(const std::vector<checked_policy>& policies, bool ok,
                const policy_check_options& options) {
  json_writer out(host_output());
  out.begin_object();
  out.member("ok", ok);
  out.key("files");
  out.begin_array();
  for (const auto& checked : policies) {
    out.begin_object();
    out.member("file", checked.path.string());
    out.member("ok", is_ok(checked));
    if (options.laws) write_json(out, checked.laws, options.repair);
    out.end_object();
  }
  out.end_array();
  out.key("issues");
  out.begin_array();
  for (const auto& checked : policies)
    for (const auto& issue : checked.found) write_issue(out, checked.path, issue);
  out.end_array();
  // The laws of a single policy are at the top too, where a script looks for them first.
  if (options.laws && policies.size() == 1) write_json(out, policies[0].laws, options.repair);
  out.end_object();
  host_output() << '\n';
}

}  // namespace

exit_code run_policy_check(const global_options& global, const policy_check_options& options) {
  std::vector<std::filesystem::path> paths = options.files;
  if (paths.empty()) {
    const auto configured = policy_file(global, {});
    if (!configured) return configured.error();
    paths.push_back(*configured);
  }
  std::vector<checked_policy> policies;
  policies.reserve(paths.size());
  for (const auto& path : paths) policies.push_back(check_policy(path, options));
  const bool ok = std::all_of(policies.begin(), policies.end(), is_ok);
  if (global.format == output_format::json) {
    write_json(policies, ok, options);
  } else {
    for (const auto& checked : policies) {
      show_issues(checked.found, checked.path, checked.text, std::cerr);
      host_output() << checked.path.string() << ": " << verdict_of(checked) << '\n';
      if (!checked.laws.empty() && options.laws)
        write_text(host_output(), checked.laws, options.repair);
    }
  }
  return ok ? exit_code::done : exit_code::usage;
}

exit_code run_policy_show(const global_options& global, const std::filesystem::path& file) {
  const auto path = policy_file(global, file);
  if (!path) return path.error();
  const auto read = read_valid_policy(*path, global.format);
  if (!read) return read.error();
  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_object();
    out.member("policy", read->policy.name);
    out.member("hash", hash_of(read->policy));
    out.member("text", read->policy.text);
    out.key("fields");
    out.begin_array();
    for (const auto& words : words_of(read->policy)) {
      out.begin_object();
      out.member("record", words.record);
      out.member("field", words.field);
      out.member("rule", words.rule);
      out.member("meaning", words.meaning);
      out.end_object();
    }
    out.end_array();
    out.end_object();
    host_output() << '\n';
  } else {
    host_output() << read->policy.text << '\n';
    for (const auto& words : words_of(read->policy))
      host_output() << "# " << words.record << '.' << words.field << ' ' << words.meaning << '\n';
  }
  return exit_code::done;
}

namespace {

/// What both policies make of the stored snapshots of a brand.
outcome<stored_differences> compare_stored(const global_options& global, std::int64_t brand_id,
                                           const sync::video_policy& a,
                                           const sync::video_policy& b) {
  const auto opened = open_configured(global, brand_id);
  if (!opened) return opened.error();
  const auto brand = find_brand(opened->app, brand_id);
  if (!brand) return brand.error();
  stored_comparison comparison(a, b, brand_id, (*brand)->currency);
  const auto walked = opened->store->walk_snapshots(brand_id, std::nullopt,
                                                    [&](const storage::stored_snapshot& stored) {
                                                      comparison.add(stored);
                                                      return true;
                                                    });
  if (!walked) return report(walked.error());
  return comparison.finish();
}

}  // namespace

exit_code run_policy_diff(const global_options& global, const policy_diff_options& options) {
  const auto policies = read_valid_policies(options.files, global.format);
  if (!policies) return policies.error();
  const auto& a = policies->front().policy;
  const auto& b = policies->back().policy;
  std::optional<stored_differences> stored;
  if (options.brand_id) {
    auto found = compare_stored(global, *options.brand_id, a, b);
    if (!found) return found.error();
    stored = std::move(*found);
  }
  const auto comparison = compare_policies(a, b);
  if (global.format == output_format::json) {
    json_writer out(host_output());
    write_json(out, comparison, stored);
    host_output() << '\n';
  } else {
    write_text(host_output(), comparison, {options.files[0].string(), options.files[1].string()},
               options.implies);
    if (stored) write_text(host_output(), *stored);
  }
  return comparison.are_equal() ? exit_code::done : exit_code::violation;
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
