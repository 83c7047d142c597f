// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <vector>

#include <tidemark/engine/merger.hpp>
#include <tidemark/result.hpp>
#include <tidemark/sync/conflict_count.hpp>
#include <tidemark/sync/part_merge.hpp>
#include <tidemark/sync/weaker_names.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::sync {

/// The canonical rows of one run, window by window, and how much their duplicates disagreed.
class run_merge {
 public:
  using merged = engine::merger<videos::video_row>::merged;

  explicit run_merge(const engine::preference_order<videos::video_row>& order)
      : order_(order), merger_(order) {}

  /// Takes one row of the present window, or of the present part of it; see
  /// `engine::merger::add`.
  void add(videos::video_row& row) {
    if (parts_) return parts_->add(row);
    const auto seen = compared_metrics::of(row);
    const auto outcome = merger_.add(row);
    conflicts_.add(seen, outcome.number, outcome.first);
    if (!outcome.first) weaker_.add(merger_.rows()[outcome.number], row);
  }

  /// Begins a part of the window: the rows that follow belong to it. `added` is the same for all
  /// parts of a source's window.
  void begin_part(videos::added_fields added) {
    if (parts_) parts_->next_part();
    else parts_.emplace(order_, added);
  }

  /// Ends a source's rows of the present window: what came in parts is added up, and stands from
  /// here on as that source's rows. Error: a sum does not fit 64 bits.
  result<void> end_source() {
    if (!parts_) return {};
    part_merge parts = std::move(*parts_);
    parts_.reset();
    auto sums = parts.take();
    if (!sums) return sums.error();
    conflicts_.add(parts.figures());
    weaker_.add(parts.weaker());
    for (auto& row : *sums) add(row);
    return {};
  }

  /// Ends a window and begins the next one, in the policy's order.
  void next_window() {
    conflicts_.next_list();
    merger_.next_list();
  }

  /// The figures of all windows, the present one included.
  conflict_figures figures() const { return conflicts_.figures(); }

  /// Hands the canonical rows of every window over, in the order in which their videos were first
  /// seen, and of every video the one that updates its all-time record. To be called once, last.
  merged take() {
    return merger_.take([&](const videos::video_row& winner, const videos::video_row& loser) {
      weaker_.add(winner, loser);
    });
  }

  /// The videos that only weaker rows name a creator of; `winners`: those that `take` has handed
  /// over.
  std::vector<weakly_named_video> weakly_named(
      const std::vector<videos::video_row*>& winners) const {
    return weaker_.among(winners);
  }

 private:
  engine::preference_order<videos::video_row> order_;
  engine::merger<videos::video_row> merger_;
  conflict_count conflicts_;
  weaker_names weaker_;
  std::optional<part_merge> parts_;  ///< of the present source, if it delivers in parts
};

}  // namespace tidemark::sync
