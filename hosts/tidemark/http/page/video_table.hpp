// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "../high_water.hpp"
#include "html.hpp"
#include "pages.hpp"

namespace tidemark::host {

/// One row of the list.
struct shown_video {
  videos::listed_video video;
  high_water peak;
};

/// The videos of one page, with heads that sort.
html video_table(const page_request& asked, const std::vector<shown_video>& shown);

/// The attribute that shows all of `text` where one points at it; nothing for a text of up to
/// `bytes_shown`, which is not cut.
html tooltip_of(std::string_view text, std::size_t bytes_shown);

/// A picture of the video, or the place of one.
html thumbnail(const std::optional<std::string>& url);

}  // namespace tidemark::host
