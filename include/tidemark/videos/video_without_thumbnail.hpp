// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

namespace tidemark::videos {

/// A stored video whose thumbnail has not been looked for.
struct video_without_thumbnail {
  std::int64_t brand_id = 0;
  std::string tiktok_video_id;  ///< never empty
  std::string username;         ///< of its creator, lower case, never empty
  std::string video_url;        ///< `https://www.tiktok.com/@{username}/video/{id}`
};

}  // namespace tidemark::videos
