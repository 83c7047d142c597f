// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include <tidemark/engine/key_index.hpp>
#include <tidemark/engine/merged_rows.hpp>
#include <tidemark/engine/merger.hpp>
#include <tidemark/result.hpp>
#include <tidemark/sync/conflict_count.hpp>
#include <tidemark/sync/weaker_names.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/part_sum.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::sync {

/// The rows of one source for one window that it delivers in parts: duplicates are merged within
/// their part by the policy's order, then the parts of a video are added
/// (plugins/sources/README.md, "Windows in parts").
///
/// Memory grows with the videos and their payloads, not with the rows.
class part_merge {
 public:
  using order = engine::preference_order<videos::video_row>;

  part_merge(const order& preferred, videos::added_fields added)
      : order_(preferred), added_(added), part_(preferred) {}

  /// Takes one row of the present part; see `engine::merger::add`.
  void add(videos::video_row& row) {
    const auto seen = compared_metrics::of(row);
    const auto outcome = part_.add(row);
    conflicts_.add(seen, outcome.number, outcome.first);
    if (!outcome.first) weaker_.add(part_.rows()[outcome.number], row);
  }

  /// Ends a part and begins the next one.
  void next_part() {
    conflicts_.next_list();
    auto ended = std::exchange(part_, engine::merger<videos::video_row>(order_)).take();
    for (auto& row : ended.lists.front()) add_to_sum(row);
  }

  /// Of every video one row, in the order in which videos were first seen. To be called once, last.
  /// Error: a sum does not fit 64 bits.
  result<engine::merged_rows<videos::video_row>> take() {
    next_part();
    engine::merged_rows<videos::video_row> rows;
    for (auto& sum : sums_) {
      if (const auto field = sum.overflow())
        return failure("video " + in_quotes(sum.id()) + ": " + std::string(*field) +
                       " does not fit 64 bits when the parts of the window are added; look at "
                       "this video's figures where they come from");
      rows.push_back(std::move(sum).row());
    }
    return rows;
  }

  /// What the duplicates disagreed in, per part and summed over the parts.
  conflict_figures figures() const { return conflicts_.figures(); }

  /// The creators that weaker rows and parts name.
  const weaker_names& weaker() const { return weaker_; }

 private:
  void add_to_sum(videos::video_row& row) {
    const auto known_row = [&](std::size_t number) -> const videos::video_row& {
      return sums_[number].strongest();
    };
    const auto [video, unseen] = videos_.find_or_add(row, known_row);
    if (unseen) {
      sums_.emplace_back(std::move(row), added_);
      return;
    }
    videos::part_sum& sum = sums_[video];
    const bool stronger = order_.prefers(order_.rank_of(row), order_.rank_of(sum.strongest()));
    if (stronger) weaker_.add(row, sum.strongest());
    else weaker_.add(sum.strongest(), row);
    sum.add(std::move(row), stronger);
  }

  order order_;
  videos::added_fields added_;
  engine::merger<videos::video_row> part_;  ///< the present part
  conflict_count conflicts_;
  weaker_names weaker_;
  engine::key_index<videos::video_row> videos_;
  std::deque<videos::part_sum> sums_;  ///< by the number of their video
};

}  // namespace tidemark::sync
