// SPDX-License-Identifier: BSL-1.0
#include "brand_job.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <tidemark/sync/run.hpp>

#include "../application/open_plugins.hpp"
#include "../run/prepared_run.hpp"
#include "../run/thumbnails.hpp"
#include "older_claim.hpp"
#include "record_due_runs.hpp"
#include "report_missed.hpp"

namespace tidemark::host {

namespace {

/// Logs what happens in a run, and keeps it among the active ones.
class run_log final : public sync::run_observer {
 public:
  run_log(const brand_job& job, const sync::run_request& request, const job_context& context)
      : job_(job),
        context_(context),
        source_run_id_(request.source_run_id),
        fields_{{"brand_id", request.brand_id}, {"source_run_id", source_run_id_}} {}
  ~run_log() override { finish(); }
  run_log(const run_log&) = delete;
  run_log& operator=(const run_log&) = delete;

  void abandoned(std::int64_t run_id) override {
    context_.metrics.run_abandoned(job_.brand_id);
    context_.log.write(log_level::warning, "failed a run whose host had died",
                       {{"run_id", run_id}, {"brand_id", job_.brand_id}});
  }
  void started(std::int64_t run_id) override {
    run_id_ = run_id;
    context_.running.started(run_id, job_.brand_id);
    fields_.insert(fields_.begin(), {"run_id", run_id});
    auto fields = fields_;
    if (job_.order.due_at) fields.push_back({"due_at", to_rfc3339(*job_.order.due_at)});
    if (job_.order.attempt > 1)
      fields.push_back({"attempt", std::int64_t{job_.order.attempt}});
    context_.log.write(log_level::info, "run started", fields);
    if (job_.on_started) job_.on_started(started_run{run_id, source_run_id_});
  }
  void rows_seen(std::int32_t, std::int64_t) override {}
  void window_fetched(std::int32_t window_days, std::int64_t count) override {
    rows += count;
    auto fields = fields_;
    fields.push_back({"window_days", std::int64_t{window_days}});
    fields.push_back({"rows", count});
    context_.log.write(log_level::info, "window fetched", fields);
  }
  void committing(std::int64_t) override {}
  void warning(const std::string& message) override {
    context_.log.write(log_level::warning, message, fields_);
  }
  bool stop_requested() const override { return context_.stop.load(std::memory_order_relaxed); }

  void log_end(const sync::run_report& report, std::chrono::duration<double> duration) const {
    auto fields = fields_;
    fields.push_back({"duration_ms", static_cast<std::int64_t>(duration.count() * 1000)});
    if (report.end != sync::run_end::succeeded) {
      fields.push_back({"error", report.message});
      const bool busy = report.end == sync::run_end::busy;
      context_.log.write(busy ? log_level::warning : log_level::error,
                         busy && job_.order.due_at ? "run postponed"
                         : run_id_           ? "run failed"
                                             : "run could not start",
                         fields);
      return;
    }
    const auto& figures = report.figures;
    fields.push_back({"rows", rows});
    fields.push_back({"videos_synced", figures.videos_synced});
    fields.push_back({"inserted", figures.all_time.inserted});
    fields.push_back({"updated", figures.all_time.updated});
    fields.push_back({"duplicate_rows", figures.duplicate_rows});
    fields.push_back({"rejected_rows", figures.rejected_rows});
    context_.log.write(log_level::info, "run succeeded", fields);
  }

  void log_thumbnails(const sync::thumbnail_figures& found) const {
    auto fields = fields_;
    fields.push_back({"found", found.found});
    fields.push_back({"none", found.none});
    fields.push_back({"failed", found.failed});
    context_.log.write(log_level::info, "thumbnail search finished", fields);
  }

  /// The run is not active any more.
  void finish() const {
    if (run_id_) context_.running.ended(*run_id_);
  }

  std::int64_t rows = 0;  ///< fetched so far

 private:
  const brand_job& job_;
  const job_context& context_;
  const std::string source_run_id_;
  storage::named_values fields_;
  std::optional<std::int64_t> run_id_;
};

const brand_config* configured_brand(const application& app, std::int64_t brand_id) {
  for (const auto& brand : app.settings.brands)
    if (brand.id == brand_id) return &brand;
  return nullptr;
}

class job_runner {
 public:
  job_runner(const brand_job& job, const job_context& context) : job_(job), context_(context) {}

  job_result run() {
    context_.metrics.run_started(job_.brand_id);
    if (context_.stopping) return skip("run skipped: shutting down");
    const auto app = context_.current();
    const auto* brand = configured_brand(*app, job_.brand_id);
    if (!brand) {
      auto skipped = skip("run skipped: brand no longer configured");
      skipped.outcome = run_outcome::not_begun;  // its due run is given up
      return skipped;
    }
    auto opened = connect_storage(*context_.initial);
    if (!opened) return could_not_start(opened.error());
    store_ = std::move(*opened);
    if (const auto delivered = context_.pending.deliver(*store_, job_.brand_id); !delivered)
      return could_not_start(delivered.error());
    const auto owned = own_due_run();
    if (!owned) return could_not_start(owned.error());
    if (!*owned)
      return skip("due run was claimed by another host",
                  {{"due_at", to_rfc3339(*job_.order.due_at)}});
    auto prepared = prepare_run(*app, *brand, *store_, "sync", std::nullopt, {});
    if (!prepared) return could_not_start(prepared.error());
    prepared->request.host = context_.host;
    prepared->request.due_at = job_.order.due_at;
    return run(*app, *brand, *prepared);
  }

