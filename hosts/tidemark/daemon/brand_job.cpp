// SPDX-License-Identifier: BSL-1.0
#include "brand_job.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <tidemark/sync/run.hpp>

#include "../run_of_brand.hpp"
#include "../thumbnails.hpp"
#include "due_claims.hpp"

namespace tidemark::host {

namespace {

/// Passes on what a run tells while it goes on.
class run_log final : public sync::run_observer {
 public:
  run_log(const brand_job& job, const sync::run_request& request, const job_surroundings& around)
      : job_(job), around_(around), fields_{{"brand_id", request.brand_id},
                                            {"source_run_id", request.source_run_id}} {}
  ~run_log() override { leave(); }
  run_log(const run_log&) = delete;
  run_log& operator=(const run_log&) = delete;

  void abandoned(std::int64_t run_id) override {
    around_.counted.run_abandoned(job_.brand_id);
    around_.log.write(log_level::warning, "ended a run of a host that died",
                      {{"run_id", run_id}, {"brand_id", job_.brand_id}});
  }
  void started(std::int64_t run_id) override {
    run_id_ = run_id;
    around_.running.begun(run_id, job_.brand_id);
    fields_.insert(fields_.begin(), {"run_id", run_id});
    auto fields = fields_;
    if (job_.due_at) fields.push_back({"due_at", to_rfc3339(*job_.due_at)});
    if (job_.attempt > 1) fields.push_back({"attempt", std::int64_t{job_.attempt}});
    around_.log.write(log_level::info, "run begun", fields);
    if (job_.begun) job_.begun(started_run{run_id, std::get<std::string>(fields_[2].second)});
  }
  void rows_seen(std::int32_t, std::int64_t) override {}
  void window_fetched(std::int32_t window_days, std::int64_t count) override {
    rows += count;
    auto fields = fields_;
    fields.push_back({"window_days", std::int64_t{window_days}});
    fields.push_back({"rows", count});
    around_.log.write(log_level::info, "window fetched", fields);
  }
  void committing(std::int64_t) override {}
  void warning(const std::string& message) override {
    around_.log.write(log_level::warning, message, fields_);
  }
  bool stop_requested() const override { return around_.stop.load(std::memory_order_relaxed); }

