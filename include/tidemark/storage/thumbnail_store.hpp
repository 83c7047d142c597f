// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/thumbnail.hpp>
#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/video_without_thumbnail.hpp>

namespace tidemark::storage {

/// The thumbnails of stored videos. One thread at a time; every write is one transaction.
class thumbnail_store {
 public:
  virtual ~thumbnail_store() = default;

  /// At most `limit` videos of a brand whose thumbnail has not been looked up: those with the
  /// highest all-time GMV first, then in byte order.
  virtual result<std::vector<videos::video_without_thumbnail>> find_videos_without_thumbnail(
      std::int64_t brand_id, std::int64_t limit) = 0;

  /// Stores the results of looking up thumbnails of a brand's videos, with `at` as `updated_at`.
  /// Videos that have a result by now, or are not stored, are unchanged. Returns the number of
  /// changed videos.
  virtual result<std::int64_t> set_thumbnails(std::int64_t brand_id,
                                              std::span<const thumbnail> found, timestamp at) = 0;
};

}  // namespace tidemark::storage
