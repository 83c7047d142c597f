// SPDX-License-Identifier: BSL-1.0
// The daemon's own work: it loads the history of its brands, starts due runs, and starts
// maintenance.
#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/core.h>
#include <boost/asio/post.hpp>

#include "daemon.hpp"

namespace tidemark::host {

namespace asio = boost::asio;

namespace {

/// The longest wait between two checks: someone may set the clock in the meantime.
constexpr std::chrono::seconds tick_every{15};
constexpr std::chrono::seconds maintenance_every{15};
constexpr std::chrono::seconds history_retry_every{5};
constexpr std::chrono::milliseconds shortest_pause{1};

}  // namespace

std::vector<brand_schedule> daemon::schedules() const {
  std::vector<brand_schedule> found;
  for (const auto& brand : current()->settings.brands)
    if (brand.schedule) found.push_back(*brand.schedule);
  return found;
}

std::vector<std::int64_t> daemon::brand_ids() const {
  std::vector<std::int64_t> found;
  for (const auto& brand : current()->settings.brands) found.push_back(brand.id);
  return found;
}

void daemon::apply_schedules() {
  const auto moment = now();
  std::map<std::int64_t, brand_schedule> wanted;
  for (auto& schedule : schedules()) wanted.emplace(schedule.brand_id, std::move(schedule));
  for (const std::int64_t id : brand_ids()) state_of(id);
  for (auto& [id, state] : states_) {
    const auto found = wanted.find(id);
    state.scheduled(found == wanted.end() ? std::nullopt : std::optional(found->second), moment);
    // The schedule of a brand that a reload adds begins at the reload.
    if (history_loaded_ && !state.is_loaded()) state.loaded(std::nullopt, moment);
  }
}

brand_state& daemon::state_of(std::int64_t brand_id) {
  return states_.try_emplace(brand_id, brand_id, host_).first->second;
}

std::int64_t daemon::running_count() const {
  return std::ranges::count_if(states_,
                               [](const auto& known) { return known.second.is_running(); });
}

void daemon::load_history() {
  asio::post(maintenance_thread_, [this, brands = brand_ids()] {
    asio::post(loop_, [this, history = maintenance_.load_history(brands)] {
      resume_from(history);
    });
  });
}

void daemon::resume_from(const result<due_history>& history) {
  if (stopping_) return;
  if (!history && history.error().kind == error_kind::usage) {
    log_.write(log_level::error, "the storage cannot be used",
               {{"error", history.error().message}});
    exit_code_ = exit_code::usage;
    return begin_shutdown();
  }
  if (!history) {  // nothing can run until the storage answers
    tick_timer_.expires_after(history_retry_every);
    return tick_timer_.async_wait([this](const boost::system::error_code& fault) {
      if (!fault) load_history();
    });
  }
  for (const auto& brand : history->brands) state_of(brand.brand_id).loaded(brand.last, now());
  history_loaded_ = true;
  apply_schedules();
  note_open(history->open);
  tick();
}

void daemon::note_open(const std::vector<storage::due_run>& open) {
  for (const auto& due : open)
    if (const auto known = states_.find(due.brand_id); known != states_.end())
      known->second.found(due, now());
}

void daemon::tick() {
  if (!history_loaded_ || stopping_) return;
  const auto moment = now();
  std::chrono::microseconds pause = tick_every;
  std::map<std::int64_t, timestamp> next;
  for (auto& [id, state] : states_) {
    auto actions = state.act(moment);
    if (actions.start) start_job(id, std::move(*actions.start), {});
    if (!actions.record.empty()) record(id, std::move(actions.record));
    if (const auto due = state.next_due()) next[id] = *due;
    if (const auto start = state.next_start())
      pause = std::min(pause, std::chrono::microseconds{start->micros - moment.micros});
  }
  metrics_.next_due(std::move(next));
  tick_timer_.expires_after(std::max<std::chrono::microseconds>(pause, shortest_pause));
  tick_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (!fault) tick();
  });
}

void daemon::record(std::int64_t brand_id, due_record record) {
  asio::post(maintenance_thread_, [this, brand_id, record = std::move(record)] {
    asio::post(loop_, [this, brand_id, done = maintenance_.record(brand_id, record)] {
      state_of(brand_id).recorded(done);
    });
  });
}

void daemon::start_job(std::int64_t brand_id, run_order order, started_callback on_started) {
  asio::post(workers_, [this, job = brand_job{brand_id, std::move(order), std::move(on_started)}] {
    const job_context context{initial_, [this] { return current(); }, log_, metrics_, running_,
                              pending_, host_, stopping_, stop_runs_};
    asio::post(loop_, [this, brand_id = job.brand_id, ended = run_job(job, context)] {
      job_ended(brand_id, ended);
    });
  });
}

void daemon::start_run(std::int64_t brand_id, started_callback on_started) {
  const auto known = brands();
  const bool configured = std::any_of(known.begin(), known.end(), [&](const served_brand& brand) {
    return brand.id == brand_id;
  });
  if (!configured)
    return on_started(usage_error(fmt::format("brand {} is not configured", brand_id)));
  if (stopping_) return on_started(failure("the daemon is shutting down"));
  auto& state = state_of(brand_id);
  if (state.is_running())
    return on_started(busy_error(fmt::format("a run of brand {} is in progress", brand_id)));
  if (running_count() >= initial_->settings.daemon.workers)
    return on_started(failure("all workers are busy; try again, or raise daemon.workers"));
  state.requested();
  start_job(brand_id, {}, std::move(on_started));
}

void daemon::job_ended(std::int64_t brand_id, job_result ended) {
  state_of(brand_id).ended(ended.outcome, ended.recorded, now());
  if (!stopping_) return tick();
  if (running_count() == 0) shut_down();
}

void daemon::schedule_maintenance() {
  maintenance_timer_.expires_after(maintenance_every);
  maintenance_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (fault || stopping_) return;
    schedule_maintenance();
    maintenance_.watch_storage();
    // Only one at a time, however long it takes.
    if (!history_loaded_ || std::exchange(maintaining_, true)) return;
    asio::post(maintenance_thread_,
               [this, brands = brand_ids(), retention = current()->settings.retention] {
                 asio::post(loop_, [this, open = maintenance_.run(now(), brands, retention)] {
                   maintaining_ = false;
                   note_open(open);
                   tick();
                 });
               });
  });
}

}  // namespace tidemark::host
