// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace tidemark::storage {

/// The result of looking up a video's thumbnail.
struct thumbnail {
  std::string tiktok_video_id;
  std::string url;  ///< empty: the video has none, and must not be looked up again
};

}  // namespace tidemark::storage
