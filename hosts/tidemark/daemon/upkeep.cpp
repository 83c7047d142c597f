// SPDX-License-Identifier: BSL-1.0
#include "upkeep.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "../run_of_brand.hpp"
#include "due_claims.hpp"

namespace tidemark::host {

namespace {

using std::chrono::microseconds;

constexpr std::chrono::minutes look_every{1};
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

void upkeep::note(const result<void>& done) {
  asked_at_ = 0;
  const std::string message = done ? "" : done.error().message;
  const bool news = silent_.exchange(false) || message != storage_error_;
  if (!done) {
    if (news)
      log_.write(log_level::error,
                 done.error().kind == error_kind::usage ? "the storage cannot be used"
                                                        : "storage does not answer",
                 {{"error", message}});
  } else if (news) {
    log_.write(log_level::info, "storage answers");
  }
  counted_.storage_answers(done.has_value());
  storage_error_ = message;
}

void upkeep::watch() {
  const std::int64_t since = asked_at_;
  constexpr auto within = std::chrono::milliseconds{answer_within};
  if (since == 0 || steady_milliseconds() - since < within.count()) return;
  counted_.storage_answers(false);
  if (!silent_.exchange(true))
    log_.write(log_level::error, "storage does not answer",
               {{"error", "it has been asked, and there was no answer for 30 s"}});
}

std::optional<stray_run> upkeep::told(const result<std::optional<stray_run>>& taken,
                                      std::int64_t brand_id) {
  if (taken) return *taken;
  log_.write(log_level::warning, "a due run that nobody is at could not be taken over",
             {{"brand_id", brand_id}, {"error", taken.error().message}});
  return std::nullopt;
}

result<std::vector<brand_history>> upkeep::look_back(const std::vector<std::int64_t>& brand_ids) {
  std::vector<brand_history> histories;
  asked_at_ = steady_milliseconds();
  const auto done = storage_.read([&](storage::backend& store) -> result<void> {
    histories.clear();
    for (const std::int64_t id : brand_ids) {
      const auto claimed = store.last_claimed_run(id);
      if (!claimed) return claimed.error();
      histories.push_back({id, *claimed, {}});
      if (const auto looked = look_for_success(store, id); !looked) return looked.error();
    }
    // Last, so that none is taken over for nothing.
    for (auto& history : histories)
      if (history.claimed && is_open(*history.claimed))
        history.stray = told(stray_runs::take_over_dead(store, history.brand_id), history.brand_id);
    return {};
  });
  note(done);
  if (!done) return done.error();
  return histories;
}

void upkeep::begin_schedules(const std::vector<std::int64_t>& brand_ids, timestamp now) {
  for (const std::int64_t id : brand_ids) untold_.keep({id, {}, {}, {}, second_of(now)});
  if (!brand_ids.empty()) tell_now();
}

void upkeep::note_missed(std::vector<missed_runs> missed) {
  for (auto& one : missed) missed_.push_back({std::move(one)});
  tell_now();
}

void upkeep::tell_now() {
  note(storage_.read([&](storage::backend& store) { return tell(store); }));
}

result<void> upkeep::tell(storage::backend& store) {
  while (!missed_.empty()) {
    if (const auto told = tell_missed(store, missed_.front()); !told) return told;
    missed_.erase(missed_.begin());
  }
  return untold_.tell(store, std::nullopt);
}

result<void> upkeep::tell_missed(storage::backend& store, untold_missed& missed) {
  auto& [runs, mine] = missed;
  const auto claim = [&](timestamp due_at, std::int64_t count) -> result<void> {
    const auto claimed = store.claim_due_run(runs.brand_id, due_at);
    if (!claimed) return claimed.error();
    if (*claimed) mine += count;
    return {};
  };
  for (; !runs.due.empty(); runs.due.pop_back()) {
    const bool last = runs.due.back() == runs.last_due_at;
    if (last && runs.claimed_here) {
      mine += 1 + runs.older;
    } else if (const auto asked = claim(runs.due.back(), last ? 1 + runs.older : 1); !asked) {
      return asked;
    }
  }
  if (mine == 0) return {};
  untold_.keep({runs.brand_id, {}, {}, {}, runs.last_due_at});
  counted_.runs_missed(runs.brand_id, mine);
  log_.write(log_level::warning, "due runs were missed",
             {{"brand_id", runs.brand_id},
              {"runs", mine},
              {"last_due_at", to_rfc3339(runs.last_due_at)}});
  return {};
}

void upkeep::settle_due_run(std::int64_t brand_id, timestamp due_at) {
  untold_.keep({brand_id, {}, {}, {}, due_at});
  tell_now();
}

std::vector<stray_run> upkeep::work(timestamp now, const claim_scope& scope,
                                    const retention_config& retention) {
  std::vector<stray_run> strays;
  bool verified = false;
  const auto step = [&](timestamp& next, microseconds every, auto&& work) -> result<void> {
    if (now < next && later(next, -every) <= now) return {};
    next = later(now, every);
    return work();
  };
  if (retention != retention_) {
    retention_ = retention;
    next_retention_ = now;
  }
  asked_at_ = steady_milliseconds();
  note(storage_.read([&](storage::backend& store) -> result<void> {
    if (const auto done = beat(store, now); !done) return done;
    if (const auto done = tell(store); !done) return done;
    if (const auto done = step(next_minute_, look_every, [&] {
          return look_around(store, now, scope, strays);
        });
        !done)
      return done;
    asked_at_ = 0;  // what follows may take its time
    if (const auto done = step(next_retention_, retention_every,
                               [&] { return retain(store, now, retention); });
        !done)
      return done;
    return step(next_verify_, verify_every, [&] {
      verified = true;
      return verify(store);
    });
  }));
  if (verified) storage_.close();  // it may have read all there is into its memory
  return strays;
}

result<void> upkeep::look_around(storage::backend& store, timestamp now,
                                 const claim_scope& scope, std::vector<stray_run>& strays) {
  if (const auto done = end_silent_runs(store, now, strays); !done) return done;
  const auto found = strays_.find(store, scope);
  if (!found) return found.error();
  for (const auto& one : *found)
    if (one.given_back)
      strays.push_back(one);
    else if (const auto taken = told(stray_runs::take_over(store, one.brand_id), one.brand_id))
      strays.push_back(*taken);
  for (const std::int64_t id : scope.brand_ids)
    if (const auto looked = look_for_success(store, id); !looked) return looked;
  return {};
}

result<void> upkeep::beat(storage::backend& store, timestamp now) {
  for (const std::int64_t run_id : running_.ids()) {
    if (store.heartbeat(run_id, now)) continue;
    // A run that has ended cannot be told, and need not be, whoever ended it.
    if (const auto answers = store.last_claimed_run(0); !answers) return answers.error();
  }
  return {};
}

result<void> upkeep::look_for_success(storage::backend& store, std::int64_t brand_id) {
  // Runs of a brand come one after the other: what is older than one that has ended stays as it is.
  auto& looked_at = ended_runs_[brand_id];
  std::int64_t newest_ended = looked_at;
  const auto walked = store.walk_runs(brand_id, [&](const storage::ledger_entry& entry) {
    if (entry.id <= looked_at) return false;
    if (entry.status == storage::run_status::running) return true;
    newest_ended = std::max(newest_ended, entry.id);
    if (entry.status != storage::run_status::succeeded) return true;
    if (entry.finished_at) counted_.succeeded_before(brand_id, *entry.finished_at);
    return false;
  });
  if (walked) looked_at = newest_ended;
  return walked;
}

result<void> upkeep::end_silent_runs(storage::backend& store, timestamp now,
                                     std::vector<stray_run>& strays) {
  const auto silent = store.find_silent_brands(later(now, -silent_after));
  if (!silent) return silent.error();
  for (const std::int64_t brand_id : *silent) {
    if (running_.has_brand(brand_id)) continue;
    const auto lock = store.lock_brand(brand_id, host_name());
    if (!lock && lock.error().kind == error_kind::busy) continue;  // alive after all
    if (!lock) return lock.error();
    const auto ended = store.fail_abandoned_runs(brand_id, **lock, now);
    if (!ended) return ended.error();
    if (ended->empty()) continue;
    for (const std::int64_t run_id : *ended) {
      counted_.run_abandoned(brand_id);
      log_.write(log_level::warning, "ended a run of a host that died",
                 {{"run_id", run_id}, {"brand_id", brand_id}});
    }
    if (const auto taken = told(stray_runs::take_over(store, brand_id, **lock), brand_id))
      strays.push_back(*taken);
  }
  return {};
}

result<void> upkeep::retain(storage::backend& store, timestamp now,
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
  log_.write(log_level::info, "retention",
             {{"snapshots", removed->snapshots}, {"rejected_rows", removed->rejected_rows}});
  return {};
}

result<void> upkeep::verify(storage::backend& store) {
  const auto report = store.verify(std::nullopt);
  if (!report) return report.error();
  counted_.verified(*report);
  for (const auto& check : report->checks)
    if (!check.ok())
      log_.write(log_level::error, "verify found violations",
                 {{"check", check.name},
                  {"violations", check.violation_count}});
  return {};
}

}  // namespace tidemark::host
