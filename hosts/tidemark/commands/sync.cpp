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
#include "run_output.hpp"
#include "sync_brands.hpp"

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

void write_text(std::ostream& out, const brand_config& brand, const sync::run_request& request,
                const sync::run_report& report, const thumbnail_figures& thumbnails) {
  const auto& figures = report.figures;
  out << "brand " << brand.id << " (" << one_line(brand.name, 60) << "), run "
      << request.source_run_id << ", snapshots of " << to_text(request.snapshot_date) << ": "
      << sync::to_text(report.end) << '\n';
  if (report.end == sync::run_end::succeeded) write_counts(out, figures, request.currency);
  if (thumbnails)
    write_labelled(out, "thumbnails",
                   fmt::format("{} found, {} not available, {} failed",
                               grouped(thumbnails->found), grouped(thumbnails->none),
                               grouped(thumbnails->failed)));
  const bool some_kept = figures.rejected_rows > request.rejected_kept_max;
  write_left_out(out, figures,
                 fmt::format("{}; see: tidemark rejected --run {}",
                             some_kept ? fmt::format(", of which the first {} are kept "
                                                     "(max_rejected_kept)",
                                                     grouped(request.rejected_kept_max))
                                       : "",
                             report.run_id.value_or(0)));
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
  prepared->request.limit = options.max_changed;
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
  if (options.plan) return run_plan(global, options);
  if (const auto wrong = refuse_future_date(options)) return report(*wrong);
  auto app = load_application(config_path(global.config));
  if (!app) return app.error();
  const auto brands = brands_of(*app, options);
  if (!brands) return brands.error();
  auto store = open_storage(*app);
  if (!store) return store.error();

  watch_stop_signals();
  json_writer json(host_output());
  if (global.format == output_format::json) json.begin_array();
  exit_code worst = exit_code::done;
  for (const brand_config* brand : *brands) {
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
