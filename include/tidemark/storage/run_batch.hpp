// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/engine/merged_rows.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/row_keeper.hpp>
#include <tidemark/videos/row_view.hpp>

namespace tidemark::storage {

/// The compiled rules by which a storage decides.
struct programs {
  engine::program<videos::creator_video> creator_videos;
  engine::program<videos::metric_snapshot> snapshots;
};

/// Everything that one run brings, after its merge. The storage makes records of the rows
/// (videos/to_records.hpp), decides each against the stored one and writes what changes.
///
/// Can be moved, not copied: `all_time` points to rows.
struct run_batch {
  /// The canonical rows of one window, one for each video: each becomes a snapshot.
  struct window {
    std::int32_t days = 0;
    engine::merged_rows<videos::row_view> rows;
    std::vector<std::uint32_t> videos;  ///< of each row: its video's place in `all_time`
  };

  /// In the place of a video without a row in `all_time`. A merge makes none.
  static constexpr std::uint32_t no_video = 0xFFFF'FFFFu;

  run_batch() = default;
  run_batch(run_batch&&) = default;
  run_batch& operator=(run_batch&&) = default;

  std::int64_t run_id = 0;
  std::int64_t brand_id = 0;
  std::string source_run_id;
  date snapshot_date;
  timestamp at;  ///< `inserted_at` and `updated_at` of everything that the run writes
  std::vector<window> windows;  ///< in the policy's order
  /// Every row is decided, also if the brand's last run brought the same.
  bool forced = false;

  /// The row of each video that updates its all-time record, in the order in which videos were
  /// first seen; rows of `windows`. The storage finds or creates the creator of its username;
  /// without a username the record is never inserted, only compared with the stored one.
  std::vector<videos::row_view*> all_time;

  videos::row_keeper texts;  ///< of the rows
};

}  // namespace tidemark::storage
