// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/engine/merger.hpp>
#include <tidemark/result.hpp>
#include <tidemark/sync/conflict_count.hpp>
#include <tidemark/sync/part_merge.hpp>
#include <tidemark/sync/weaker_names.hpp>
#include <tidemark/videos/row_keeper.hpp>
#include <tidemark/videos/row_view.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::sync {

/// The canonical rows of one run, window by window, and how much their duplicates disagreed.
class run_merge {
 public:
  using row_merger = engine::merger<videos::row_view, videos::row_keeper>;
  using merged = row_merger::merged;

  explicit run_merge(const engine::preference_order<videos::video_row>& order)
      : order_(order.of<videos::row_view>()), merger_(order_) {}

  /// Adds rows of the current window, or of its current part; keeps copies of those that win.
  void add(std::span<const videos::row_view> rows) {
    if (parts_) return parts_->add(rows);
    merger_.add_all(
        rows,
        [&](const videos::row_view& row, const row_merger::outcome& outcome) {
          conflicts_.add(compared_metrics::of(row), outcome.number, outcome.first);
        },
        [&](const videos::row_view& winner, const videos::row_view& loser) {
          weaker_.add(winner, loser);
        });
  }
  void add(const videos::row_view& row) { add({&row, 1}); }
  void add(const videos::video_row& row) { add(videos::view_of(row, joined_tags_)); }

  /// Begins a part of the window: the rows that follow belong to it. `added` is the same for all
  /// parts of a source's window.
  void begin_part(videos::added_fields added) {
    if (parts_) parts_->next_part();
    else parts_.emplace(order_, added);
  }

  /// Ends a source's rows of the current window: parts are added up, and the sums replace them as
  /// that source's rows. Error: a sum does not fit 64 bits.
  result<void> end_source() {
    if (!parts_) return {};
    part_merge parts = std::move(*parts_);
    parts_.reset();
    const auto taken = parts.take([&](const videos::row_view& sum) { add(sum); });
    if (!taken) return taken;
    conflicts_.add(parts.figures());
    weaker_.add(parts.weaker());
    return {};
  }

  /// Ends a window and begins the next one, in the policy's order.
  void next_window() {
    conflicts_.next_list();
    merger_.next_list();
  }

  /// The figures of all windows, the current one included.
  conflict_figures figures() const { return conflicts_.figures(); }

  /// Returns the canonical rows of every window, in the order in which their videos were first
  /// seen, and for every video the row that updates its all-time record. To be called once, last.
  merged take() {
    return merger_.take([&](const videos::row_view& winner, const videos::row_view& loser) {
      weaker_.add(winner, loser);
    });
  }

  /// The videos whose creator only weaker rows name; `winners` are those that `take` returned.
  std::vector<weakly_named_video> weakly_named(
      const std::vector<videos::row_view*>& winners) const {
    return weaker_.among(winners);
  }

 private:
  engine::preference_order<videos::row_view> order_;
  row_merger merger_;
  conflict_count conflicts_;
  weaker_names weaker_;
  std::optional<part_merge> parts_;  ///< of the current source, if it delivers in parts
  std::string joined_tags_;          ///< a buffer
};

}  // namespace tidemark::sync
