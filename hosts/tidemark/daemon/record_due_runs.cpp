// SPDX-License-Identifier: BSL-1.0
#include "record_due_runs.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace tidemark::host {

namespace {

using storage::due_run;
using storage::due_run_change;

/// One transaction: the changes, and the number of missed runs for each.
class recording {
 public:
  recording(storage::due_runs& store, std::int64_t brand_id, const step_by& by,
            const is_worked_on& worked_on)
      : store_(store), brand_id_(brand_id), by_(by), worked_on_(worked_on) {}

  result<void> miss(const missed_due_times& missed, const due_record& record) {
    for (const auto due_at : missed.due) {
      const auto stored = store_.find_due_run(brand_id_, due_at);
      if (!stored) return stored.error();
      const auto taken = is_taken(*stored);
      if (!taken) return taken.error();
      if (*taken) continue;
      const auto count = due_at == missed.due.back() ? 1 + missed.older : 1;
      if (auto change = host::miss(brand_id_, due_at, *stored, by_)) {
        change->after.changed_at = record.at;
        add(*change, count);
      } else if (&missed == &record.unanswered && is_made(*stored, record)) {
        note_missed(due_at, count);
      }
    }
    return {};
  }

  void change(const due_run_change& change) { add(change, 0); }

  result<void> claim(timestamp due_at) {
    const auto stored = store_.find_due_run(brand_id_, due_at);
    if (!stored) return stored.error();
    const auto taken = is_taken(*stored);
    if (!taken) return taken.error();
    if (*taken) return {};
    if (const auto change = host::claim(brand_id_, due_at, *stored, by_)) {
      claim_ = changes_.size();
      add(*change, 0);
    }
    return {};
  }

  result<recorded_due_runs> write() {
    if (changes_.empty()) return recorded_;
    const auto made = store_.change_due_runs(changes_);
    if (!made) return made.error();
    for (std::size_t i = 0; i < changes_.size(); ++i)
      if ((*made)[i] && missed_[i] != 0) note_missed(changes_[i].after.due_at, missed_[i]);
    recorded_.claimed = claim_ && (*made)[*claim_];
    return recorded_;
  }

 private:
  result<bool> is_taken(const std::optional<due_run>& stored) const {
    if (!stored || !worked_on_) return false;
    return worked_on_(*stored);
  }

  /// Whether an attempt that was not answered has marked the due run.
  bool is_made(const std::optional<due_run>& stored, const due_record& record) const {
    return stored && stored->state == storage::due_run_state::missed &&
           stored->host == by_.host && stored->changed_at >= record.unanswered_since;
  }

  void add(const due_run_change& change, std::int64_t missed) {
    changes_.push_back(change);
    missed_.push_back(missed);
  }

  void note_missed(timestamp due_at, std::int64_t count) {
    recorded_.missed += count;
    recorded_.last_missed = std::max(recorded_.last_missed, due_at);
  }

  storage::due_runs& store_;
  std::int64_t brand_id_;
  const step_by& by_;
  const is_worked_on& worked_on_;
  std::vector<due_run_change> changes_;
  std::vector<std::int64_t> missed_;
  std::optional<std::size_t> claim_;
  recorded_due_runs recorded_;
};

}  // namespace

result<recorded_due_runs> record_due_runs(storage::due_runs& store, std::int64_t brand_id,
                                          const due_record& record,
                                          std::optional<timestamp> to_claim, const step_by& by,
                                          const is_worked_on& worked_on) {
  recording own(store, brand_id, by, worked_on);
  if (const auto done = own.miss(record.missed, record); !done) return done.error();
  if (const auto done = own.miss(record.unanswered, record); !done) return done.error();
  for (const auto& change : record.changes) own.change(change);
  if (to_claim)
    if (const auto done = own.claim(*to_claim); !done) return done.error();
  return own.write();
}

result<void> release_due_run(storage::due_runs& store, std::int64_t brand_id, timestamp due_at,
                             const step_by& by) {
  const auto stored = store.find_due_run(brand_id, due_at);
  if (!stored) return stored.error();
  const auto change = release(*stored, by);
  if (!change) return {};
  const auto made = store.change_due_runs(std::array{*change});
  return made ? result<void>{} : result<void>(made.error());
}

}  // namespace tidemark::host
