// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <ostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/storage/figures_json.hpp>
#include <tidemark/sync/run.hpp>
#include <tidemark/value/json_writer.hpp>

#include "../application/load_application.hpp"
#include "../application/open_plugins.hpp"
#include "../application/settings.hpp"
#include "../output/host_output.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"
#include "../run/prepared_run.hpp"
#include "../run/progress.hpp"
#include "../run/thumbnails.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

using thumbnail_figures = std::optional<sync::thumbnail_figures>;

void write_json(json_writer& out, const sync::run_request& request,
                const sync::run_report& report, const thumbnail_figures& thumbnails) {
  const auto& figures = report.figures;
  out.begin_object();
  out.member("brand_id", request.brand_id);
  out.member("run_id", report.run_id);
  out.member("source_run_id", request.source_run_id);
  out.member("snapshot_date", request.snapshot_date);
  out.member("status", sync::to_text(report.end));
  storage::write_counts(out, figures);
  if (figures.rejected_rows > request.rejected_kept_max)
    out.member("rejected_rows_kept", request.rejected_kept_max);
  if (thumbnails) {
    out.key("thumbnails");
    out.begin_object();
    out.member("found", thumbnails->found);
    out.member("none", thumbnails->none);
    out.member("failed", thumbnails->failed);
    out.end_object();
  }
  if (!report.message.empty()) out.member("error", report.message);
  out.end_object();
}

std::string shown(const storage::upsert_counts& counts) {
  return fmt::format("{} inserted, {} updated, {} unchanged", grouped(counts.inserted),
                     grouped(counts.updated), grouped(counts.unchanged));
}

void write_text(std::ostream& out, const brand_config& brand, const sync::run_request& request,
                const sync::run_report& report, const thumbnail_figures& thumbnails) {
  const auto& figures = report.figures;
  out << "brand " << brand.id << " (" << one_line(brand.name, 60) << "), run "
      << request.source_run_id << ", snapshots of " << to_text(request.snapshot_date) << ": "
      << sync::to_text(report.end) << '\n';
  const auto line = [&](std::string label, const std::string& text) {
    label.resize(std::max<std::size_t>(label.size(), 13), ' ');
    out << "  " << label << text << '\n';
  };
  if (report.end == sync::run_end::succeeded) {
    line("all-time", shown(figures.all_time));
    for (const auto& [window_days, counts] : figures.snapshots)
      line(std::to_string(window_days) + " days", shown(counts));
    line("creators", fmt::format("{} new, {} known", grouped(figures.creators_created),
                                 grouped(figures.creators_matched)));
    line("merged", fmt::format("{}, {}, largest spread of GMV {} {}",
                               counted(figures.duplicate_rows, "duplicate row", "duplicate rows"),
                               counted(figures.conflict_video_count, "conflict", "conflicts"),
                               money(figures.max_conflict_gmv_cents), request.currency));
    if (figures.unattributed_rows > 0)
      line("unattributed", counted(figures.unattributed_rows, "snapshot", "snapshots") +
                               " of videos without a known creator");
  }
  if (thumbnails)
    line("thumbnails",
         fmt::format("{} found, {} not available, {} failed", grouped(thumbnails->found),
                     grouped(thumbnails->none), grouped(thumbnails->failed)));
  if (figures.skipped_rows > 0)
    line("skipped", counted(figures.skipped_rows, "row", "rows") + ", by skip_ids");
  if (figures.rejected_rows > 0)
    line("rejected",
         fmt::format("{}{}; see: tidemark rejected --run {}",
                     counted(figures.rejected_rows, "row", "rows"),
                     figures.rejected_rows > request.rejected_kept_max
                         ? fmt::format(", of which the first {} are kept (max_rejected_kept)",
                                       grouped(request.rejected_kept_max))
                         : "",
                     *report.run_id));
}

/// The error of a `--snapshot-date` in the future: lists of a window show its latest day, and a day
/// cannot be taken back.
std::optional<error> refuse_future_date(const sync_options& options) {
  const date tomorrow{day_of(now()).days + 1};
  if (options.future || !options.snapshot_date || *options.snapshot_date <= tomorrow)
    return std::nullopt;
  return usage_error(fmt::format(
      "--snapshot-date {} is in the future (today in UTC is {}): its snapshots would hide those of "
      "all earlier days. Correct the date, or add --future if it is intended",
      to_text(*options.snapshot_date), to_text(day_of(now()))));
}

/// Runs one brand, and shows the result.
exit_code run_one(const application& app, storage::backend& store, const brand_config& brand,
                  const sync_options& options, output_format format, json_writer& json) {
  const std::string name = fmt::format("brand {}", brand.id);
  const auto report_error = [&](error_kind kind, const std::string& message) {
    // Errors of the brand's lock name the brand already.
    return report({kind, message.starts_with(name + " ") ? message
                                                         : fmt::format("{}: {}", name, message)});
  };
  auto prepared =
      prepare_run(app, brand, store, options.verb, options.snapshot_date, options.source_run_id);
  if (!prepared) return report_error(prepared.error().kind, prepared.error().message);
  prepared->request.forced = options.force;
  const auto& request = prepared->request;

  sync::run_report done;
  thumbnail_figures thumbnails;
  {
    progress watched(name);
    done = sync::run_brand(store, app.policy, request, watched);
    if (options.with_thumbnails && done.end == sync::run_end::succeeded)
      thumbnails = find_thumbnails(app, store, brand, watched);
  }
  if (format == output_format::json) write_json(json, request, done, thumbnails);
  else write_text(host_output(), brand, request, done, thumbnails);
  if (done.end == sync::run_end::succeeded) return exit_code::done;
  const auto kind = done.kind == error_kind::busy ? error_kind::busy : error_kind::failed;
  return report_error(kind, done.message);
}

}  // namespace

exit_code run_sync(const global_options& global, const sync_options& options) {
  if (const auto wrong = refuse_future_date(options)) return report(*wrong);
  auto app = load_application(config_path(global.config));
  if (!app) return app.error();
  std::vector<const brand_config*> brands;
  if (options.all) {
    for (const auto& brand : app->settings.brands) brands.push_back(&brand);
  } else {
    for (const std::int64_t id : options.brands) {
      const auto brand = find_brand(*app, id);
      if (!brand) return brand.error();
      if (std::find(brands.begin(), brands.end(), *brand) == brands.end())
        brands.push_back(*brand);
    }
  }
  auto store = open_storage(*app);
  if (!store) return store.error();

  watch_stop_signals();
  json_writer json(host_output());
  if (global.format == output_format::json) json.begin_array();
  exit_code worst = exit_code::done;
  for (const brand_config* brand : brands) {
    // A run that was past its last check for a stop has succeeded, and reports that.
    worst = worse(worst, stop_signal
                             ? report(failure(fmt::format(
                                   "brand {}: not run, because a signal came first", brand->id)))
                             : run_one(*app, **store, *brand, options, global.format, json));
  }
  if (global.format == output_format::json) {
    json.end_array();
    host_output() << '\n';
  }
  return worst;
}

}  // namespace tidemark::host
