// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/value/json_writer.hpp>
#include <tidemark/yaml/read_document.hpp>

#include "../application/load_application.hpp"
#include "../application/open_plugins.hpp"
#include "../application/settings.hpp"
#include "../config/policy_file.hpp"
#include "../config/read_file.hpp"
#include "../output/host_output.hpp"
#include "../output/report.hpp"
#include "../policy/case_report.hpp"
#include "../policy/find_test_files.hpp"
#include "../policy/generate_cases.hpp"
#include "../policy/read_cases.hpp"
#include "../policy/stored_case.hpp"
#include "../policy/write_cases.hpp"
#include "commands.hpp"
#include "configured_policy.hpp"
#include "open_application.hpp"
#include "report_issues.hpp"

namespace tidemark::host {

namespace {

namespace fs = std::filesystem;

/// The file as one policy, whichever way it is named.
fs::path whole(const fs::path& path) {
  std::error_code code;
  auto canonical = fs::weakly_canonical(path, code);
  return code ? path : canonical;
}

/// What is wrong with the test files, and with their policies, each once.
exit_code report_unread(const std::vector<test_file>& files, output_format format) {
  std::vector<faulty_file> faulty;
  std::map<fs::path, bool> policies;
  for (const auto& file : files) {
    if (!file.found.empty()) faulty.push_back({file.path, file.text, file.found});
    if (!file.tested || !diagnostics::has_error(file.tested->found)) continue;
    if (!policies.emplace(whole(file.policy), true).second) continue;
    faulty.push_back({file.policy, file.tested->text, file.tested->found});
  }
  return report_issues(faulty, format);
}

void add_coverage(policy_test_report& report) {
  struct tested {
    const test_file* first = nullptr;
    std::vector<const policy_case*> passing;
  };
  std::map<fs::path, tested> policies;
  std::vector<fs::path> order;
  for (const auto& each : report.files) {
    const auto path = whole(each.file->policy);
    auto& here = policies[path];
    if (!here.first) {
      here.first = each.file;
      order.push_back(path);
    }
    for (const auto& result : each.results)
      if (result.passed()) here.passing.push_back(result.test);
  }
  report.coverage.emplace();
  for (const auto& path : order) {
    const auto& here = policies[path];
    report.coverage->push_back(
        {here.first->policy, coverage_of(here.first->tested->policy, here.passing)});
  }
}

void write(const policy_test_report& report, output_format format) {
  if (format == output_format::junit) return write_junit(host_output(), report);
  if (format != output_format::json) return write_text(host_output(), report);
  json_writer out(host_output());
  out.begin_object();
  write_json(out, report);
  out.key("issues");
  out.begin_array();
  out.end_array();
  out.end_object();
  host_output() << '\n';
}

/// Runs the cases once more, by the storage of the config at `path`.
exit_code run_by_configured(policy_test_report& report, const fs::path& path) {
  const auto app = load_application(path);
  if (!app) return app.error();
  const auto store = open_storage(*app);
  if (!store) return store.error();
  report.storage = app->settings.storage.plugin;
  for (auto& each : report.files)
    if (const auto run = run_by_storage(each.results, each.file->tested->policy, **store); !run)
      return host::report(run.error());
  return exit_code::done;
}

/// The root key that only a policy has.
bool is_policy(const fs::path& path) {
  constexpr std::size_t bytes_max = 1024 * 1024;
  const auto text = read_file(path, bytes_max);
  if (!text) return false;
  diagnostics::issues found;
  const auto root = yaml::read_document(*text, found);
  if (!root || root->kind != yaml::node_kind::map) return false;
  return std::any_of(root->children.begin(), root->children.end(),
                     [](const auto& child) { return child.key.text == "tidemark"; });
}

/// The policy to make cases for: FILE of `--generate` if that is one, else the one that is named,
/// else that of the test file that is named, else the config's.
outcome<fs::path> policy_to_cover(const global_options& global,
                                  const policy_test_options& options) {
  if (is_policy(options.generated)) return options.generated;
  if (options.files.size() > 1)
    return report(usage_error("--generate makes the cases of one policy; name one file"));
  if (options.files.empty()) return policy_file(global, {});
  const auto& named = options.files.front();
  if (is_policy(named)) return named;
  const auto file = read_cases(named);
  if (!file.tested)
    return report(usage_error(fmt::format(
        "{}: neither a policy nor a test file with a policy; name one of them", named.string())));
  return file.policy;
}

exit_code generate(const global_options& global, const policy_test_options& options) {
  const auto path = policy_to_cover(global, options);
  if (!path) return path.error();
  const auto read = read_valid_policy(*path, global.format);
  if (!read) return read.error();
  const auto cases = generate_cases(read->policy);
  const auto& target = options.generated;
  if (target.empty() || target == *path) {
    host_output() << to_yaml(*path, cases);
    return exit_code::done;
  }
  if (std::error_code code; fs::exists(target, code))
    return report(usage_error(
        fmt::format("{} exists; name another file, or remove it first", target.string())));
  // Where the policy is, as seen from the new file's folder.
  const fs::path seen =
      path->is_absolute() ? *path : fs::proximate(*path, fs::absolute(target).parent_path());
  std::ofstream out(target, std::ios::binary);
  out << to_yaml(seen, cases);
  out.close();
  if (!out) return report(failure(fmt::format("{}: it cannot be written", target.string())));
  host_output() << target.string() << ": " << counted(static_cast<std::int64_t>(cases.size()),
                                                      "case", "cases") << '\n';
  return exit_code::done;
}

exit_code write_stored(const global_options& global, const policy_test_options& options) {
  if (!options.brand_id)
    return report(usage_error("--from-video needs the video's brand; add --brand ID"));
  const auto opened = open_configured(global, options.brand_id);
  if (!opened) return opened.error();
  const std::vector<std::string> ids{options.from_video};
  const auto videos = opened->store->find_videos(*options.brand_id, ids);
  if (!videos) return report(videos.error());
  if (!videos->front())
    return report(usage_error(fmt::format("brand {} has no stored video {}; `tidemark videos` "
                                          "lists those that it has",
                                          *options.brand_id, options.from_video)));
  std::vector<storage::stored_snapshot> snapshots;
  const auto walked = opened->store->walk_snapshots(*options.brand_id, options.from_video,
                                                    [&](const storage::stored_snapshot& each) {
                                                      snapshots.push_back(each);
                                                      return true;
                                                    });
  if (!walked) return report(walked.error());
  const auto& app = opened->app;
  host_output() << to_yaml(app.settings.policy,
                           {stored_case(app.policy, *videos->front(), snapshots)});
  return exit_code::done;
}

}  // namespace

exit_code run_policy_test(const global_options& global, const policy_test_options& options) {
  if (!options.from_video.empty()) return write_stored(global, options);
  if (options.generates) return generate(global, options);
  if (options.files.empty())
    return report(usage_error("name a file of cases, or a folder of such files"));
  const auto paths = find_test_files(options.files);
  if (!paths) return report(paths.error());
  std::vector<test_file> files;
  for (const auto& path : *paths) files.push_back(read_cases(path));
  if (!std::all_of(files.begin(), files.end(), [](const auto& file) { return file.can_run(); }))
    return report_unread(files, global.format);

  policy_test_report found;
  for (const auto& file : files)
    found.files.push_back({&file, run_cases(file.cases, file.tested->policy)});
  if (!options.storage.empty())
    if (const auto run = run_by_configured(found, options.storage); run != exit_code::done)
      return run;
  if (options.coverage || options.coverage_min) add_coverage(found);
  found.coverage_min = options.coverage_min.value_or(percent{});
  write(found, global.format);
  return found.is_ok() ? exit_code::done : exit_code::violation;
}

}  // namespace tidemark::host
