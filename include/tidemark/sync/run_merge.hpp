// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include <tidemark/engine/merger.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::sync {

/// What the duplicates of a run had in conflict, summed over its windows (SPEC section 3).
struct conflict_figures {
  std::int64_t duplicate_rows = 0;
  std::int64_t conflict_video_count = 0;
  std::int64_t max_conflict_gmv_cents = 0;  ///< a spread beyond 64 bits counts as the largest number
};

/// The canonical rows of one run, window by window, and how much their duplicates disagreed.
class run_merge {
 public:
  using merged = engine::merger<videos::video_row>::merged;

  explicit run_merge(const engine::preference_order<videos::video_row>& order) : merger_(order) {}

  /// Takes one row of the present window; see `engine::merger::add`.
  void add(videos::video_row& row) {
    const metrics seen{row.gmv_cents.value_or(0), row.views.value_or(0),
                       row.items_sold.value_or(0)};
    const auto outcome = merger_.add(row);
    if (outcome.first) {
      groups_.push_back({seen, seen.gmv, seen.gmv, false});
      return;
    }
    ++figures_.duplicate_rows;
    group& one = groups_[outcome.number];
    one.conflict = one.conflict || seen != one.first;
    one.gmv_min = std::min(one.gmv_min, seen.gmv);
    one.gmv_max = std::max(one.gmv_max, seen.gmv);
  }

  /// Ends a window and begins the next one, in the policy's order.
  void next_window() {
    count_conflicts(figures_);
    groups_.clear();
    merger_.next_list();
  }

  /// The figures of all windows, the present one included.
  conflict_figures figures() const {
    conflict_figures sum = figures_;
    count_conflicts(sum);
    return sum;
  }

  /// Hands the canonical rows of every window over, in the order in which their videos were first
  /// seen, and of every video the one that updates its all-time record. To be called once, last.
  merged take() { return merger_.take(); }

 private:
  /// The numbers that make a conflict; missing counts as 0 here, and only here.
  struct metrics {
    std::int64_t gmv = 0, views = 0, items = 0;

    bool operator==(const metrics&) const = default;
  };
  /// The rows of one video in the present window.
  struct group {
    metrics first;
    std::int64_t gmv_min = 0, gmv_max = 0;
    bool conflict = false;
  };

  /// Adds the conflicts of the present window.
  void count_conflicts(conflict_figures& to) const {
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    for (const group& one : groups_) {
      to.conflict_video_count += one.conflict;
      const auto spread =
          static_cast<std::uint64_t>(one.gmv_max) - static_cast<std::uint64_t>(one.gmv_min);
      to.max_conflict_gmv_cents =
          std::max(to.max_conflict_gmv_cents, spread > static_cast<std::uint64_t>(largest)
                                                  ? largest
                                                  : static_cast<std::int64_t>(spread));
    }
  }

  engine::merger<videos::video_row> merger_;
  std::vector<group> groups_;  ///< by the number that the merger gave
  conflict_figures figures_;   ///< of the windows before; duplicates of the present one too
};

}  // namespace tidemark::sync
