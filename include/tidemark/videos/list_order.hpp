// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/period_query.hpp>
#include <tidemark/videos/selected_metrics.hpp>

/// The order of lists of videos; see period_query.
namespace tidemark::videos {

/// The value that `by` sorts a video by; nothing where it is missing.
inline std::optional<std::int64_t> sort_value(const selected_metrics& metrics,
                                              const std::optional<timestamp>& posted_at,
                                              sort_field by) {
  switch (by) {
    case sort_field::gmv: return metrics.gmv_cents;
    case sort_field::views: return metrics.views;
    case sort_field::items_sold: return metrics.items_sold;
    case sort_field::gpm: return metrics.gpm_cents;
    case sort_field::ctr: return metrics.ctr ? std::optional(metrics.ctr->units) : std::nullopt;
    case sort_field::posted_at:
      return posted_at ? std::optional(posted_at->micros) : std::nullopt;
  }
  return std::nullopt;
}

/// What decides where a video is in a list.
struct list_position {
  std::optional<std::int64_t> value;
  std::string_view tiktok_video_id;

  bool operator==(const list_position&) const = default;
};

/// Whether `a` comes before `b` in a list of direction `dir`. A strict order over different videos.
inline bool comes_before(const list_position& a, const list_position& b, direction dir) {
  if (a.value.has_value() != b.value.has_value()) return a.value.has_value();
  if (a.value && *a.value != *b.value)
    return dir == direction::asc ? *a.value < *b.value : *a.value > *b.value;
  return a.tiktok_video_id < b.tiktok_video_id;
}

}  // namespace tidemark::videos
