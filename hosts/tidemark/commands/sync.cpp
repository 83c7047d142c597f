// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <ostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/sync/run.hpp>

#include "../output/host_output.hpp"
#include "../output/json_writer.hpp"
#include "../output/table.hpp"
#include "../progress.hpp"
#include "../report.hpp"
#include "../run_of_brand.hpp"
#include "../setup.hpp"
#include "../thumbnails.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

using thumbnail_figures = std::optional<sync::thumbnail_figures>;

void write_json(json_writer& out, const sync::run_request& request,
                const sync::run_report& report, const thumbnail_figures& thumbnails) {
  const auto& figures = report.figures;
  const auto counts = [&](const storage::upsert_counts& one) {
    out.begin_object();
    out.member("inserted", one.inserted);
    out.member("updated", one.updated);
    out.member("unchanged", one.unchanged);
    out.end_object();
  };
  out.begin_object();
  out.member("brand_id", request.brand_id);
  out.member("source_run_id", request.source_run_id);
  out.member("snapshot_date", request.snapshot_date);
  out.member("status", sync::to_text(report.end));
  out.member("videos_synced", figures.videos_synced);
  out.member("creators_created", figures.creators_created);
  out.member("creators_matched", figures.creators_matched);
  out.member("duplicate_rows", figures.duplicate_rows);
  out.member("conflict_video_count", figures.conflict_video_count);
  out.member("max_conflict_gmv_cents", figures.max_conflict_gmv_cents);
  out.member("rejected_rows", figures.rejected_rows);
  if (figures.rejected_rows > request.rejected_kept_max)
    out.member("rejected_rows_kept", request.rejected_kept_max);
  out.member("unattributed_rows", figures.unattributed_rows);
  out.key("all_time");
  counts(figures.all_time);
  out.key("snapshots");
  out.begin_object();
  for (const auto& [window_days, one] : figures.snapshots) {
    out.key(std::to_string(window_days));
    counts(one);
  }
  out.end_object();
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

std::string shown(const storage::upsert_counts& one) {
  return grouped(one.inserted) + " inserted, " + grouped(one.updated) + " updated, " +
         grouped(one.unchanged) + " unchanged";
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
    for (const auto& [window_days, one] : figures.snapshots)
      line(std::to_string(window_days) + " days", shown(one));
    line("creators", grouped(figures.creators_created) + " new, " +
                         grouped(figures.creators_matched) + " known");
    line("merged", counted(figures.duplicate_rows, "duplicate row", "duplicate rows") + ", " +
                       counted(figures.conflict_video_count, "conflict", "conflicts") +
                       ", largest spread of GMV " + money(figures.max_conflict_gmv_cents) + ' ' +
                       request.currency);
    if (figures.unattributed_rows > 0)
      line("unattributed", counted(figures.unattributed_rows, "snapshot", "snapshots") +
                               " of videos whose creator is not known");
  }
  if (thumbnails)
    line("thumbnails", grouped(thumbnails->found) + " found, " + grouped(thumbnails->none) +
                           " not there, " + grouped(thumbnails->failed) + " failed");
  if (figures.rejected_rows > 0)
    line("rejected", counted(figures.rejected_rows, "row", "rows") +
                         (figures.rejected_rows > request.rejected_kept_max
                              ? ", the first " + grouped(request.rejected_kept_max) +
                                    " of which are kept (max_rejected_kept)"
                              : std::string()) +
                         "; see: tidemark rejected --run " + std::to_string(*report.run_id));
}

/// Why no snapshots of the day that `options` ask for are to be stored, if so: lists of a window
/// show the latest day, and nothing takes a day back.
std::optional<error> find_future_date(const sync_options& options) {
  const date tomorrow{day_of(now()).days + 1};
  if (options.future || !options.snapshot_date || *options.snapshot_date <= tomorrow)
    return std::nullopt;
  return usage_error("--snapshot-date " + to_text(*options.snapshot_date) + " is in the future (" +
                     to_text(day_of(now())) +
                     " is today in UTC): its snapshots would hide those of every day before it. "
                     "Correct the day, or add --future if that is meant");
}

/// Runs one brand and shows what became of it.
exit_code run_one(const setup& loaded, storage::backend& store, const brand_config& brand,
                  const sync_options& options, output_format format, json_writer& json) {
  const std::string name = "brand " + std::to_string(brand.id);
  const auto blamed = [&](error_kind kind, const std::string& message) {
    // What is said of a brand's lock names the brand itself.
    return report({kind, message.starts_with(name + " ") ? message : name + ": " + message});
  };
  const auto prepared =
      prepare_run(loaded, brand, options.verb, options.snapshot_date, options.source_run_id);
  if (!prepared) return blamed(prepared.error().kind, prepared.error().message);
  const auto& request = prepared->request;

  sync::run_report done;
  thumbnail_figures thumbnails;
  {
    progress watched(name);
    done = sync::run_brand(store, loaded.policy, request, watched);
    if (options.with_thumbnails && done.end == sync::run_end::succeeded)
      thumbnails = find_thumbnails(loaded, store, brand, watched);
  }
  if (format == output_format::json) write_json(json, request, done, thumbnails);
  else write_text(host_output(), brand, request, done, thumbnails);
  if (done.end == sync::run_end::succeeded) return exit_code::done;
  const auto kind = done.kind == error_kind::busy ? error_kind::busy : error_kind::failed;
  return blamed(kind, done.message);
}

}  // namespace

exit_code run_sync(const global_options& global, const sync_options& options) {
  if (const auto wrong = find_future_date(options)) return report(*wrong);
  auto loaded = load_setup(global);
  if (!loaded) return loaded.error();
  std::vector<const brand_config*> brands;
  if (options.all) {
    for (const auto& brand : loaded->settings.brands) brands.push_back(&brand);
  } else {
    for (const std::int64_t id : options.brands) {
      const auto brand = find_brand(*loaded, id);
      if (!brand) return brand.error();
      if (std::find(brands.begin(), brands.end(), *brand) == brands.end())
        brands.push_back(*brand);
    }
  }
  auto store = open_storage(*loaded);
  if (!store) return store.error();

  watch_stop_signals();
  json_writer json(host_output());
  if (global.format == output_format::json) json.begin_array();
  exit_code worst = exit_code::done;
  for (const brand_config* brand : brands) {
    // A run that was past its last stop when the signal came has succeeded, and says so.
    worst = worse(worst, stop_signal ? report(failure("brand " + std::to_string(brand->id) +
                                                      ": not run, a signal came first"))
                                     : run_one(*loaded, **store, *brand, options, global.format,
                                               json));
  }
  if (global.format == output_format::json) {
    json.end_array();
    host_output() << '\n';
  }
  return worst;
}

}  // namespace tidemark::host
