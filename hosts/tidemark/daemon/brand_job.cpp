// SPDX-License-Identifier: BSL-1.0
#include "brand_job.hpp"

#include <chrono>
#include <string>
#include <utility>

#include <tidemark/sync/run.hpp>

#include "../run_of_brand.hpp"
#include "../thumbnails.hpp"

namespace tidemark::host {

namespace {

/// Passes on what a run tells while it goes on.
class run_log final : public sync::run_observer {
 public:
  run_log(const brand_job& job, const sync::run_request& request, const job_surroundings& around)
      : job_(job), around_(around), fields_{{"brand_id", request.brand_id},
                                            {"source_run_id", request.source_run_id}} {}
  ~run_log() override {
    if (run_id_) around_.running.ended(*run_id_);
  }
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
                        busy ? "run put off" : run_id_ ? "run failed" : "run could not begin",
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

/// Why a job could not even begin.
job_end could_not_begin(const brand_job& job, const job_surroundings& around, const error& why,
                        bool claimed) {
  around.log.write(log_level::error, "run could not begin",
                   {{"brand_id", job.brand_id}, {"error", why.message}});
  if (job.begun) job.begun(why);
  sync::run_report report;
  report.message = why.message;
  around.counted.run_ended(job.brand_id, report, 0, {}, now());
  return {claimed, run_outcome::not_begun};
}

}  // namespace

job_end do_job(const brand_job& job, const job_surroundings& around) {
  const auto begun = std::chrono::steady_clock::now();
  around.counted.run_begun(job.brand_id);
  const auto* brand = brand_of(*job.loaded, job.brand_id);
  if (!brand)
    return could_not_begin(job, around, usage_error("it is not in the config any more"), true);
  auto store = connect_storage(*around.storage);
  if (!store) return could_not_begin(job, around, store.error(), !job.to_claim);
  if (job.to_claim) {
    const auto claimed = (*store)->claim_due_run(job.brand_id, *job.to_claim);
    if (!claimed) return could_not_begin(job, around, claimed.error(), false);
    if (!*claimed) {
      around.log.write(log_level::info, "due run was claimed by another host",
                       {{"brand_id", job.brand_id}, {"due_at", to_rfc3339(*job.to_claim)}});
      around.counted.run_left(job.brand_id);
      return {true, run_outcome::succeeded};
    }
  }
  const auto prepared = prepare_run(*job.loaded, *brand, "sync", std::nullopt, {});
  if (!prepared) return could_not_begin(job, around, prepared.error(), true);

  run_log told(job, prepared->request, around);
  const auto report =
      sync::run_brand(**store, job.loaded->policy, prepared->request, told);
  const auto duration = std::chrono::steady_clock::now() - begun;
  if (report.end == sync::run_end::busy && job.make_up) {
    around.counted.run_left(job.brand_id);
    return {true, run_outcome::succeeded};
  }
  told.end(report, duration);
  if (report.end == sync::run_end::succeeded && !brand->enrichers.empty())
    told.thumbnails(find_thumbnails(*job.loaded, **store, *brand, told));
  around.counted.run_ended(job.brand_id, report, told.rows, duration, now());
  if (!report.run_id && job.begun)
    job.begun(error{report.end == sync::run_end::busy ? error_kind::busy : error_kind::failed,
                    report.message});
  return {true, report.end == sync::run_end::succeeded ? run_outcome::succeeded
                : report.run_id                        ? run_outcome::failed
                                                       : run_outcome::not_begun};
}

}  // namespace tidemark::host
