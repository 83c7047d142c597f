// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace tidemark::storage {

/// A stored video whose thumbnail nobody has looked for.
struct bare_video {
  std::string tiktok_video_id;
  std::string username;  ///< of its creator
};

/// What was found out about a video's thumbnail.
struct thumbnail {
  std::string tiktok_video_id;
  std::string url;  ///< empty: the video has none, and is not to be looked for again
};

}  // namespace tidemark::storage
