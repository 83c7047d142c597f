// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tidemark/storage/batch_usernames.hpp>
#include <tidemark/storage/run_batch.hpp>

namespace tidemark::storage {

/// A batch in the order in which its rows came, for storages without pages. Points into the batch.
class arrival_order {
 public:
  explicit arrival_order(const run_batch& batch) : batch_(batch), usernames_(batch) {}

  const batch_usernames& usernames() const { return usernames_; }

  /// Calls `visit(row, video)` for the row of each all-time record; `video` is its place.
  template <typename Visit>
  void for_each_video(Visit&& visit) {
    const auto& rows = batch_.all_time;
    for (std::uint32_t video = 0; video < rows.size(); ++video) {
      if (video + fetched_ahead < rows.size()) prefetch(*rows[video + fetched_ahead]);
      visit(*rows[video], video);
    }
  }

  /// Calls `visit(row, window_days, video)` for the row of each snapshot, and `coming(video)` some
  /// rows before.
  template <typename Visit, typename Coming>
  void for_each_snapshot(Visit&& visit, Coming&& coming) {
    for (const auto& window : batch_.windows) {
      auto video = window.videos.begin();
      for (const auto& row : window.rows) {
        if (window.videos.end() - video > fetched_ahead) coming(video[fetched_ahead]);
        visit(row, window.days, *video++);
      }
    }
  }

 private:
  static constexpr std::uint32_t fetched_ahead = 16;

  static void prefetch(const videos::row_view& row) {
    constexpr std::size_t cache_line = 64;
    const auto* bytes = reinterpret_cast<const char*>(&row);
    for (std::size_t at = 0; at < sizeof row; at += cache_line) __builtin_prefetch(bytes + at);
  }

  const run_batch& batch_;
  batch_usernames usernames_;
};

}  // namespace tidemark::storage
