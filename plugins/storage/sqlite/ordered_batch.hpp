// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/storage/run_batch.hpp>

namespace tidemark::sqlite {

/// A batch in the order of the tables' keys: pages are then filled one after the other, and ids are
/// given in an order that a plan can foretell. Points into the batch.
struct ordered_batch {
  std::vector<storage::video_update*> videos;       ///< by video
  std::vector<videos::metric_snapshot*> snapshots;  ///< by video, date, window
  std::vector<std::string_view> usernames;          ///< each once, by name
  /// The id of each username; 0 until the storage knows it.
  boost::unordered_flat_map<std::string_view, std::int64_t> creator_ids;

  explicit ordered_batch(storage::run_batch& batch) {
    for (const auto& one : batch.videos)
      if (one.username && creator_ids.try_emplace(*one.username, 0).second)
        usernames.push_back(*one.username);
    std::sort(usernames.begin(), usernames.end());
    videos = sorted<storage::video_update>(batch.videos, [](const auto& one) {
      return std::tie(one.record.tiktok_video_id);
    });
    snapshots = sorted<videos::metric_snapshot>(batch.snapshots, [](const auto& one) {
      return std::tie(one.tiktok_video_id, one.snapshot_date, one.window_days);
    });
  }

 private:
  __extension__ typedef unsigned __int128 wide;

  /// The first bytes of `text` as a value that orders as they do: it decides most comparisons
  /// without a look at the record.
  static wide prefix_of(std::string_view text) {
    wide prefix = 0;
    for (std::size_t i = 0; i < sizeof prefix; ++i)
      prefix = prefix << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
    return prefix;
  }

  template <typename T, typename Key>
  static std::vector<T*> sorted(std::vector<T>& list, const Key& key) {
    struct place {
      wide prefix;
      T* record;
    };
    std::vector<place> places;
    places.reserve(list.size());
    for (auto& one : list) places.push_back({prefix_of(std::get<0>(key(one))), &one});
    std::sort(places.begin(), places.end(), [&](const place& a, const place& b) {
      return a.prefix != b.prefix ? a.prefix < b.prefix : key(*a.record) < key(*b.record);
    });
    std::vector<T*> result;
    result.reserve(places.size());
    for (const auto& one : places) result.push_back(one.record);
    return result;
  }
};

}  // namespace tidemark::sqlite
