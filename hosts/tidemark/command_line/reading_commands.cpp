// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "../query/period_parameters.hpp"
#include "groups.hpp"
#include "option_checks.hpp"

namespace tidemark::host {

namespace {

/// Reads a parameter of `videos` into `query`: `min_gmv` as the option `--min-gmv`.
CLI::Option* add_parameter(CLI::App* app, videos::period_query& query, std::string_view name,
                           const std::string& help) {
  std::string option = "--" + std::string(name);
  std::replace(option.begin(), option.end(), '_', '-');
  return app->add_option_function<std::string>(
      option,
      [&query, name, option](const std::string& text) {
        if (const auto read = read_parameter(query, name, text); !read)
          throw CLI::ValidationError(option, read.error().message);
      },
      help);
}

void add_videos(CLI::App& root, invocation& called) {
  auto options = std::make_shared<videos_options>();
  auto& query = options->query;
  auto* app = root.add_subcommand("videos", "List videos by their metrics of a period");
  app->fallthrough();
  add_parameter(app, query, "brand", "The brand's id")->required();
  app->add_option("--period", options->period, "all, or a window in days; default all");
  add_parameter(app, query, "sort", "Field to sort by; default gmv");
  add_parameter(app, query, "dir", "asc or desc; default desc");
  add_parameter(app, query, "min_gmv", "Minimum GMV, in cents");
  add_parameter(app, query, "posted_after", "Posted on that UTC day or later");
  add_parameter(app, query, "posted_before", "Posted on that UTC day or earlier");
  add_parameter(app, query, "search", "Part of the title, username or a hashtag");
  add_parameter(app, query, "creator", "The creator's username");
  add_parameter(app, query, "hashtag", "A whole hashtag");
  add_parameter(app, query, "page", "Number of the page, from 1");
  add_parameter(app, query, "per_page", "1 to 200; default 24");
  app->add_flag("--all", options->all, "All videos instead of one page");
  app->add_flag("--spreadsheet-safe", options->spreadsheet_safe,
                "With --format csv: put an apostrophe before each text that begins with = + - @, a "
                "tab or CR, so that no spreadsheet runs it; otherwise cells are exact");
  set_command(app, called,
              {output_format::table, output_format::json, output_format::jsonl,
               output_format::csv},
              [&called, options] { return run_videos(called.global, *options); });
}

void add_stored(CLI::App& root, invocation& called) {
  struct selection {
    std::optional<std::int64_t> brand_id, run_id;
    std::string video;
  };
  auto chosen = std::make_shared<selection>();

  auto* history = root.add_subcommand("history", "The snapshots of one video");
  history->add_option("--brand", chosen->brand_id, "The brand's id")
      ->required()
      ->check(fits_64_bits());
  history->add_option("--video", chosen->video, "The video's id")->required();
  set_command(history, called, table_or_json, [&called, chosen] {
    return run_history(called.global, *chosen->brand_id, chosen->video);
  });

  auto* verify = root.add_subcommand("verify", "Check the stored data; exit code 3 on a violation");
  verify->add_option("--brand", chosen->brand_id, "Only this brand")->check(fits_64_bits());
  verify->add_option("--video", chosen->video,
                     "Also compare this video's all-time and latest metrics");
  set_command(verify, called, table_or_json, [&called, chosen] {
    return run_verify(called.global, chosen->brand_id, chosen->video);
  });

  auto* runs = root.add_subcommand("runs", "The ledger of runs, newest first");
  runs->add_option("--brand", chosen->brand_id, "Only this brand")->check(fits_64_bits());
  set_command(runs, called, table_or_json, [&called, chosen] {
    return run_runs(called.global, chosen->brand_id);
  });

  auto* rejected = root.add_subcommand("rejected", "Rejected rows, and why");
  rejected->add_option("--run", chosen->run_id, "Only this run: its id in the ledger")
      ->check(fits_64_bits());
  set_command(rejected, called, table_or_json, [&called, chosen] {
    return run_rejected(called.global, chosen->run_id);
  });
  for (auto* command : {history, verify, runs, rejected}) command->fallthrough();
}

}  // namespace

void add_reading_commands(CLI::App& root, invocation& called) {
  add_videos(root, called);
  add_stored(root, called);
}

}  // namespace tidemark::host
