// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <tidemark/storage/due_runs.hpp>
#include <tidemark/storage/visitor.hpp>

namespace tidemark::memory {

/// All due runs, by brand and due time.
class kept_due_runs {
 public:
  /// The due run, or nullptr; valid until it is removed.
  storage::due_run* find(std::int64_t brand_id, timestamp due_at) {
    const auto found = by_key_.find({brand_id, due_at});
    return found == by_key_.end() ? nullptr : &found->second;
  }

  /// The latest of a brand, or nullptr.
  const storage::due_run* last(std::int64_t brand_id) const {
    const auto after =
        by_key_.upper_bound({brand_id, timestamp{std::numeric_limits<std::int64_t>::max()}});
    if (after == by_key_.begin() || std::prev(after)->first.first != brand_id) return nullptr;
    return &std::prev(after)->second;
  }

  void walk_open(const storage::visitor<storage::due_run>& visit) const {
    for (const auto& [at, due] : by_key_)
      if (!is_over(due) && !visit(due)) return;
  }

  /// Makes the changes that fit, and returns which it made. If it throws, it made none.
  std::vector<bool> change(std::span<const storage::due_run_change> changes) {
    std::map<key, storage::due_run> changed;
    std::vector<bool> made;
    for (const auto& change : changes) {
      const key at{change.after.brand_id, change.after.due_at};
      const auto earlier = changed.find(at);
      const auto* present = earlier != changed.end() ? &earlier->second : find(at.first, at.second);
      const bool fits = change.before ? present && *present == *change.before : !present;
      if (fits) changed.insert_or_assign(at, change.after);
      made.push_back(fits);
    }
    // From here nothing can fail half-way.
    for (auto& [at, due] : changed)
      if (auto* present = find(at.first, at.second)) *present = std::move(due);
    by_key_.merge(changed);
    return made;
  }

  /// Removes due runs that were over before `limit`, but never the last of a brand; returns how
  /// many.
  std::int64_t remove_before(timestamp limit) noexcept {
    std::int64_t removed = 0;
    for (auto at = by_key_.begin(); at != by_key_.end();) {
      const auto next = std::next(at);
      const bool last = next == by_key_.end() || next->first.first != at->first.first;
      if (!last && is_over(at->second) && at->second.changed_at < limit) {
        by_key_.erase(at);
        ++removed;
      }
      at = next;
    }
    return removed;
  }

 private:
  using key = std::pair<std::int64_t, timestamp>;

  static bool is_over(const storage::due_run& due) {
    return due.state == storage::due_run_state::done ||
           due.state == storage::due_run_state::missed;
  }

  std::map<key, storage::due_run> by_key_;
};

}  // namespace tidemark::memory
