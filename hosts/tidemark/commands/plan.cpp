// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <utility>

#include <fmt/core.h>

#include <tidemark/storage/figures_json.hpp>
#include <tidemark/sync/plan_brand.hpp>
#include <tidemark/value/json_writer.hpp>

#include "../application/load_application.hpp"
#include "../application/open_plugins.hpp"
#include "../application/settings.hpp"
#include "../output/host_output.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"
#include "../run/plan_summary.hpp"
#include "../run/planned_json.hpp"
#include "../run/prepared_run.hpp"
#include "../run/progress.hpp"
#include "commands.hpp"
#include "run_output.hpp"
#include "sync_brands.hpp"

namespace tidemark::host {

namespace {

/// What was planned of one brand.
struct planned_run {
  storage::run_figures figures;
  result<void> done;     ///< an error if the brand could not be planned
  result<void> allowed;  ///< by --max-changed
};

void write_begin(json_writer& out, const sync::run_request& request) {
  out.begin_object();
  out.member("brand_id", request.brand_id);
  out.member("plan", true);
  out.member("run_id", nullptr);
  out.member("source_run_id", request.source_run_id);
  out.member("snapshot_date", request.snapshot_date);
}

void write_end(json_writer& out, const planned_run& planned) {
  const bool succeeded = planned.done && planned.allowed;
  out.member("status", succeeded ? "succeeded" : "failed");
  storage::write_counts(out, planned.figures);
  if (!planned.done) out.member("error", planned.done.error().message);
  else if (!planned.allowed) out.member("error", planned.allowed.error().message);
  out.end_object();
}

/// Plans the runs of brands, one after the other, and shows each change as it comes.
class run_planner {
 public:
  run_planner(const application& app, storage::backend& store, const sync_options& options,
              output_format format)
      : app_(app), store_(store), options_(options), format_(format), json_(host_output()) {
    if (format_ == output_format::json) json_.begin_array();
  }

  exit_code plan(const brand_config& brand) {
    const std::string name = fmt::format("brand {}", brand.id);
    auto prepared = prepare_run(app_, brand, store_, options_.verb, options_.snapshot_date,
                                options_.source_run_id);
    if (!prepared)
      return report({prepared.error().kind,
                     fmt::format("{}: {}", name, prepared.error().message)});
    const auto& request = prepared->request;
    planned_run planned;
    switch (format_) {
      case output_format::json:
        write_begin(json_, request);
        json_.key("changes");
        json_.begin_array();
        planned = run(name, request, [&](const storage::planned_change& change) {
          write_change(json_, app_.policy.rules, change);
          return !stop_signal;
        });
        json_.end_array();
        write_end(json_, planned);
        break;
      case output_format::jsonl: {
        planned = run(name, request, [&](const storage::planned_change& change) {
          json_writer line(host_output());
          write_change(line, app_.policy.rules, change, brand.id);
          host_output() << '\n';
          return !stop_signal;
        });
        json_writer line(host_output());
        write_begin(line, request);
        write_end(line, planned);
        host_output() << '\n';
        break;
      }
      default: {
        plan_summary summary(app_.policy.rules);
        planned = run(name, request, [&](const storage::planned_change& change) {
          summary.add(change);
          return !stop_signal;
        });
        write_text(brand, request, planned, summary);
      }
    }
    if (!planned.done) {
      const auto kind = planned.done.error().kind;
      return report({kind == error_kind::busy ? kind : error_kind::failed,
                     fmt::format("{}: {}", name, planned.done.error().message)});
    }
    if (planned.allowed) return exit_code::done;
    report({error_kind::failed, fmt::format("{}: {}", name, planned.allowed.error().message)});
    return exit_code::violation;
  }

  void end() {
    if (format_ != output_format::json) return;
    json_.end_array();
    host_output() << '\n';
  }

 private:
  planned_run run(const std::string& name, const sync::run_request& request,
                  const storage::visitor<storage::planned_change>& visit) {
    planned_run planned;
    progress watched(name);
    const auto stored = sync::plan_brand(
        store_, app_.policy, request,
        options_.verbose ? storage::planned_fields::all : storage::planned_fields::taken, watched,
        planned.figures, visit);
    if (!stored) planned.done = stored.error();
    if (planned.done && stop_signal) planned.done = failure("a signal came before it was complete");
    if (planned.done && options_.max_changed)
      planned.allowed = sync::check_limit(*options_.max_changed, planned.figures.all_time.updated,
                                          *stored);
    return planned;
  }

  static void write_text(const brand_config& brand, const sync::run_request& request,
                         const planned_run& planned, const plan_summary& summary) {
    auto& out = host_output();
    out << fmt::format("brand {} ({}), plan of {}, snapshots of {}: {}\n", brand.id,
                       one_line(brand.name, 60), request.source_run_id,
                       to_text(request.snapshot_date),
                       planned.done ? "nothing is written" : "failed");
    if (planned.done) write_counts(out, planned.figures, request.currency);
    write_left_out(out, planned.figures, "; a plan does not keep them");
    if (planned.done) summary.write(out);
  }

  const application& app_;
  storage::backend& store_;
  const sync_options& options_;
  output_format format_;
  json_writer json_;
};

}  // namespace

exit_code run_plan(const global_options& global, const sync_options& options) {
  if (const auto wrong = refuse_future_date(options)) return report(*wrong);
  const auto app = load_application(config_path(global.config));
  if (!app) return app.error();
  const auto brands = brands_of(*app, options);
  if (!brands) return brands.error();
  const auto store = open_storage(*app);
  if (!store) return store.error();

  watch_stop_signals();
  run_planner planner(*app, **store, options, global.format);
  exit_code worst = exit_code::done;
  for (const brand_config* brand : *brands) {
    if (stop_signal) {
      worst = worse(worst, report(failure(fmt::format(
                               "brand {}: not planned, because a signal came first", brand->id))));
      continue;
    }
    worst = worse(worst, planner.plan(*brand));
  }
  planner.end();
  return worst;
}

}  // namespace tidemark::host
