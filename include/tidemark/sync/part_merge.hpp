// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <utility>

#include <tidemark/engine/key_index.hpp>
#include <tidemark/engine/merger.hpp>
#include <tidemark/result.hpp>
#include <tidemark/sync/conflict_count.hpp>
#include <tidemark/sync/weaker_names.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/part_sum.hpp>
#include <tidemark/videos/row_keeper.hpp>
#include <tidemark/videos/row_view.hpp>

namespace tidemark::sync {

/// Merges the rows of one source for one window that it delivers in parts: duplicates are merged
/// within their part by the policy's order, then the parts of a video are added up
/// (plugins/sources/README.md, "Windows in parts").
///
/// Memory grows with the videos and their payloads, not with the rows.
class part_merge {
 public:
  using order = engine::preference_order<videos::row_view>;

  part_merge(const order& preferred, videos::added_fields added)
      : order_(preferred), added_(added), part_(preferred) {}

  /// Adds rows of the current part; keeps copies.
  void add(std::span<const videos::row_view> rows) {
    part_.add_all(
        rows,
        [&](const videos::row_view& row, const part_merger::outcome& outcome) {
          conflicts_.add(compared_metrics::of(row), outcome.number, outcome.first);
        },
        [&](const videos::row_view& winner, const videos::row_view& loser) {
          weaker_.add(winner, loser);
        });
  }

  /// Ends a part and begins the next one.
  void next_part() {
    conflicts_.next_list();
    const auto ended = std::exchange(part_, part_merger(order_)).take();
    for (const auto& row : ended.lists.front()) add_to_sum(row);
  }

  /// Ends the last part and calls `use(row)` for each video, in the order in which they were first
  /// seen; the row is valid during the call. To be called once, last. Error: a sum does not fit 64
  /// bits.
  template <typename Use>
  result<void> take(Use use) {
    next_part();
    for (auto& sum : sums_) {
      if (const auto field = sum.overflow())
        return failure("video " + in_quotes(sum.id()) + ": " + std::string(*field) +
                       " does not fit 64 bits when the parts of the window are added; look at "
                       "this video's figures where they come from");
      use(sum.row());
    }
    return {};
  }

  /// The conflicts between duplicates, per part and summed over the parts.
  conflict_figures figures() const { return conflicts_.figures(); }

  /// The creators that weaker rows and parts name.
  const weaker_names& weaker() const { return weaker_; }

 private:
  using part_merger = engine::merger<videos::row_view, videos::row_keeper>;
  using video_index = engine::key_index<videos::row_view>;

  void add_to_sum(const videos::row_view& row) {
    const auto known_row = [&](std::size_t number) -> const videos::row_view& {
      return sums_[number].strongest();
    };
    const auto [video, unseen] = videos_.find_or_add(row, video_index::hash_of(row), known_row);
    if (unseen) {
      sums_.emplace_back(texts_.keep(row), added_);
      return;
    }
    videos::part_sum& sum = sums_[video];
    const bool stronger = order_.prefers(row, sum.strongest());
    if (stronger) weaker_.add(row, sum.strongest());
    else weaker_.add(sum.strongest(), row);
    sum.add(stronger ? texts_.keep(row) : row, stronger);
  }

  order order_;
  videos::added_fields added_;
  part_merger part_;  ///< the current part
  conflict_count conflicts_;
  weaker_names weaker_;
  video_index videos_;
  std::deque<videos::part_sum> sums_;  ///< by the number of their video
  videos::row_keeper texts_;           ///< of the sums
};

}  // namespace tidemark::sync
