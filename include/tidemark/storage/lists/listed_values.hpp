// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/row_view.hpp>
#include <tidemark/videos/selected_metrics.hpp>
#include <tidemark/videos/to_records.hpp>

namespace tidemark::storage {

/// All-time, in place of a window's days.
inline constexpr std::int32_t all_time_period = 0;

/// What a video is listed by in one period.
struct listed_values {
  videos::selected_metrics metrics;
  std::optional<timestamp> posted_at;  ///< of all-time only
};

/// What the video of `row` is listed by once that row is all that is shown of it.
inline listed_values values_of(const videos::row_view& row, std::int32_t window_days) {
  if (window_days == all_time_period)
    return {{row.gmv_cents.value_or(0), row.views.value_or(0), row.items_sold.value_or(0),
             row.gpm_cents, row.ctr}, row.posted_at};
  const auto snapshot = videos::to_snapshot(row, {}, window_days, {});
  return {videos::select_metrics(&snapshot), {}};
}

}  // namespace tidemark::storage
