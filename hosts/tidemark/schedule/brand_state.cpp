// SPDX-License-Identifier: BSL-1.0
#include "brand_state.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::host {

namespace {

timestamp operator+(timestamp moment, std::chrono::microseconds duration) {
  return {moment.micros + duration.count()};
}

}  // namespace

void due_record::put_back(due_record&& earlier) {
  const auto since = earlier.unanswered.empty() ? earlier.at : earlier.unanswered_since;
  unanswered_since = unanswered.empty() ? since : std::min(unanswered_since, since);
  unanswered.add(earlier.missed);
  unanswered.add(earlier.unanswered);
  changes.insert(changes.begin(), earlier.changes.begin(), earlier.changes.end());
}

due_record due_record::repeated() const {
  due_record again;
  again.put_back(due_record(*this));
  again.at = at;
  return again;
}

bool due_record::has(timestamp due_at) const {
  return std::ranges::binary_search(missed.due, due_at) ||
         std::ranges::binary_search(unanswered.due, due_at) ||
         std::ranges::any_of(changes,
                             [&](const auto& change) { return change.after.due_at == due_at; });
}

bool brand_state::is_noted(timestamp due_at) const {
  return unrecorded_.has(due_at) || in_flight_.has(due_at) ||
         (running_ && running_->record.has(due_at));
}

void brand_state::give_up(timestamp due_at) {
  if (!is_noted(due_at)) unrecorded_.missed.add(due_at);  // once, so that it is reported once
}

void brand_state::scheduled(std::optional<brand_schedule> schedule, timestamp now) {
  const bool unchanged = schedule_ && schedule && schedule_->times == schedule->times;
  if (schedule_ && loaded_ && !unchanged) leave_schedule(schedule.has_value(), now);
  if (schedule && !unchanged) {
    next_due_ = schedule->times.next_after(now);
    if (loaded_) unrecorded_.changes.push_back(begin_schedule(brand_id_, {host_, now}));
  }
  if (!schedule && again_) {
    if (!again_->begun) give_up(*again_->due_at);
    again_.reset();
  }
  schedule_ = std::move(schedule);
  seen_ = now;
}

/// Keeps what has become due by the present schedule: its last due time is still run, if there is
/// another schedule and it is in time for that, or the brand catches up.
void brand_state::leave_schedule(bool continues, timestamp now) {
  std::optional<timestamp> last;
  for (; next_due_ <= now; next_due_ = schedule_->times.next_after(next_due_)) {
    if (last) give_up(*last);
    last = next_due_;
  }
  if (!last) return;
  last_due_ = last;
  const auto start = schedule_->start_of(*last);
  const bool in_time = now <= start + lateness_max;
  if (!continues || (!in_time && schedule_->on_missed == catch_up::none)) return give_up(*last);
  if (again_ && !again_->begun) give_up(*again_->due_at);
  again_ = run_order{last, 1, false, {}};
  again_at_ = start;
}

void brand_state::loaded(const std::optional<storage::due_run>& last, timestamp now) {
  loaded_ = true;
  if (last) {
    if (last->due_at <= now) last_due_ = last->due_at;
    if (schedule_)
      next_due_ = std::min(next_due_, schedule_->times.next_after(last->due_at));
  } else if (schedule_) {
    unrecorded_.changes.push_back(begin_schedule(brand_id_, {host_, now}));
  }
}

void brand_state::found(const storage::due_run& open, timestamp now) {
  const step_by by{host_, now};
  if (!loaded_ || running_ || now < open.due_at || !is_abandoned(open, by)) return;
  if ((again_ && again_->due_at == open.due_at) || is_noted(open.due_at)) return;
  // Another host may have a schedule where this one has none.
  if (!schedule_ && now < open.changed_at + open_without_schedule_max) return;
  const bool cut_short = open.run_id.has_value();
  const bool is_last = !last_due_ || open.due_at >= *last_due_;
  if (schedule_ && is_last && schedule_->on_missed == catch_up::last) {
    if (again_ && !again_->begun) give_up(*again_->due_at);
    again_ = run_order{open.due_at, 2, false, {}};
    again_at_ = now;
  } else if (schedule_ && is_last && open.state == storage::due_run_state::released &&
             now < open.changed_at + repetitions_max) {
    return;  // the host that released it may repeat it
  } else if (cut_short) {
    unrecorded_.changes.push_back(settle(open, by));
  } else {
    give_up(open.due_at);
  }
}