  void end(const sync::run_report& report, std::chrono::duration<double> duration) const {
    auto fields = fields_;
    fields.push_back({"duration_ms", static_cast<std::int64_t>(duration.count() * 1000)});
    if (report.end != sync::run_end::succeeded) {
      fields.push_back({"error", report.message});
      const bool busy = report.end == sync::run_end::busy;
      around_.log.write(busy ? log_level::warning : log_level::error,
                        busy && job_.due_at ? "run put off"
                        : run_id_           ? "run failed"
                                            : "run could not begin",
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
    around_.log.write(log_level::info, "run succeeded", fields);
  }

  /// The run is over, also for who looks after those that go on.
  void leave() const {
    if (run_id_) around_.running.ended(*run_id_);
  }

  void thumbnails(const sync::thumbnail_figures& found) const {
    auto fields = fields_;
    fields.push_back({"found", found.found});
    fields.push_back({"none", found.none});
    fields.push_back({"failed", found.failed});
    around_.log.write(log_level::info, "thumbnails looked for", fields);
  }

  std::int64_t rows = 0;

 private:
  const brand_job& job_;
  const job_surroundings& around_;
  storage::named_values fields_;
  std::optional<std::int64_t> run_id_;
};

const brand_config* brand_of(const setup& loaded, std::int64_t brand_id) {
  for (const auto& brand : loaded.settings.brands)
    if (brand.id == brand_id) return &brand;
  return nullptr;
}

/// One job on its way.
class work_on_job {
 public:
  work_on_job(const brand_job& job, const job_surroundings& around)
      : job_(job), around_(around), claimed_(job.claimed) {}

  job_end go() {
    around_.counted.run_begun(job_.brand_id);
    if (around_.stopping) return leave_out("run left out: the daemon is being stopped", {});
    const auto loaded = around_.loaded();
    const auto* brand = brand_of(*loaded, job_.brand_id);
    if (!brand) return leave_out("run left out: the brand is not configured any more", {});
    auto opened = connect_storage(*around_.storage);
    if (!opened) return could_not_begin(opened.error());
    store_ = std::move(*opened);
    if (const auto told = around_.untold.tell(*store_, job_.brand_id); !told)
      return could_not_begin(told.error());
    if (job_.due_at && !claimed_) {
      const auto claimed = store_->claim_due_run(job_.brand_id, *job_.due_at);
      if (!claimed) return could_not_begin(claimed.error());
      if (!*claimed) {
        auto end = leave_out("due run was claimed by another host",
                             {{"due_at", to_rfc3339(*job_.due_at)}});
        end.left = true;
        return end;
      }
      claimed_ = true;
    }
    auto prepared = prepare_run(*loaded, *brand, *store_, "sync", std::nullopt, {});
    if (!prepared) return could_not_begin(prepared.error());
    return run(*loaded, *brand, *prepared);
  }

 private:
  job_end run(const setup& loaded, const brand_config& brand, run_of_brand& prepared) {
    run_log told(job_, prepared.request, around_);
    const auto report = sync::run_brand(*store_, loaded.policy, prepared.request, told);
    const auto duration = std::chrono::steady_clock::now() - begun_;
    told.end(report, duration);
    // One that this daemon's end cuts short is left to the next one.
    const bool cut_short = report.end == sync::run_end::failed && around_.stop;
    report.run_id && !cut_short ? settle(report) : release();
    told.leave();
    if (report.end == sync::run_end::succeeded && !brand.enrichers.empty())
      told.thumbnails(find_thumbnails(loaded, *store_, brand, told));
    around_.counted.run_ended(job_.brand_id, report, told.rows, duration, now());
    if (!report.run_id && job_.begun)
      job_.begun(error{report.end == sync::run_end::busy ? error_kind::busy : error_kind::failed,
                       report.message});
    return {report.end == sync::run_end::succeeded ? run_outcome::succeeded
            : report.run_id                        ? run_outcome::failed
                                                   : run_outcome::not_begun,
            claimed_};
  }

  /// Says that the due time had its run, whatever came of it; a failed one is tried again here.
  void settle(const sync::run_report& report) {
    untold_end end{job_.brand_id, {}, {}, now(), {}};
    if (report.untold) {
      end.failed_run = report.run_id;
      end.message = *report.untold;
    }
    if (job_.due_at && (report.untold ||
                        !store_->claim_due_run(job_.brand_id, settled(*job_.due_at))))
      end.due_at = job_.due_at;
    if (end.failed_run || end.due_at) around_.untold.keep(std::move(end));
  }

  /// Gives the due time back: whoever begins its run first shall have it. Kept where that fails,
  /// and for a further attempt: the due time had its run.
  void release() {
    if (!job_.due_at || !claimed_ || !store_.object) return;
    if (job_.claimed && job_.attempt > 1) return;
    const auto released = store_->release_due_run(job_.brand_id, *job_.due_at);
    if (released) {
      claimed_ = false;
    } else {
      around_.log.write(log_level::warning, "due run stays claimed by this host",
                        {{"brand_id", job_.brand_id}, {"error", released.error().message}});
    }
  }

  job_end could_not_begin(const error& why) {
    around_.log.write(log_level::error, "run could not begin",
                      {{"brand_id", job_.brand_id}, {"error", why.message}});
    release();
    if (job_.begun) job_.begun(why);
    sync::run_report report;
    report.message = why.message;
    around_.counted.run_ended(job_.brand_id, report, 0, {}, now());
    return {run_outcome::not_begun, claimed_};
  }

  /// There will be no run of this host.
  job_end leave_out(const std::string& why, storage::named_values more) {
    storage::named_values fields{{"brand_id", job_.brand_id}};
    fields.insert(fields.end(), more.begin(), more.end());
    around_.log.write(log_level::info, why, fields);
    around_.counted.run_left(job_.brand_id);
    if (job_.begun) job_.begun(failure(why));
    return {run_outcome::succeeded, claimed_};
  }

  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  const brand_job& job_;
  const job_surroundings& around_;
  bool claimed_;
  plugin::plugged<storage::backend> store_;
};

}  // namespace

job_end do_job(const brand_job& job, const job_surroundings& around) {
  return work_on_job(job, around).go();
}

}  // namespace tidemark::host
