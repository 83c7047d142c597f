// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <string>
#include <string_view>

namespace tidemark::sqlite {

/// Where the metrics of a period come from: columns of `v`, the all-time record, or of `s`, the
/// video's latest snapshot of the window.
struct period_metric_columns {
  std::string_view gmv, gpm, views, items_sold, ctr;
};

inline const period_metric_columns& period_metrics(bool of_window) {
  static constexpr period_metric_columns all_time{"v.gmv_cents", "v.gpm_cents", "v.impressions",
                                                  "v.items_sold", "v.ctr"};
  static constexpr period_metric_columns of_snapshot{
      "COALESCE(s.gmv_cents, 0)", "s.gpm_cents", "COALESCE(s.views, 0)",
      "COALESCE(s.items_sold, 0)", "s.ctr"};
  return of_window ? of_snapshot : all_time;
}

/// The join that gives `s`, for the window in parameter `?2`; nothing for all-time.
inline std::string_view latest_snapshot_join(bool of_window) {
  if (!of_window) return {};
  return "\nLEFT JOIN creator_video_metric_snapshots s ON s.id = ("
         "SELECT l.id FROM creator_video_metric_snapshots l"
         " WHERE l.brand_id = v.brand_id AND l.tiktok_video_id = v.tiktok_video_id"
         " AND l.window_days = ?2 ORDER BY l.snapshot_date DESC LIMIT 1)";
}

}  // namespace tidemark::sqlite
