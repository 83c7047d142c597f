// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "../above_windows.hpp"
#include "html.hpp"
#include "pages.hpp"

namespace tidemark::host {

/// One row of the list.
struct shown_video {
  videos::listed_video video;
  gmv_comparison peak;
};

/// The videos of one page, with headings that sort.
html video_table(const page_request& asked, const std::vector<shown_video>& shown);

/// The attribute that shows the whole `text` as a tooltip; nothing for a text of up to
/// `bytes_shown` bytes, which is not cut.
html tooltip_of(std::string_view text, std::size_t bytes_shown);

/// The thumbnail of a video, or a placeholder.
html thumbnail(const std::optional<std::string>& url);

}  // namespace tidemark::host
