// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/storage/batch_usernames.hpp>
#include <tidemark/storage/run_batch.hpp>

namespace tidemark::storage {

/// A batch in the order of the tables' keys, by bytes: pages are then filled one after the other.
/// Points into the batch.
class key_order {
 public:
  struct snapshot {
    const videos::row_view* row = nullptr;
    std::int32_t window_days = 0;
    std::uint32_t video = 0;  ///< the place of its video in `all_time`
    /// Set by a storage that finds all videos before it writes.
    std::optional<std::int64_t> creator_video_id = {};
  };

  explicit key_order(const run_batch& batch) : usernames_(batch) {
    usernames_.sort();
    const std::size_t videos = batch.all_time.size();
    std::vector<place> places;
    places.reserve(videos);
    for (std::uint32_t video = 0; video < videos; ++video)
      places.push_back(place_of(*batch.all_time[video], 0, video));

    // Only videos are sorted: their snapshots follow them.
    std::vector<rows_of_window> windows;
    std::size_t snapshots = 0;
    for (const auto& window : batch.windows) {
      auto& rows = windows.emplace_back(rows_of_window{window.days, {}});
      rows.of_video.resize(videos);
      snapshots += window.rows.size();
      auto video = window.videos.begin();
      for (const auto& row : window.rows) {
        if (*video == run_batch::no_video)
          places.push_back(place_of(row, window.days, run_batch::no_video));
        else
          rows.of_video[*video] = &row;
        ++video;
      }
    }
    std::sort(windows.begin(), windows.end(),
              [](const auto& a, const auto& b) { return a.days < b.days; });
    std::sort(places.begin(), places.end());
    videos_.reserve(videos);
    numbers_.reserve(videos);
    snapshots_.reserve(snapshots);
    for (const place& at : places) {
      if (at.video == run_batch::no_video) {
        snapshots_.push_back({at.row, at.window_days, at.video});
        continue;
      }
      videos_.push_back(at.row);
      numbers_.push_back(at.video);
      for (const auto& window : windows)
        if (const auto* row = window.of_video[at.video])
          snapshots_.push_back({row, window.days, at.video});
    }
  }

  /// In order too.
  const batch_usernames& usernames() const { return usernames_; }
  /// The rows of all-time records.
  const std::vector<const videos::row_view*>& videos() const { return videos_; }
  /// The rows of snapshots by video, then window.
  const std::vector<snapshot>& snapshots() const { return snapshots_; }
  std::vector<snapshot>& snapshots() { return snapshots_; }

  /// As `arrival_order` does.
  template <typename Visit>
  void for_each_video(Visit&& visit) {
    for (std::size_t i = 0; i < videos_.size(); ++i) visit(*videos_[i], numbers_[i]);
  }
  template <typename Visit, typename Coming>
  void for_each_snapshot(Visit&& visit, Coming&&) {
    for (const snapshot& shot : snapshots_) visit(*shot.row, shot.window_days, shot.video);
  }

 private:
  struct rows_of_window {
    std::int32_t days = 0;
    std::vector<const videos::row_view*> of_video;  ///< by the place of the video; or nullptr
  };

  __extension__ typedef unsigned __int128 wide;

  struct place {
    wide prefix;  ///< decides most comparisons without a look at the row
    const videos::row_view* row;
    std::int32_t window_days;
    std::uint32_t video;

    bool operator<(const place& other) const {
      if (prefix != other.prefix) return prefix < other.prefix;
      const int order = row->tiktok_video_id.compare(other.row->tiktok_video_id);
      return order != 0 ? order < 0 : window_days < other.window_days;
    }
  };

  /// Where `row` belongs; the first bytes of its id become a number that orders as they do.
  static place place_of(const videos::row_view& row, std::int32_t window_days,
                        std::uint32_t video) {
    wide prefix = 0;
    const std::string_view id = row.tiktok_video_id;
    for (std::size_t i = 0; i < sizeof prefix; ++i)
      prefix = prefix << 8 | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0u);
    return {prefix, &row, window_days, video};
  }

  batch_usernames usernames_;
  std::vector<const videos::row_view*> videos_;
  std::vector<std::uint32_t> numbers_;  ///< the place of each of `videos_` in `all_time`
  std::vector<snapshot> snapshots_;
};

}  // namespace tidemark::storage
