// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/engine/program.hpp>
#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>

namespace tidemark::storage {

/// The compiled rules by which a storage decides.
struct programs {
  engine::program<videos::creator_video> creator_videos;
  engine::program<videos::metric_snapshot> snapshots;
};

/// One video's all-time record as it comes in. The storage finds or makes the creator of `username`
/// and sets `record.creator_id`; without username the record is never inserted, only compared with
/// the one that is there (SPEC section 4).
struct video_update {
  videos::creator_video record;
  std::optional<std::string> username;
};

/// All that one run writes to the metric tables. Every key stands once. The storage sets
/// `creator_video_id` of each snapshot after it has decided the all-time records.
struct run_batch {
  std::int64_t run_id = 0;
  std::int64_t brand_id = 0;
  timestamp at;  ///< `inserted_at` and `updated_at` of all that the run writes
  std::vector<video_update> videos;
  std::vector<videos::metric_snapshot> snapshots;
};

}  // namespace tidemark::storage
