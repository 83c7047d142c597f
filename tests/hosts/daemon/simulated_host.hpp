// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <daemon/record_due_runs.hpp>
#include <schedule/brand_state.hpp>

#include "simulated_storage.hpp"

namespace tidemark::host {

/// A daemon with one brand, and a clock that may be wrong: does what daemon, brand_job and
/// maintenance do with a brand_state, minute by minute.
class simulated_host {
 public:
  simulated_host(std::string name, simulated_storage& store, std::mt19937_64& random)
      : name_(std::move(name)), store_(store), random_(random) {}

  bool is_alive() const { return state_.has_value(); }
  std::int64_t reported() const { return reported_; }
  /// Missed runs that may have been recorded when the host died before it got the answer.
  std::int64_t unreported() const { return unreported_; }

  void start(const brand_schedule& schedule) {
    host_ = name_ + ':' + std::to_string(++starts_);
    state_.emplace(1, host_);
    state_->scheduled(schedule, clock());
    is_loaded_ = false;
  }

  void die() {
    for (const auto* record : {&in_flight_, job_ ? &job_->order.record : &in_flight_})
      unreported_ += record->missed.count() + record->unanswered.count();
    unlock();
    state_.reset();
    job_.reset();
    in_flight_ = {};
    pending_.clear();
  }

  /// SIGTERM: the current run is stopped.
  void stop() {
    if (job_ && job_->run_id) (void)store_.end_run(*job_->run_id, false, true);
    die();
  }

  void step_clock(std::int64_t micros) { clock_error_ = micros; }

  void reload(const brand_schedule& schedule) { state_->scheduled(schedule, clock()); }

  void request_run() {
    if (state_->requested()) job_ = job{{}, 0, std::nullopt, store_.true_time};
  }

  /// Does the work of this minute.
  void work() {
    if (!is_loaded_ && !load()) return;
    check();
    if (!in_flight_.empty()) record();
    if (job_) run();
    act();
    if (job_ && job_->stage == 0) run();
  }

 private:
  struct job {
    run_order order;
    int stage = 0;  ///< waits for a worker, prepares, runs
    std::optional<std::int64_t> run_id;
    std::int64_t next_at = 0;  ///< when the stage ends, in true time
    bool recorded = false;
  };

  timestamp clock() const { return {store_.true_time + clock_error_}; }
  step_by step() const { return {host_, clock()}; }
  std::int64_t minutes(std::uint64_t below) const {
    return static_cast<std::int64_t>(random_() % below) * 60'000'000;
  }
  bool happens(unsigned of_hundred) const { return random_() % 100 < of_hundred; }

  void unlock() {
    if (store_.holder == host_) store_.holder.clear();
  }

  bool load() {
    const auto last = store_.find_last_due_run(1);
    if (!last) return false;
    if (*last && (*last)->run_id && !store_.fail_abandoned_runs(host_, false)) return false;
    state_->loaded(*last, clock());
    is_loaded_ = true;
    return true;
  }

  void check() {
    std::erase_if(pending_, [&](const auto& report) {
      return store_.end_run(report.first, false, report.second).has_value();
    });
    if (!job_ || !job_->run_id) (void)store_.fail_abandoned_runs(host_, true);
    std::vector<storage::due_run> open;
    if (store_.walk_open_due_runs([&](const storage::due_run& due) {
          open.push_back(due);
          return true;
        }))
      for (const auto& due : open) state_->found(due, clock());
  }

  void record() {
    auto written = record_due_runs(store_, 1, in_flight_, std::nullopt, step());
    // As reconnecting_storage does.
    if (!written) {
      in_flight_ = in_flight_.repeated();
      written = record_due_runs(store_, 1, in_flight_, std::nullopt, step());
    }
    if (written) reported_ += written->missed;
    state_->recorded(written.has_value());
    in_flight_ = {};
  }

  void act() {
    auto actions = state_->act(clock());
    if (!actions.record.empty()) in_flight_ = std::move(actions.record);
    if (actions.start)
      job_ = job{std::move(*actions.start), 0, std::nullopt,
                 store_.true_time + (happens(10) ? minutes(20) : 0)};
  }

  void run() {
    if (job_->run_id) store_.run_of(*job_->run_id).alive_at = store_.true_time;
    if (store_.true_time < job_->next_at) return;
    switch (job_->stage) {
      case 0: return own();
      case 1: return begin();
      default: return end();
    }
  }

  void own() {
    const auto& order = job_->order;
    bool claims = false;
    if (order.due_at) {
      const auto open = end_unanswered_run(*order.due_at);
      if (!open) return give_up();
      claims = !order.begun || *open;
    }
    const auto written = record_due_runs(store_, 1, order.record,
                                         claims ? order.due_at : std::nullopt, step());
    if (!written) return give_up();
    reported_ += written->missed;
    job_->recorded = true;
    if (claims && !written->claimed) return ended(run_outcome::skipped);
    if (order.begun && !claims) {
      const auto stored = store_.find_due_run(1, *order.due_at);
      if (!stored) return give_up();
      if (!*stored || (*stored)->host != host_) return ended(run_outcome::skipped);
    }
    job_->stage = 1;
    job_->next_at = store_.true_time + (happens(5) ? minutes(5) : 0);
    if (job_->next_at == store_.true_time) begin();
  }

  result<bool> end_unanswered_run(timestamp due_at) {
    const auto stored = store_.find_due_run(1, due_at);
    if (!stored) return stored.error();
    if (!*stored || (*stored)->host != host_) return false;
    const bool claimed = (*stored)->state == storage::due_run_state::claimed;
    if (claimed && (*stored)->run_id) {
      const auto ended = store_.fail_abandoned_runs(host_, false);
      if (!ended) return ended.error();
      if (!*ended) return failure("another run holds the brand");
    }
    return claimed || (*stored)->state == storage::due_run_state::released;
  }

  void begin() {
    if (!store_.is_up || !store_.holder.empty()) return give_up();
    store_.holder = host_;
    if (!store_.fail_abandoned_runs(host_, false)) return give_up();
    const auto run_id = store_.begin_run(host_, job_->order.due_at);
    if (!run_id || !*run_id) return give_up();
    job_->run_id = **run_id;
    store_.run_of(**run_id).attempted = true;
    job_->stage = 2;
    job_->next_at = store_.true_time + (happens(10) ? minutes(200) : minutes(3));
  }

  void end() {
    const auto id = *job_->run_id;
    const bool fetched = !happens(10);
    if (fetched) {
      const auto committed = store_.end_run(id, true);
      if (committed && *committed) return ended(run_outcome::succeeded);
    }
    if (!store_.end_run(id, false)) pending_.push_back({id, false});
    ended(run_outcome::failed);
  }

  void give_up() {
    if (job_->order.due_at) (void)release_due_run(store_, 1, *job_->order.due_at, step());
    ended(run_outcome::not_begun);
  }

  void ended(run_outcome outcome) {
    unlock();
    state_->ended(outcome, job_->recorded, clock());
    job_.reset();
  }

  std::string name_;
  simulated_storage& store_;
  std::mt19937_64& random_;
  int starts_ = 0;
  std::string host_;
  std::optional<brand_state> state_;
  std::int64_t clock_error_ = 0;
  bool is_loaded_ = false;
  std::optional<job> job_;
  due_record in_flight_;
  std::vector<std::pair<std::int64_t, bool>> pending_;
  std::int64_t reported_ = 0;
  std::int64_t unreported_ = 0;
};

}  // namespace tidemark::host
