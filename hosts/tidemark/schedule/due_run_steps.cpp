// SPDX-License-Identifier: BSL-1.0
#include "due_run_steps.hpp"

namespace tidemark::host {

using storage::due_run;
using storage::due_run_change;
using storage::due_run_state;

namespace {

due_run_change step(const std::optional<due_run>& before, due_run after, due_run_state to,
                    const step_by& by) {
  after.state = to;
  after.host = by.host;
  after.changed_at = by.at;
  return {before, std::move(after)};
}

bool is_open(const due_run& stored) {
  return stored.state == due_run_state::claimed || stored.state == due_run_state::released;
}

due_run unclaimed(std::int64_t brand_id, timestamp due_at) {
  due_run due;
  due.brand_id = brand_id;
  due.due_at = due_at;
  return due;
}

}  // namespace

bool is_abandoned(const due_run& stored, const step_by& by) {
  if (stored.state == due_run_state::released) return true;
  if (stored.state != due_run_state::claimed || stored.run_id) return false;
  constexpr std::chrono::microseconds claim_max = claim_without_run_max;
  return stored.host == by.host || stored.changed_at.micros + claim_max.count() <= by.at.micros;
}

std::optional<due_run_change> claim(std::int64_t brand_id, timestamp due_at,
                                    const std::optional<due_run>& stored, const step_by& by) {
  if (stored && !is_abandoned(*stored, by)) return std::nullopt;
  return step(stored, unclaimed(brand_id, due_at), due_run_state::claimed, by);
}

std::optional<due_run_change> release(const std::optional<due_run>& stored, const step_by& by) {
  if (!stored || stored->state != due_run_state::claimed || stored->host != by.host ||
      stored->run_id)
    return std::nullopt;
  return step(stored, *stored, due_run_state::released, by);
}

std::optional<due_run_change> miss(std::int64_t brand_id, timestamp due_at,
                                   const std::optional<due_run>& stored, const step_by& by) {
  if (stored) {
    const bool is_own = stored->host == by.host && is_open(*stored);
    if (!is_own && (stored->run_id || !is_abandoned(*stored, by))) return std::nullopt;
  }
  return step(stored, unclaimed(brand_id, due_at), due_run_state::missed, by);
}

due_run_change settle(const due_run& stored, const step_by& by) {
  return step(stored, stored, due_run_state::done, by);
}

due_run_change begin_schedule(std::int64_t brand_id, const step_by& by) {
  // A microsecond after a whole second, when nothing is due: tidemark 0.1 before schema version 3
  // takes such a moment for one up to which everything is settled.
  constexpr std::int64_t second = 1'000'000;
  const timestamp moment{by.at.micros - by.at.micros % second + 1};
  return step(std::nullopt, unclaimed(brand_id, moment), due_run_state::done, by);
}

}  // namespace tidemark::host
