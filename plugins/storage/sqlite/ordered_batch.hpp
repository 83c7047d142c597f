// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include <tidemark/storage/run_batch.hpp>

namespace tidemark::sqlite {

/// A batch in the order of the tables' keys: pages are then filled one after the other, and ids are
/// given in an order that a plan can foretell. Points into the batch.
struct ordered_batch {
  std::vector<storage::video_update*> videos;        ///< by video
  std::vector<videos::metric_snapshot*> snapshots;   ///< by video, date, window
  std::map<std::string_view, std::int64_t> creators; ///< usernames of the batch, ids still 0

  explicit ordered_batch(storage::run_batch& batch) {
    videos.reserve(batch.videos.size());
    for (auto& one : batch.videos) {
      videos.push_back(&one);
      if (one.username) creators.try_emplace(*one.username, 0);
    }
    sort(videos, [](const storage::video_update* one) -> const std::string& {
      return one->record.tiktok_video_id;
    });
    snapshots.reserve(batch.snapshots.size());
    for (auto& one : batch.snapshots) snapshots.push_back(&one);
    sort(snapshots, [](const videos::metric_snapshot* one) {
      return std::tie(one->tiktok_video_id, one->snapshot_date, one->window_days);
    });
  }

 private:
  template <typename T, typename Key>
  static void sort(std::vector<T*>& list, const Key& key) {
    const auto before = [&](const T* a, const T* b) { return key(a) < key(b); };
    if (!std::is_sorted(list.begin(), list.end(), before))
      std::sort(list.begin(), list.end(), before);
  }
};

}  // namespace tidemark::sqlite
