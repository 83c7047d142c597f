// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/videos/period_query.hpp>

/// The pages' names for sort fields and periods.
namespace tidemark::host {

inline constexpr std::array<std::string_view, 6> sort_titles{"GMV", "GPM",   "Views",
                                                             "CTR", "Items", "Posted"};

inline std::string period_title(std::optional<std::int32_t> window_days) {
  return window_days ? std::to_string(*window_days) + " days" : "All time";
}

}  // namespace tidemark::host
