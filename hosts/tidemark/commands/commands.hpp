// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/plugin/manifest.hpp>
#include <tidemark/sync/change_limit.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/videos/period_query.hpp>

#include "../output/exit_code.hpp"
#include "../output/format.hpp"

/// The commands of hosts/tidemark/commands.md, one function each, one file for each group. Each
/// writes its result to stdout, what went wrong to stderr, and returns the exit code.
namespace tidemark::host {

/// The options of every command.
struct global_options {
  std::filesystem::path config;  ///< empty: $TIDEMARK_CONFIG, then ./tidemark.yaml
  output_format format = output_format::table;
};

struct sync_options {
  std::vector<std::int64_t> brands;
  bool all = false;
  std::optional<date> snapshot_date;  ///< today in UTC
  bool future = false;                ///< the date may be later than tomorrow in UTC
  std::string source_run_id;          ///< `VERB-BRAND-DATE` when empty
  std::string verb = "sync";          ///< `sync` or `backfill`
  bool with_thumbnails = false;       ///< then let the enrichers look for thumbnails
  bool force = false;                 ///< decide every row, also if the last run brought the same
  std::optional<sync::change_limit> max_changed;
  bool plan = false;                  ///< only tell what would change
  bool verbose = false;               ///< with `plan`: also the fields that would not
};
exit_code run_sync(const global_options& global, const sync_options& options);

/// What `run_sync` would change; writes nothing.
exit_code run_plan(const global_options& global, const sync_options& options);

struct videos_options {
  videos::period_query query;
  bool all = false;
  bool spreadsheet_safe = false;  ///< CSV: guard texts that a spreadsheet would run
  std::string period = "all";
};
exit_code run_videos(const global_options& global, const videos_options& options);

exit_code run_history(const global_options& global, std::int64_t brand_id,
                      const std::string& tiktok_video_id);

exit_code run_verify(const global_options& global, std::optional<std::int64_t> brand_id,
                     const std::string& tiktok_video_id);

exit_code run_runs(const global_options& global, std::optional<std::int64_t> brand_id);
exit_code run_rejected(const global_options& global, std::optional<std::int64_t> run_id);

exit_code run_plugins(const global_options& global);

/// `provides` is needed only if plugins of several kinds have the name.
exit_code run_plugins_describe(const global_options& global, const std::string& name,
                               std::optional<plugin::kind> provides);

struct plugins_test_options {
  std::filesystem::path file;
  std::vector<std::string> options;  ///< each `name=value`
  std::int64_t brand_id = 1;
  std::string currency = "USD";
  std::int32_t window_days = 30;
  std::optional<date> snapshot_date;  ///< today in UTC
  std::chrono::milliseconds limit = std::chrono::minutes(1);  ///< of one check
};
exit_code run_plugins_test(const global_options& global, const plugins_test_options& options);

struct sources_preview_options {
  std::string file;                  ///< may hold the placeholders of a path
  std::vector<std::string> options;  ///< each `name=value`; `plugin=NAME` names the plugin
  std::size_t rows = 10;             ///< how many rows, and rejected rows, are shown
  std::string currency = "USD";
  std::int32_t window_days = 30;
  std::optional<date> snapshot_date;  ///< today in UTC
};
/// Reads a file with a source, and shows the result. Needs no config.
exit_code run_sources_preview(const global_options& global, const sources_preview_options& options);

exit_code run_config_check(const global_options& global);

struct policy_check_options {
  std::vector<std::filesystem::path> files;  ///< the config's policy if there are none
  bool strict = false;  ///< a warning is an error, and so is a dependence that is not accepted
  bool laws = false;    ///< show which laws hold for which fields
  bool repair = false;  ///< with `laws`: also the words to change so that a law holds
};
/// Checks policies.
exit_code run_policy_check(const global_options& global, const policy_check_options& options);

/// `file` may be empty: the config's policy.
exit_code run_policy_show(const global_options& global, const std::filesystem::path& file);

struct policy_test_options {
  std::vector<std::filesystem::path> files;  ///< test files, and folders of them
  std::filesystem::path storage;  ///< a config, whose storage runs the cases too; empty: none
  bool coverage = false;
  std::optional<percent> coverage_min;  ///< 0 to 100; exit with 3 below
  bool generates = false;               ///< write cases instead
  std::filesystem::path generated;      ///< the file to write to, or a policy; empty: stdout
  std::string from_video;               ///< write a case of this stored video instead
  std::optional<std::int64_t> brand_id;  ///< of that video
};
/// Runs the cases of a policy, or writes some.
exit_code run_policy_test(const global_options& global, const policy_test_options& options);

struct policy_diff_options {
  std::array<std::filesystem::path, 2> files;
  bool implies = false;                  ///< say which policy changes whatever the other does
  std::optional<std::int64_t> brand_id;  ///< also compare what both make of its snapshots
};
/// Compares two policies, for every stored record and every row.
exit_code run_policy_diff(const global_options& global, const policy_diff_options& options);

/// The page of the error or warning with this code, or a list of all codes if it is empty. Needs no
/// config.
exit_code run_policy_explain_error(const global_options& global, const std::string& code);

}  // namespace tidemark::host
