// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>

namespace tidemark::storage {

/// A stored all-time record with the columns that belong to the storage.
struct stored_video {
  std::int64_t id = 0;
  videos::creator_video record;
  std::string username;
  std::optional<std::string> thumbnail_url;  ///< empty: it was looked for, and there is none
  timestamp inserted_at;
  timestamp updated_at;
};

/// A stored snapshot with the columns that belong to the storage.
struct stored_snapshot {
  std::int64_t id = 0;
  videos::metric_snapshot record;
  timestamp inserted_at;
  timestamp updated_at;
};

}  // namespace tidemark::storage
