// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>

#include <tidemark/value/percent.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>

namespace tidemark::videos {

/// The metrics that a period query filters and sorts by.
struct selected_metrics {
  std::int64_t gmv_cents = 0;
  std::int64_t views = 0;
  std::int64_t items_sold = 0;
  std::optional<std::int64_t> gpm_cents;
  std::optional<percent> ctr;
};

/// A record of all time, or a view of one.
template <typename Record>
concept all_time_record =
    std::same_as<Record, creator_video> || std::same_as<Record, creator_video_view>;

/// A snapshot, or a view of one.
template <typename Record>
concept snapshot_record =
    std::same_as<Record, metric_snapshot> || std::same_as<Record, metric_snapshot_view>;

/// The metrics of `period=all`.
template <all_time_record Record>
selected_metrics select_metrics(const Record& all_time) {
  return {all_time.gmv_cents.known.value_or(0), all_time.impressions.known.value_or(0),
          all_time.items_sold.known.value_or(0), all_time.gpm_cents, all_time.ctr};
}

/// The metrics of a window, given the video's latest snapshot of it; nullptr when there is none.
template <snapshot_record Record>
selected_metrics select_metrics(const Record* latest) {
  if (!latest) return {};
  return {latest->gmv_cents.known.value_or(0), latest->views.known.value_or(0),
          latest->items_sold.known.value_or(0), latest->gpm_cents, latest->ctr};
}

}  // namespace tidemark::videos