bool brand_state::requested() {
  if (running_) return false;
  running_ = run_order{};
  return true;
}

void brand_state::ended(run_outcome outcome, bool recorded, timestamp now) {
  if (!running_) return;
  auto run = *std::exchange(running_, std::nullopt);
  if (!recorded) unrecorded_.put_back(std::move(run.record));
  run.record = {};
  if (run.due_at && (outcome == run_outcome::failed || outcome == run_outcome::not_begun))
    repeat(std::move(run), outcome, now);
}

void brand_state::repeat(run_order run, run_outcome outcome, timestamp now) {
  const bool not_begun = outcome == run_outcome::not_begun;
  run.begun |= !not_begun;
  if (!schedule_ || again_) {  // a newer due run waits, by a schedule that was replaced
    if (!run.begun) give_up(*run.due_at);
    return;
  }
  const bool until_next = not_begun && schedule_->on_missed == catch_up::last;
  again_at_ = now + first_back_off * (until_next ? 1 : 1 << (run.attempt - 1));
  const bool given_up = (run.attempt == attempts_max && !until_next) ||
                        again_at_ >= schedule_->start_of(next_due_);
  if (given_up) {
    if (!run.begun) give_up(*run.due_at);
    return;
  }
  if (!until_next) ++run.attempt;
  again_ = std::move(run);
}

void brand_state::recorded(bool done) {
  auto record = std::exchange(in_flight_, {});
  if (!done) unrecorded_.put_back(std::move(record));
}

brand_actions brand_state::act(timestamp now) {
  brand_actions actions;
  if (!loaded_) return actions;
  if (schedule_) {
    if (seen_ && now + lateness_max < *seen_) {
      next_due_ = schedule_->times.next_after(now);
      last_due_.reset();
      again_at_ = std::min(again_at_, now + first_back_off);
    }
    seen_ = now;
    if (!running_) actions.start = choose_run(now);
  }
  if (actions.start) {
    actions.start->record = take_unrecorded(now);
    running_ = actions.start;
  } else if (in_flight_.empty() && !unrecorded_.empty()) {
    actions.record = in_flight_ = take_unrecorded(now);
  }
  return actions;
}

due_record brand_state::take_unrecorded(timestamp now) {
  auto record = std::exchange(unrecorded_, {});
  recorded_at_ = std::max(now, recorded_at_ + std::chrono::microseconds{1});
  record.at = recorded_at_;
  return record;
}

std::optional<run_order> brand_state::choose_run(timestamp now) {
  std::optional<timestamp> last;
  for (; schedule_->start_of(next_due_) <= now;
       next_due_ = schedule_->times.next_after(next_due_)) {
    if (last) give_up(*last);
    last = next_due_;
  }
  if (last && (!last_due_ || *last_due_ < *last)) last_due_ = last;
  const bool in_time = last && now <= schedule_->start_of(*last) + lateness_max;
  const bool starts = in_time || (last && schedule_->on_missed == catch_up::last);
  if (last && !starts) give_up(*last);
  if (starts) {
    if (again_ && !again_->begun && again_->due_at != last) give_up(*again_->due_at);
    again_.reset();  // a newer run replaces it
    return run_order{last, 1, false, {}};
  }
  if (again_ && again_at_ <= now) return std::exchange(again_, std::nullopt);
  return std::nullopt;
}

std::optional<timestamp> brand_state::next_start() const {
  if (!schedule_ || running_) return std::nullopt;
  const auto start = schedule_->start_of(next_due_);
  return again_ ? std::min(start, again_at_) : start;
}

std::optional<timestamp> brand_state::next_due() const {
  return schedule_ ? std::optional(next_due_) : std::nullopt;
}

}  // namespace tidemark::host