 private:
  step_by step() const { return {context_.host, now()}; }

  /// Writes the order's record, and claims the due run. Returns whether this host has the run.
  result<bool> own_due_run() {
    const auto& order = job_.order;
    bool claims = false;
    if (order.due_at) {
      const auto open = end_unanswered_run(*order.due_at);
      if (!open) return open.error();
      claims = !order.begun || *open;
    }
    const auto written = record_due_runs(*store_, job_.brand_id, order.record,
                                         claims ? order.due_at : std::nullopt, step(),
                                         older_daemons(*store_));
    if (!written) return written.error();
    recorded_ = true;
    report_missed(job_.brand_id, *written, context_.log, context_.metrics);
    if (!order.due_at) return true;
    if (claims) return written->claimed;
    const auto stored = store_->find_due_run(job_.brand_id, *order.due_at);
    if (!stored) return stored.error();
    return *stored && (*stored)->host == context_.host;
  }

  /// Ends a run of this host for `due_at` that this host does not know of: the storage began it,
  /// and its answer was lost. Returns whether the due run is this host's and open then.
  result<bool> end_unanswered_run(timestamp due_at) {
    const auto stored = store_->find_due_run(job_.brand_id, due_at);
    if (!stored) return stored.error();
    if (!*stored || (*stored)->host != context_.host) return false;
    using state = storage::due_run_state;
    const bool claimed = (*stored)->state == state::claimed;
    if (claimed && (*stored)->run_id) {
      const auto lock = store_->lock_brand(job_.brand_id, context_.host);
      if (!lock) return lock.error();
      const auto ended = store_->fail_abandoned_runs(job_.brand_id, **lock, now());
      if (!ended) return ended.error();
    }
    return claimed || (*stored)->state == state::released;
  }

  job_result run(const application& app, const brand_config& brand, prepared_run& prepared) {
    run_log log(job_, prepared.request, context_);
    const auto report = sync::run_brand(*store_, app.policy, prepared.request, log);
    const auto duration = std::chrono::steady_clock::now() - began_at_;
    log.log_end(report, duration);
    if (report.unreported)
      context_.pending.keep({job_.brand_id, *report.run_id, *report.unreported, now(),
                             report.interrupted});
    if (!report.run_id) release();
    log.finish();
    if (report.end == sync::run_end::succeeded && !brand.enrichers.empty())
      log.log_thumbnails(find_thumbnails(app, *store_, brand, log));
    context_.metrics.run_ended(job_.brand_id, report, log.rows, duration, now());
    if (!report.run_id && job_.on_started)
      job_.on_started(
          error{report.end == sync::run_end::busy ? error_kind::busy : error_kind::failed,
                report.message});
    return {report.end == sync::run_end::succeeded ? run_outcome::succeeded
            : report.run_id                        ? run_outcome::failed
                                                   : run_outcome::not_begun,
            recorded_};
  }

  /// Releases the claim, so that the first host that can start the run gets it. If that fails, this
  /// host finds the claim again, or another host does when this one counts as dead.
  void release() {
    if (!job_.order.due_at || !store_.object) return;
    const auto released = release_due_run(*store_, job_.brand_id, *job_.order.due_at, step());
    if (!released)
      context_.log.write(log_level::warning, "could not release a due run",
                         {{"brand_id", job_.brand_id}, {"error", released.error().message}});
  }

  job_result could_not_start(const error& why) {
    context_.log.write(log_level::error, "run could not start",
                       {{"brand_id", job_.brand_id}, {"error", why.message}});
    release();
    if (job_.on_started) job_.on_started(why);
    sync::run_report report;
    report.message = why.message;
    context_.metrics.run_ended(job_.brand_id, report, 0, {}, now());
    return {run_outcome::not_begun, recorded_};
  }

  /// Ends the job without a run.
  job_result skip(const std::string& why, const storage::named_values& more = {}) {
    storage::named_values fields{{"brand_id", job_.brand_id}};
    fields.insert(fields.end(), more.begin(), more.end());
    context_.log.write(log_level::info, why, fields);
    context_.metrics.run_skipped(job_.brand_id);
    if (job_.on_started) job_.on_started(failure(why));
    return {run_outcome::skipped, recorded_};
  }

  const std::chrono::steady_clock::time_point began_at_ = std::chrono::steady_clock::now();
  const brand_job& job_;
  const job_context& context_;
  bool recorded_ = false;
  plugin::plugged<storage::backend> store_;
};

}  // namespace

job_result run_job(const brand_job& job, const job_context& context) {
  return job_runner(job, context).run();
}

}  // namespace tidemark::host
