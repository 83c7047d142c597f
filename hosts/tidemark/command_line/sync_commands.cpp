// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <memory>
#include <string>

#include <fmt/core.h>

#include "../application/settings.hpp"
#include "../daemon/run_daemon.hpp"
#include "../output/report.hpp"
#include "groups.hpp"
#include "option_checks.hpp"

namespace tidemark::host {

namespace {

const formats run_formats{output_format::table, output_format::json, output_format::jsonl};

void add_plan(CLI::App* app, sync_options& options) {
  auto* plan = app->add_flag("--plan", options.plan,
                             "Show what the run would change, and write nothing");
  app->add_flag("--verbose", options.verbose,
                "With --plan: also the fields of changed rows that stay as they are")
      ->needs(plan);
  app->add_option_function<std::string>(
         "--max-changed",
         [&options](const std::string& text) { options.max_changed = read_change_limit(text); },
         "Store nothing if more than N of the stored videos, or P% of them, would change")
      ->check(is_change_limit());
  app->get_option("--with-thumbnails")->excludes(plan);
  app->get_option("--force")->excludes(plan);
}

/// Runs what the options say; JSON Lines are there for plans only.
exit_code run_or_plan(const global_options& global, const sync_options& options) {
  if (global.format == output_format::jsonl && !options.plan)
    return report(usage_error(fmt::format("--format jsonl needs --plan; {} has table and json",
                                          options.verb)));
  return run_sync(global, options);
}

void add_snapshot_date(CLI::App* app, sync_options& options) {
  add_date(app, "--snapshot-date", options.snapshot_date,
           "Day of the snapshots, tomorrow in UTC at the latest; default today in UTC");
  app->add_flag("--future", options.future,
                "Accept a later --snapshot-date; its snapshots hide those of earlier days");
}

void add_with_thumbnails(CLI::App* app, sync_options& options) {
  app->add_flag("--with-thumbnails", options.with_thumbnails,
                "Afterwards let the brand's enrichers look for thumbnails");
}

void add_force(CLI::App* app, sync_options& options) {
  app->add_flag("--force", options.force,
                "Decide every row, also if the last run brought the same rows");
}

void add_sync(CLI::App& root, invocation& called) {
  auto options = std::make_shared<sync_options>();
  auto* app = root.add_subcommand("sync", "Fetch, merge and store every window of brands");
  app->fallthrough();
  auto* brand = app->add_option("--brand", options->brands, "A brand's id; may be repeated")
                    ->check(fits_64_bits());
  brand->allow_extra_args(false);
  app->add_flag("--all", options->all, "All configured brands")->excludes(brand);
  add_snapshot_date(app, *options);
  app->add_option("--source-run-id", options->source_run_id,
                  "Name of the run; default sync-BRAND-DATE")
      ->check(is_run_name());
  add_with_thumbnails(app, *options);
  add_force(app, *options);
  add_plan(app, *options);
  set_command(app, called, run_formats, [&called, options] {
    if (options->brands.empty() && !options->all)
      return report(usage_error("sync needs --brand ID or --all; see `tidemark --help`"));
    return run_or_plan(called.global, *options);
  });
}

void add_backfill(CLI::App& root, invocation& called) {
  auto options = std::make_shared<sync_options>();
  options->verb = "backfill";
  auto* app = root.add_subcommand("backfill", "The same pipeline for one brand; safe to repeat");
  app->fallthrough();
  app->add_option_function<std::int64_t>(
         "brand", [options](std::int64_t id) { options->brands = {id}; }, "The brand's id")
      ->required()
      ->check(fits_64_bits());
  add_snapshot_date(app, *options);
  app->add_option("--source-run-id", options->source_run_id,
                  "Name of the run; default backfill-BRAND-DATE")
      ->check(is_run_name());
  add_with_thumbnails(app, *options);
  add_force(app, *options);
  add_plan(app, *options);
  set_command(app, called, run_formats,
              [&called, options] { return run_or_plan(called.global, *options); });
}

void add_daemon(CLI::App& root, invocation& called) {
  auto* app = root.add_subcommand("daemon", "Run brands on their schedules, and serve /videos");
  app->fallthrough();
  set_command(app, called, table_or_json, [&called] {
    const bool as_json = called.global.format == output_format::json;
    return run_daemon(config_path(called.global.config),
                      as_json ? log_form::json : log_form::text);
  });
}

}  // namespace

void add_sync_commands(CLI::App& root, invocation& called) {
  add_sync(root, called);
  add_backfill(root, called);
  add_daemon(root, called);
}

}  // namespace tidemark::host
