// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/storage/backend.hpp>

namespace tidemark::memory {

/// All that is known of one video.
struct video_history {
  explicit video_history(std::string_view id) : tiktok_video_id(id) {}

  std::string tiktok_video_id;
  std::optional<storage::stored_video> all_time;
  std::vector<storage::stored_snapshot> snapshots;  ///< by date, then window; each pair once

  using snapshot_iterator = std::vector<storage::stored_snapshot>::iterator;

  /// Where the snapshot of `day` and `window_days` stands, or would be inserted.
  snapshot_iterator place_of(date day, std::int32_t window_days) {
    const auto key = std::tuple(day, window_days);
    return std::lower_bound(snapshots.begin(), snapshots.end(), key,
                            [](const storage::stored_snapshot& one, const auto& wanted) {
                              return std::tuple(one.record.snapshot_date,
                                                one.record.window_days) < wanted;
                            });
  }

  /// The snapshot of `day` and `window_days`, or nullptr.
  storage::stored_snapshot* find_snapshot(date day, std::int32_t window_days) {
    const auto at = place_of(day, window_days);
    const bool found = at != snapshots.end() && at->record.snapshot_date == day &&
                       at->record.window_days == window_days;
    return found ? &*at : nullptr;
  }

  /// The last snapshot of `window_days`, or nullptr.
  const storage::stored_snapshot* latest_snapshot(std::int32_t window_days) const {
    const auto at = std::find_if(snapshots.rbegin(), snapshots.rend(), [&](const auto& one) {
      return one.record.window_days == window_days;
    });
    return at == snapshots.rend() ? nullptr : &*at;
  }
};

/// The histories of one brand's videos. References to them stay valid.
class brand_histories {
 public:
  /// The history of a video, or nullptr.
  video_history* find(std::string_view tiktok_video_id) const {
    const auto at = by_id_.find(tiktok_video_id);
    return at == by_id_.end() ? nullptr : at->second;
  }

  /// The history of a video, an empty one when there was none.
  video_history& find_or_add(std::string_view tiktok_video_id) {
    if (video_history* known = find(tiktok_video_id)) return *known;
    video_history& added = all_.emplace_back(tiktok_video_id);
    in_order_.push_back(&added);
    by_id_.emplace(added.tiktok_video_id, &added);
    return added;
  }

  /// Makes room for `count` more histories.
  void reserve_more(std::size_t count) {
    by_id_.reserve(by_id_.size() + count);
    in_order_.reserve(in_order_.size() + count);
  }

  /// Every history in byte order of its video; those added since the last call are sorted in now.
  const std::vector<video_history*>& in_order() {
    const auto before = [](const video_history* a, const video_history* b) {
      return a->tiktok_video_id < b->tiktok_video_id;
    };
    const auto fresh = in_order_.begin() + static_cast<std::ptrdiff_t>(sorted_);
    std::sort(fresh, in_order_.end(), before);
    std::inplace_merge(in_order_.begin(), fresh, in_order_.end(), before);
    sorted_ = in_order_.size();
    return in_order_;
  }

 private:
  std::deque<video_history> all_;
  boost::unordered_flat_map<std::string_view, video_history*> by_id_;
  std::vector<video_history*> in_order_;  ///< the first `sorted_` are in order
  std::size_t sorted_ = 0;
};

}  // namespace tidemark::memory
