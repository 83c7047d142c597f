// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/storage/run_batch.hpp>

namespace tidemark::tables {

/// A batch in the order of the tables' keys: pages are then filled one after the other, and ids are
/// given in an order that a plan can foretell. Points into the batch.
struct ordered_batch {
  struct snapshot {
    videos::video_row* row = nullptr;
    std::int32_t window_days = 0;
    std::optional<std::int64_t> creator_video_id;  ///< missing until the storage knows it
  };
  std::vector<videos::video_row*> videos;    ///< by video
  std::vector<snapshot> snapshots;           ///< by video, then window; all are of one day
  std::vector<std::string_view> usernames;   ///< each once, by name
  /// The id of each username; 0 until the storage knows it.
  boost::unordered_flat_map<std::string_view, std::int64_t> creator_ids;

  explicit ordered_batch(storage::run_batch& batch) {
    for (const videos::video_row* row : batch.all_time)
      if (row->username && creator_ids.try_emplace(*row->username, 0).second)
        usernames.push_back(*row->username);
    std::sort(usernames.begin(), usernames.end());

    std::vector<place> places;
    places.reserve(batch.all_time.size());
    for (videos::video_row* row : batch.all_time) places.push_back(place_of(*row, 0));
    std::sort(places.begin(), places.end());
    videos.reserve(places.size());
    for (const place& one : places) videos.push_back(one.row);

    places.clear();
    for (auto& window : batch.windows)
      for (auto& row : window.rows) places.push_back(place_of(row, window.days));
    std::sort(places.begin(), places.end());
    snapshots.reserve(places.size());
    for (const place& one : places) snapshots.push_back({one.row, one.window_days, {}});
  }

 private:
  __extension__ typedef unsigned __int128 wide;

  struct place {
    wide prefix;  ///< decides most comparisons without a look at the row
    videos::video_row* row;
    std::int32_t window_days;

    bool operator<(const place& other) const {
      if (prefix != other.prefix) return prefix < other.prefix;
      const int order = row->tiktok_video_id.compare(other.row->tiktok_video_id);
      return order != 0 ? order < 0 : window_days < other.window_days;
    }
  };

  /// Where `row` belongs; the first bytes of its id become a number that orders as they do.
  static place place_of(videos::video_row& row, std::int32_t window_days) {
    wide prefix = 0;
    const std::string& id = row.tiktok_video_id;
    for (std::size_t i = 0; i < sizeof prefix; ++i)
      prefix = prefix << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0u);
    return {prefix, &row, window_days};
  }
};

}  // namespace tidemark::tables
