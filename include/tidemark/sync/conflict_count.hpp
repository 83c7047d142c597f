// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <tidemark/videos/row_view.hpp>

namespace tidemark::sync {

/// The conflicts between duplicates of a run, summed over its windows, and over the parts of
/// windows that came in parts (rules/README.md, "Merge").
struct conflict_figures {
  std::int64_t duplicate_rows = 0;
  std::int64_t conflict_video_count = 0;
  std::int64_t max_conflict_gmv_cents = 0;  ///< for a spread beyond 64 bits, the largest number

  /// Adds what was counted elsewhere.
  void add(const conflict_figures& other) {
    duplicate_rows += other.duplicate_rows;
    conflict_video_count += other.conflict_video_count;
    max_conflict_gmv_cents = std::max(max_conflict_gmv_cents, other.max_conflict_gmv_cents);
  }

  bool operator==(const conflict_figures&) const = default;
};

/// The numbers of a row that can conflict; only here, a missing number counts as 0.
struct compared_metrics {
  std::int64_t gmv = 0, views = 0, items = 0;

  static compared_metrics of(const videos::row_view& row) {
    return {row.gmv_cents.value_or(0), row.views.value_or(0), row.items_sold.value_or(0)};
  }

  bool operator==(const compared_metrics&) const = default;
};

/// Counts how much the rows of one video disagree, list by list; a list is a window, or a part of
/// one.
class conflict_count {
 public:
  /// Adds one row of the current list. `video` numbers the list's videos from 0 in the order in
  /// which they are first seen; `first`: this is the first row of its video.
  void add(const compared_metrics& seen, std::size_t video, bool first) {
    if (first) {
      groups_.push_back({seen, seen.gmv, seen.gmv, false});
      return;
    }
    ++ended_.duplicate_rows;
    group& rows = groups_[video];
    rows.conflict = rows.conflict || seen != rows.first;
    rows.gmv_min = std::min(rows.gmv_min, seen.gmv);
    rows.gmv_max = std::max(rows.gmv_max, seen.gmv);
  }

  /// Ends the current list and begins the next one.
  void next_list() {
    ended_ = figures();
    groups_.clear();
  }

  /// Adds figures that were counted elsewhere.
  void add(const conflict_figures& other) { ended_.add(other); }

  /// The figures of all lists, the current one included.
  conflict_figures figures() const {
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    conflict_figures sum = ended_;
    for (const group& rows : groups_) {
      sum.conflict_video_count += rows.conflict;
      const auto spread =
          static_cast<std::uint64_t>(rows.gmv_max) - static_cast<std::uint64_t>(rows.gmv_min);
      sum.max_conflict_gmv_cents =
          std::max(sum.max_conflict_gmv_cents, spread > static_cast<std::uint64_t>(largest)
                                                   ? largest
                                                   : static_cast<std::int64_t>(spread));
    }
    return sum;
  }

 private:
  /// The rows of one video in the current list.
  struct group {
    compared_metrics first;
    std::int64_t gmv_min = 0, gmv_max = 0;
    bool conflict = false;
  };

  std::vector<group> groups_;  ///< by the number of their video
  conflict_figures ended_;     ///< of the previous lists; duplicates of the current one too
};

}  // namespace tidemark::sync
