// SPDX-License-Identifier: BSL-1.0
// What the daemon does by itself: it looks back when it begins, starts what is due, and has the
// upkeep done.
#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <boost/asio/post.hpp>

#include "daemon.hpp"

namespace tidemark::host {

namespace asio = boost::asio;

namespace {

/// The clock may be set while the daemon waits: it looks at least so often.
constexpr std::chrono::seconds look_every{15};
constexpr std::chrono::seconds keep_up_every{15};
constexpr std::chrono::seconds look_back_every{5};

}  // namespace

std::vector<brand_schedule> daemon::schedules() const {
  std::vector<brand_schedule> found;
  for (const auto& brand : loaded()->settings.brands)
    if (brand.schedule) found.push_back(*brand.schedule);
  return found;
}

std::vector<std::int64_t> daemon::brand_ids() const {
  std::vector<std::int64_t> found;
  for (const auto& brand : loaded()->settings.brands) found.push_back(brand.id);
  return found;
}

void daemon::look_back() {
  asio::post(upkeep_thread_, [this, brand_ids = brand_ids(), schedules = schedules()] {
    auto known = upkeep_.look_back(brand_ids);
    if (known) {
      std::vector<std::int64_t> fresh;  // a schedule that no daemon has seen
      for (const auto& brand : *known)
        if (!brand.claimed && std::any_of(schedules.begin(), schedules.end(), [&](const auto& one) {
              return one.brand_id == brand.brand_id;
            }))
          fresh.push_back(brand.brand_id);
      upkeep_.begin_schedules(fresh, now());
    }
    asio::post(loop_, [this, known = std::move(known)] { go_on_from(known); });
  });
}

void daemon::go_on_from(const result<std::vector<brand_history>>& known) {
  if (stopping_) return;
  if (!known && known.error().kind == error_kind::usage) {
    log_.write(log_level::error, "the storage cannot be used", {{"error", known.error().message}});
    end_ = exit_code::usage;
    return begin_stopping();
  }
  if (!known) {  // until the storage answers nothing can be run
    tick_timer_.expires_after(look_back_every);
    return tick_timer_.async_wait([this](const boost::system::error_code& fault) {
      if (!fault) look_back();
    });
  }
  for (const auto& brand : *known) {
    if (brand.claimed) scheduler_.claimed(brand.brand_id, *brand.claimed);
    if (brand.stray) make_up(*brand.stray);
  }
  looked_back_ = true;
  tick();
}

void daemon::make_up(const stray_run& stray) {
  if (scheduler_.missed(stray.brand_id, stray.due_at, stray.begun)) {
    left_.erase(stray.brand_id);
    return;
  }
  // Who gave it back tries again; else it is missed when the next one is due.
  if (stray.given_back) return;
  asio::post(upkeep_thread_, [this, stray] {
    if (stray.begun)
      upkeep_.settle_due_run(stray.brand_id, stray.due_at);
    else
      upkeep_.note_missed({missed_runs::of(stray.brand_id, stray.due_at)});
  });
}

bool daemon::has_claimed(std::int64_t brand_id, timestamp due_at) const {
  const auto found = claimed_.find(brand_id);
  return found != claimed_.end() && found->second == due_at;
}

void daemon::tick() {
  if (!looked_back_ || stopping_) return;
  const auto moment = now();
  for (const auto& due : scheduler_.take_due(moment)) {
    const bool claimed = has_claimed(due.brand_id, due.due_at);
    note_left(due);
    begin_job({due.brand_id, due.due_at, claimed, due.attempt, {}});
  }
  if (auto missed = scheduler_.take_missed(); !missed.empty()) {
    for (auto& one : missed) one.claimed_here = has_claimed(one.brand_id, one.last_due_at);
    asio::post(upkeep_thread_, [this, missed = std::move(missed)] { upkeep_.note_missed(missed); });
  }
  std::map<std::int64_t, timestamp> next;
  for (const auto& schedule : schedules())
    if (const auto due = scheduler_.next_due(schedule.brand_id)) next[schedule.brand_id] = *due;
  counted_.next_due(std::move(next));

  std::chrono::microseconds pause = look_every;
  if (const auto start = scheduler_.next_start())
    pause = std::clamp<std::chrono::microseconds>(
        std::chrono::microseconds{start->micros - moment.micros}, std::chrono::milliseconds{1},
        look_every);
  tick_timer_.expires_after(pause);
  tick_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (!fault) tick();
  });
}

void daemon::note_left(const due_run& due) {
  const auto left = left_.find(due.brand_id);
  if (left == left_.end() || due.due_at <= left->second) return;
  asio::post(upkeep_thread_, [this, missed = missed_runs::of(due.brand_id, left->second)] {
    upkeep_.note_missed({missed});
  });
  left_.erase(left);
}

void daemon::begin_job(brand_job job) {
  busy_brands_.insert(job.brand_id);
  asio::post(workers_, [this, job = std::move(job)] {
    const job_surroundings around{first_,   [this] { return loaded(); }, log_,      counted_,
                                  running_, untold_,                     stopping_, stop_runs_};
    const auto end = do_job(job, around);
    asio::post(loop_, [this, job, end] { job_ended(job, end); });
  });
}

void daemon::begin_run(std::int64_t brand_id, told begun) {
  const auto known = brands();
  const bool configured = std::any_of(known.begin(), known.end(), [&](const served_brand& brand) {
    return brand.id == brand_id;
  });
  if (!configured)
    return begun(usage_error("brand " + std::to_string(brand_id) + " is not configured"));
  if (stopping_) return begun(failure("the daemon is being stopped"));
  if (busy_brands_.contains(brand_id))
    return begun(busy_error("a run of brand " + std::to_string(brand_id) + " is going on"));
  if (busy_brands_.size() >= static_cast<std::size_t>(first_->settings.daemon.workers))
    return begun(failure("all workers are running brands; try again, or raise daemon.workers"));
  scheduler_.begin(brand_id);
  begin_job({brand_id, std::nullopt, false, 1, std::move(begun)});
}

void daemon::job_ended(const brand_job& job, job_end end) {
  busy_brands_.erase(job.brand_id);
  if (job.due_at) {
    if (end.claimed && end.outcome != run_outcome::succeeded)
      claimed_[job.brand_id] = *job.due_at;
    else
      claimed_.erase(job.brand_id);
    if (end.left) left_[job.brand_id] = *job.due_at;
  }
  const bool again = scheduler_.ended(job.brand_id, now(), end.outcome);
  if (job.due_at && !again && !end.claimed && end.outcome == run_outcome::not_begun)
    left_[job.brand_id] = *job.due_at;  // given back, and not to be tried again here
  if (!stopping_) return tick();
  if (busy_brands_.empty()) end_when_idle();
}

void daemon::keep_up() {
  upkeep_timer_.expires_after(keep_up_every);
  upkeep_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (fault || stopping_) return;
    keep_up();
    upkeep_.watch();
    // One that takes long is not overtaken by the next.
    if (!looked_back_ || std::exchange(keeping_up_, true)) return;
    claim_scope scope{brand_ids(), busy_brands_, claimed_, left_};
    asio::post(upkeep_thread_, [this, scope = std::move(scope),
                                retention = loaded()->settings.retention] {
      asio::post(loop_, [this, strays = upkeep_.work(now(), scope, retention)] {
        keeping_up_ = false;
        for (const auto& stray : strays) make_up(stray);
        if (!strays.empty()) tick();
      });
    });
  });
}

}  // namespace tidemark::host
