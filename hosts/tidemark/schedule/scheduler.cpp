// SPDX-License-Identifier: BSL-1.0
#include "scheduler.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::host {

namespace {

timestamp operator+(timestamp moment, std::chrono::microseconds duration) {
  return {moment.micros + duration.count()};
}

/// A number that looks random and is the same on every host (SplitMix64's last step).
std::uint64_t scatter(std::uint64_t number) {
  number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9u;
  number = (number ^ number >> 27) * 0x94D049BB133111EBu;
  return number ^ number >> 31;
}

}  // namespace

void missed_runs::add(timestamp due_at) {
  due.push_back(due_at);
  last_due_at = due_at;
  if (due.size() <= due_max) return;
  due.erase(due.begin());
  ++older;
}

missed_runs missed_runs::of(std::int64_t brand_id, timestamp due_at) {
  missed_runs one;
  one.brand_id = brand_id;
  one.add(due_at);
  return one;
}

timestamp scheduler::start_of(const brand_schedule& schedule, timestamp due_at) {
  const auto count = static_cast<std::uint64_t>(schedule.jitter.count()) + 1;
  const auto number = scatter(static_cast<std::uint64_t>(due_at.micros) ^
                              scatter(static_cast<std::uint64_t>(schedule.brand_id)));
  return due_at + std::chrono::milliseconds{number % count};
}

scheduler::brand_state* scheduler::find(std::int64_t brand_id) {
  const auto found = std::find_if(brands_.begin(), brands_.end(), [&](const brand_state& brand) {
    return brand.schedule.brand_id == brand_id;
  });
  return found == brands_.end() ? nullptr : &*found;
}

void scheduler::set(std::vector<brand_schedule> schedules, timestamp now) {
  std::vector<brand_state> brands;
  for (auto& schedule : schedules) {
    const auto* known = find(schedule.brand_id);
    const auto next = known && known->schedule.times == schedule.times
                          ? known->next_due
                          : schedule.times.next_after(now);
    brand_state state = known ? *known : brand_state{schedule, next, {}, {}, {}};
    state.schedule = std::move(schedule);
    state.next_due = next;
    brands.push_back(std::move(state));
  }
  brands_ = std::move(brands);
  seen_ = now;
}

void scheduler::claimed(std::int64_t brand_id, timestamp due_at) {
  auto* brand = find(brand_id);
  if (brand == nullptr) return;
  brand->next_due = std::min(brand->next_due, brand->schedule.times.next_after(due_at));
}

bool scheduler::missed(std::int64_t brand_id, timestamp due_at, bool begun) {
  auto* brand = find(brand_id);
  if (brand == nullptr || brand->schedule.missed == catch_up::none) return false;
  brand->again = due_run{brand_id, due_at, 2, begun};
  brand->again_at = due_at;
  return true;
}

std::vector<due_run> scheduler::take_due(timestamp now) {
  if (seen_ && now + lateness_max < *seen_)
    for (auto& brand : brands_) {
      brand.next_due = brand.schedule.times.next_after(now);
      brand.again_at = std::min(brand.again_at, now + first_back_off);
    }
  seen_ = now;
  std::vector<due_run> runs;
  for (auto& brand : brands_)
    if (!brand.running)
      if (auto run = take_due(brand, now)) {
        brand.running = run;
        runs.push_back(*run);
      }
  return runs;
}

std::optional<due_run> scheduler::take_due(brand_state& brand, timestamp now) {
  const auto& schedule = brand.schedule;
  missed_runs missed;
  missed.brand_id = schedule.brand_id;
  std::optional<timestamp> last;
  for (; start_of(schedule, brand.next_due) <= now;
       brand.next_due = schedule.times.next_after(brand.next_due)) {
    if (last) missed.add(*last);
    last = brand.next_due;
  }
  const bool in_time = last && now <= start_of(schedule, *last) + lateness_max;
  const bool starts = in_time || (last && schedule.missed == catch_up::last);
  if (last && !starts) missed.add(*last);
  if (!missed.due.empty()) missed_.push_back(std::move(missed));
  if (starts) {
    if (brand.again && !brand.again->begun)
      missed_.push_back(missed_runs::of(schedule.brand_id, brand.again->due_at));
    brand.again.reset();  // newer rows are to come
    return due_run{schedule.brand_id, *last};
  }
  if (brand.again && brand.again_at <= now) return std::exchange(brand.again, std::nullopt);
  return std::nullopt;
}

bool scheduler::begin(std::int64_t brand_id) {
  auto* brand = find(brand_id);
  if (brand == nullptr || brand->running) return false;
  brand->running = due_run{brand_id, {}};  // has no due time, and is not tried again
  return true;
}

bool scheduler::ended(std::int64_t brand_id, timestamp now, run_outcome outcome) {
  auto* brand = find(brand_id);
  if (brand == nullptr || !brand->running) return false;
  auto run = *std::exchange(brand->running, std::nullopt);
  const bool beside_schedule = run.due_at == timestamp{};
  if (outcome == run_outcome::succeeded || beside_schedule) return false;
  const bool not_begun = outcome == run_outcome::not_begun;
  const bool until_next = not_begun && brand->schedule.missed == catch_up::last;
  run.begun |= !not_begun;
  brand->again_at = now + first_back_off * (until_next ? 1 : 1 << (run.attempt - 1));
  const bool given_up = (run.attempt == attempts_max && !until_next) ||
                        brand->again_at >= start_of(brand->schedule, brand->next_due);
  if (given_up) {
    if (!run.begun) missed_.push_back(missed_runs::of(brand_id, run.due_at));
    return false;
  }
  if (!until_next) ++run.attempt;
  brand->again = run;
  return true;
}

std::optional<timestamp> scheduler::next_start() const {
  std::optional<timestamp> first;
  for (const auto& brand : brands_) {
    if (brand.running) continue;
    auto start = start_of(brand.schedule, brand.next_due);
    if (brand.again) start = std::min(start, brand.again_at);
    if (!first || start < *first) first = start;
  }
  return first;
}

std::optional<timestamp> scheduler::next_due(std::int64_t brand_id) const {
  for (const auto& brand : brands_)
    if (brand.schedule.brand_id == brand_id) return brand.next_due;
  return std::nullopt;
}

}  // namespace tidemark::host
