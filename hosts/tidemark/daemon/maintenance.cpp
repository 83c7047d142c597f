// SPDX-License-Identifier: BSL-1.0
#include "maintenance.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "older_claim.hpp"
#include "record_due_runs.hpp"
#include "report_missed.hpp"

namespace tidemark::host {

namespace {

using std::chrono::microseconds;

constexpr std::chrono::minutes check_every{1};
constexpr std::chrono::minutes silent_after{2};  // eight heartbeats
constexpr std::chrono::hours retention_every{24};
constexpr std::chrono::hours verify_every{1};
constexpr std::chrono::seconds answer_within{30};

timestamp later(timestamp moment, microseconds duration) {
  return {moment.micros + duration.count()};
}

std::int64_t steady_milliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

void maintenance::note_storage_state(const result<void>& done) {
  asked_at_ = 0;
  const std::string message = done ? "" : done.error().message;
  const bool changed = silent_.exchange(false) || message != storage_error_;
  if (!done) {
    if (changed)
      log_.write(log_level::error,
                 done.error().kind == error_kind::usage ? "the storage cannot be used"
                                                        : "storage does not answer",
                 {{"error", message}});
  } else if (changed) {
    log_.write(log_level::info, "storage answers");
  }
  metrics_.storage_answers(done.has_value());
  storage_error_ = message;
}

void maintenance::watch_storage() {
  const std::int64_t since = asked_at_;
  constexpr auto within = std::chrono::milliseconds{answer_within};
  if (since == 0 || steady_milliseconds() - since < within.count()) return;
  metrics_.storage_answers(false);
  if (!silent_.exchange(true))
    log_.write(log_level::error, "storage does not answer", {{"error", "no answer for 30 s"}});
}

result<due_history> maintenance::load_history(const std::vector<std::int64_t>& brand_ids) {
  due_history history;
  asked_at_ = steady_milliseconds();
  const auto done = storage_.read([&](storage::backend& store) -> result<void> {
    history = {};
    for (const std::int64_t id : brand_ids) {
      const auto last = store.find_last_due_run(id);
      if (!last) return last.error();
      history.brands.push_back({id, *last});
      if (*last && (*last)->state == storage::due_run_state::claimed && (*last)->run_id)
        if (const auto ended = fail_abandoned_runs(store, id, now()); !ended) return ended;
      if (const auto found = find_last_success(store, id); !found) return found.error();
    }
    auto open = find_open(store, now());
    if (!open) return open.error();
    history.open = std::move(*open);
    return {};
  });
  note_storage_state(done);
  if (!done) return done.error();
  return history;
}

bool maintenance::record(std::int64_t brand_id, const due_record& record) {
  auto attempt = record;  // there may be two
  asked_at_ = steady_milliseconds();
  const auto done = storage_.read([&](storage::backend& store) -> result<void> {
    const auto recorded = std::exchange(attempt, attempt.repeated());
    const auto written =
        record_due_runs(store, brand_id, recorded, std::nullopt, {host_, now()},
                        older_daemons(store));
    if (!written) return written.error();
    report_missed(brand_id, *written, log_, metrics_);
    return {};
  });
  note_storage_state(done);
  return done.has_value();
}

std::vector<storage::due_run> maintenance::run(timestamp now,
                                               const std::vector<std::int64_t>& brand_ids,
                                               const retention_config& retention) {
  std::vector<storage::due_run> open;
  bool verified = false;
  const auto step = [&](timestamp& next, microseconds every, auto&& task) -> result<void> {
    if (now < next && later(next, -every) <= now) return {};
    next = later(now, every);
    return task();
  };
  if (retention != retention_) {
    retention_ = retention;
    next_retention_ = now;
  }
  asked_at_ = steady_milliseconds();
  note_storage_state(storage_.read([&](storage::backend& store) -> result<void> {
    if (const auto done = send_heartbeats(store, now); !done) return done;
    if (const auto done = pending_.deliver(store, std::nullopt); !done) return done;
    if (const auto done = step(next_minute_, check_every,
                               [&] { return minute_checks(store, now, brand_ids, open); });
        !done)
      return done;
    asked_at_ = 0;  // the rest may take long
    if (const auto done = step(next_retention_, retention_every,
                               [&] { return apply_retention(store, now, retention); });
        !done)
      return done;
    return step(next_verify_, verify_every, [&] {
      verified = true;
      return verify(store);
    });
  }));
  if (verified) storage_.close();  // frees the memory that reading everything took
  return open;
}

result<void> maintenance::minute_checks(storage::backend& store, timestamp now,
                                        const std::vector<std::int64_t>& brand_ids,
                                        std::vector<storage::due_run>& open) {
  if (const auto done = fail_silent_runs(store, now); !done) return done;
  auto found = find_open(store, now);
  if (!found) return found.error();
  open = std::move(*found);
  for (const std::int64_t id : brand_ids)
    if (const auto done = find_last_success(store, id); !done) return done;
  return {};
}

result<std::vector<storage::due_run>> maintenance::find_open(storage::backend& store,
                                                             timestamp now) {
  std::vector<storage::due_run> found;
  const auto walked = store.walk_open_due_runs([&](const storage::due_run& open) {
    found.push_back(open);
    return true;
  });
  if (!walked) return walked.error();
  std::vector<storage::due_run> open;
  for (auto& due : found) {
    const auto of_older = may_be_run_by_older_daemon(store, due, now);
    if (!of_older) return of_older.error();
    if (!*of_older) open.push_back(std::move(due));
  }
  return open;
}

result<void> maintenance::send_heartbeats(storage::backend& store, timestamp now) {
  for (const std::int64_t run_id : running_.ids()) {
    if (store.heartbeat(run_id, now)) continue;
    // An ended run needs no heartbeat. This checks only that the storage answers.
    if (const auto answers = store.ping(); !answers) return answers.error();
  }
  return {};
}

result<void> maintenance::find_last_success(storage::backend& store, std::int64_t brand_id) {
  // A brand has one run at a time: entries older than one that has ended do not change.
  auto& checked = ended_runs_[brand_id];
  std::int64_t newest_ended = checked;
  const auto walked = store.walk_runs(brand_id, [&](const storage::ledger_entry& entry) {
    if (entry.id <= checked) return false;
    if (entry.status == storage::run_status::running) return true;
    newest_ended = std::max(newest_ended, entry.id);
    if (entry.status != storage::run_status::succeeded) return true;
    if (entry.finished_at) metrics_.note_success(brand_id, *entry.finished_at);
    return false;
  });
  if (walked) checked = newest_ended;
  return walked;
}

result<void> maintenance::fail_silent_runs(storage::backend& store, timestamp now) {
  const auto silent = store.find_silent_brands(later(now, -silent_after));
  if (!silent) return silent.error();
  for (const std::int64_t brand_id : *silent)
    if (!running_.has_brand(brand_id))
      if (const auto ended = fail_abandoned_runs(store, brand_id, now); !ended) return ended;
  return {};
}

result<void> maintenance::fail_abandoned_runs(storage::backend& store, std::int64_t brand_id,
                                              timestamp now) {
  const auto lock = store.lock_brand(brand_id, host_);
  if (!lock && lock.error().kind == error_kind::busy) return {};  // its host is alive
  if (!lock) return lock.error();
  const auto ended = store.fail_abandoned_runs(brand_id, **lock, now);
  if (!ended) return ended.error();
  for (const std::int64_t run_id : *ended) {
    metrics_.run_abandoned(brand_id);
    log_.write(log_level::warning, "failed a run whose host had died",
               {{"run_id", run_id}, {"brand_id", brand_id}});
  }
  return {};
}

result<void> maintenance::apply_retention(storage::backend& store, timestamp now,
                                          const retention_config& retention) {
  if (!retention.snapshots_days && !retention.rejected_days) return {};
  std::optional<date> snapshots_before;
  if (retention.snapshots_days)
    snapshots_before =
        date{day_of(now).days - static_cast<std::int32_t>(*retention.snapshots_days)};
  std::optional<timestamp> rejected_before;
  if (retention.rejected_days)
    rejected_before = later(now, -std::chrono::hours(24 * *retention.rejected_days));
  const auto removed = store.retain(snapshots_before, rejected_before);
  if (!removed) return removed.error();
  log_.write(log_level::info, "retention applied",
             {{"snapshots", removed->snapshots},
              {"rejected_rows", removed->rejected_rows},
              {"due_runs", removed->due_runs}});
  return {};
}

result<void> maintenance::verify(storage::backend& store) {
  const auto report = store.verify(std::nullopt);
  if (!report) return report.error();
  metrics_.verified(*report);
  for (const auto& check : report->checks)
    if (!check.ok())
      log_.write(log_level::error, "verify found violations",
                 {{"check", check.name}, {"violations", check.violation_count}});
  return {};
}

}  // namespace tidemark::host
