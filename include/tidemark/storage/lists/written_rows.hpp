// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <vector>

#include <tidemark/storage/run_batch.hpp>

namespace tidemark::storage {

/// What a run wrote, by the places of the videos in `all_time`. `inserted` is exact. A storage that
/// does not know which records changed, or which videos are stored, sets those marks for all that
/// may be.
struct written_rows {
  struct window {
    std::int32_t days = 0;
    std::vector<bool> inserted;      ///< the snapshot
    std::vector<bool> changed;       ///< the snapshot was inserted or updated
    bool changed_elsewhere = false;  ///< a snapshot of a video that is not in `all_time`
  };

  explicit written_rows(const run_batch& batch)
      : stored(batch.all_time.size()), inserted(batch.all_time.size()),
        changed(batch.all_time.size()) {
    for (const auto& delivered : batch.windows)
      windows.push_back({delivered.days, std::vector<bool>(batch.all_time.size()),
                         std::vector<bool>(batch.all_time.size())});
  }

  /// Notes that the snapshot of a window of the batch was written.
  void mark_snapshot(std::int32_t window_days, std::uint32_t video, bool is_new) {
    for (auto& noted : windows) {
      if (noted.days != window_days) continue;
      if (video == run_batch::no_video) {
        noted.changed_elsewhere = true;
      } else {
        noted.changed[video] = true;
        noted.inserted[video] = is_new;
      }
    }
  }

  std::vector<bool> stored;    ///< it has an all-time record
  std::vector<bool> inserted;  ///< its all-time record
  std::vector<bool> changed;   ///< its all-time record was inserted or updated
  std::vector<window> windows;
};

}  // namespace tidemark::storage
