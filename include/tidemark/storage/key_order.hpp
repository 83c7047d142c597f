// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include <tidemark/storage/run_batch.hpp>

namespace tidemark::storage {

/// A batch in the order of the tables' keys, by bytes: pages are then filled one after the other.
/// Points into the batch.
class key_order {
 public:
  struct snapshot {
    const videos::row_view* row = nullptr;
    std::int32_t window_days = 0;
    /// Set by a storage that finds all videos before it writes.
    std::optional<std::int64_t> creator_video_id = {};
  };

  explicit key_order(const run_batch& batch) {
    boost::unordered_flat_set<std::string_view> named;
    for (const videos::row_view* row : batch.all_time)
      if (row->username && named.insert(*row->username).second)
        usernames_.push_back(*row->username);
    std::sort(usernames_.begin(), usernames_.end());

    std::vector<place> places;
    places.reserve(batch.all_time.size());
    for (const videos::row_view* row : batch.all_time) places.push_back(place_of(*row, 0));
    std::sort(places.begin(), places.end());
    videos_.reserve(places.size());
    for (const place& at : places) videos_.push_back(at.row);

    places.clear();
    for (const auto& window : batch.windows)
      for (const auto& row : window.rows) places.push_back(place_of(row, window.days));
    std::sort(places.begin(), places.end());
    snapshots_.reserve(places.size());
    for (const place& at : places) snapshots_.push_back({at.row, at.window_days});
  }

  /// Each username of the batch once.
  const std::vector<std::string_view>& usernames() const { return usernames_; }
  /// The rows of all-time records.
  const std::vector<const videos::row_view*>& videos() const { return videos_; }
  /// The rows of snapshots by video, then window.
  const std::vector<snapshot>& snapshots() const { return snapshots_; }
  std::vector<snapshot>& snapshots() { return snapshots_; }

  template <typename Visit>
  void for_each_video(Visit&& visit) {
    for (const videos::row_view* row : videos_) visit(*row);
  }
  template <typename Visit>
  void for_each_snapshot(Visit&& visit) {
    for (const snapshot& shot : snapshots_) visit(*shot.row, shot.window_days);
  }

 private:
  __extension__ typedef unsigned __int128 wide;

  struct place {
    wide prefix;  ///< decides most comparisons without a look at the row
    const videos::row_view* row;
    std::int32_t window_days;

    bool operator<(const place& other) const {
      if (prefix != other.prefix) return prefix < other.prefix;
      const int order = row->tiktok_video_id.compare(other.row->tiktok_video_id);
      return order != 0 ? order < 0 : window_days < other.window_days;
    }
  };

  /// Where `row` belongs; the first bytes of its id become a number that orders as they do.
  static place place_of(const videos::row_view& row, std::int32_t window_days) {
    wide prefix = 0;
    const std::string_view id = row.tiktok_video_id;
    for (std::size_t i = 0; i < sizeof prefix; ++i)
      prefix = prefix << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0u);
    return {prefix, &row, window_days};
  }

  std::vector<std::string_view> usernames_;
  std::vector<const videos::row_view*> videos_;
  std::vector<snapshot> snapshots_;
};

}  // namespace tidemark::storage
