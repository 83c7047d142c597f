// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <tidemark/videos/video_row.hpp>

namespace tidemark::sync {

/// What the duplicates of a run had in conflict, summed over its windows, and over the parts of
/// windows that came in parts (SPEC section 3).
struct conflict_figures {
  std::int64_t duplicate_rows = 0;
  std::int64_t conflict_video_count = 0;
  std::int64_t max_conflict_gmv_cents = 0;  ///< a spread beyond 64 bits is the largest number

  /// Adds what was counted elsewhere.
  void add(const conflict_figures& other) {
    duplicate_rows += other.duplicate_rows;
    conflict_video_count += other.conflict_video_count;
    max_conflict_gmv_cents = std::max(max_conflict_gmv_cents, other.max_conflict_gmv_cents);
  }

  bool operator==(const conflict_figures&) const = default;
};

/// The numbers of a row that make a conflict; missing counts as 0 here, and only here.
struct compared_metrics {
  std::int64_t gmv = 0, views = 0, items = 0;

  static compared_metrics of(const videos::video_row& row) {
    return {row.gmv_cents.value_or(0), row.views.value_or(0), row.items_sold.value_or(0)};
  }

  bool operator==(const compared_metrics&) const = default;
};

/// Counts how much the rows of one video disagree, list by list: a window, or a part of one.
class conflict_count {
 public:
  /// Takes one row of the present list. `video` numbers the list's videos from 0 in the order in
  /// which they are first seen; `first`: this is the first row of its video.
  void add(const compared_metrics& seen, std::size_t video, bool first) {
    if (first) {
      groups_.push_back({seen, seen.gmv, seen.gmv, false});
      return;
    }
    ++ended_.duplicate_rows;
    group& one = groups_[video];
    one.conflict = one.conflict || seen != one.first;
    one.gmv_min = std::min(one.gmv_min, seen.gmv);
    one.gmv_max = std::max(one.gmv_max, seen.gmv);
  }

  /// Ends the present list and begins the next one.
  void next_list() {
    ended_ = figures();
    groups_.clear();
  }

  /// Adds figures that were counted elsewhere.
  void add(const conflict_figures& other) { ended_.add(other); }

  /// The figures of all lists, the present one included.
  conflict_figures figures() const {
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    conflict_figures sum = ended_;
    for (const group& one : groups_) {
      sum.conflict_video_count += one.conflict;
      const auto spread =
          static_cast<std::uint64_t>(one.gmv_max) - static_cast<std::uint64_t>(one.gmv_min);
      sum.max_conflict_gmv_cents =
          std::max(sum.max_conflict_gmv_cents, spread > static_cast<std::uint64_t>(largest)
                                                   ? largest
                                                   : static_cast<std::int64_t>(spread));
    }
    return sum;
  }

 private:
  /// The rows of one video in the present list.
  struct group {
    compared_metrics first;
    std::int64_t gmv_min = 0, gmv_max = 0;
    bool conflict = false;
  };

  std::vector<group> groups_;  ///< by the number of their video
  conflict_figures ended_;     ///< of the lists before; duplicates of the present one too
};

}  // namespace tidemark::sync
