// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <tidemark/engine/merger.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::sync {

/// What the duplicates of one window had in conflict (SPEC section 3).
struct conflict_figures {
  std::int64_t duplicate_rows = 0;
  std::int64_t conflict_video_count = 0;
  std::int64_t max_conflict_gmv_cents = 0;  ///< a spread beyond 64 bits counts as the largest number
};

/// The canonical rows of one window of one run, and how much their duplicates disagreed.
class window_merge {
 public:
  explicit window_merge(const engine::preference_order<videos::video_row>& order)
      : merger_(order) {}

  /// Takes one row; see `engine::merger::add`.
  void add(videos::video_row& row) {
    const metrics seen{row.gmv_cents.value_or(0), row.views.value_or(0),
                       row.items_sold.value_or(0)};
    const auto outcome = merger_.add(row);
    if (outcome.first) {
      groups_.push_back({seen, seen.gmv, seen.gmv, false});
      return;
    }
    ++duplicate_rows_;
    group& one = groups_[outcome.group];
    one.conflict = one.conflict || seen != one.first;
    one.gmv_min = std::min(one.gmv_min, seen.gmv);
    one.gmv_max = std::max(one.gmv_max, seen.gmv);
  }

  conflict_figures figures() const {
    conflict_figures sum;
    sum.duplicate_rows = duplicate_rows_;
    for (const group& one : groups_) {
      sum.conflict_video_count += one.conflict;
      const auto spread =
          static_cast<std::uint64_t>(one.gmv_max) - static_cast<std::uint64_t>(one.gmv_min);
      constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
      sum.max_conflict_gmv_cents =
          std::max(sum.max_conflict_gmv_cents,
                   spread > static_cast<std::uint64_t>(largest)
                       ? largest
                       : static_cast<std::int64_t>(spread));
    }
    return sum;
  }

  /// Hands the canonical rows over, in the order in which their videos were first seen.
  engine::merged_rows<videos::video_row> take() {
    groups_ = {};
    return merger_.take();
  }

 private:
  /// The numbers that make a conflict; missing counts as 0 here, and only here.
  struct metrics {
    std::int64_t gmv = 0, views = 0, items = 0;

    bool operator==(const metrics&) const = default;
  };
  struct group {
    metrics first;
    std::int64_t gmv_min = 0, gmv_max = 0;
    bool conflict = false;
  };

  engine::merger<videos::video_row> merger_;
  std::vector<group> groups_;
  std::int64_t duplicate_rows_ = 0;
};

}  // namespace tidemark::sync
