// SPDX-License-Identifier: GPL-2.0-only
#include "listed_values.hpp"

#include <tidemark/videos/to_records.hpp>

#include "period_tables.hpp"

namespace tidemark::sqlite {

namespace {

std::string text_of(std::int32_t window_days, stored_values::scope wanted) {
  const bool of_window = window_days != all_time_period;
  const auto& metrics = period_metrics(of_window);
  std::string text = "SELECT v.tiktok_video_id";
  for (const auto column :
       {metrics.gmv, metrics.views, metrics.items_sold, metrics.gpm, metrics.ctr})
    text += ", " + std::string(column);
  text += of_window ? "" : ", v.posted_at";
  text += "\nFROM creator_videos v";
  text += latest_snapshot_join(of_window);
  text += "\nWHERE v.brand_id = ?1";
  const bool one_video = wanted == stored_values::scope::one_video;
  return one_video ? text + " AND v.tiktok_video_id = ?3" : text;
}

}  // namespace

listed_values values_of(const videos::row_view& row, std::int32_t window_days) {
  if (window_days == all_time_period)
    return {{row.gmv_cents.value_or(0), row.views.value_or(0), row.items_sold.value_or(0),
             row.gpm_cents, row.ctr}, row.posted_at};
  const auto snapshot = videos::to_snapshot(row, {}, window_days, {});
  return {videos::select_metrics(&snapshot), {}};
}

stored_values::stored_values(sqlite3* db, std::int64_t brand_id, std::int32_t window_days,
                             scope wanted)
    : rows_(db, text_of(window_days, wanted)) {
  rows_.bind(1, brand_id);
  if (window_days != all_time_period) rows_.bind(2, std::int64_t{window_days});
}

std::optional<listed_values> stored_values::find(std::string_view tiktok_video_id) {
  rows_.bind(3, tiktok_video_id);
  std::optional<listed_values> found;
  if (!rows_.step()) return found;
  found = read();
  rows_.reset();
  return found;
}

listed_values stored_values::read() {
  listed_values values;
  rows_.read(1, values.metrics.gmv_cents);
  rows_.read(2, values.metrics.views);
  rows_.read(3, values.metrics.items_sold);
  rows_.read(4, values.metrics.gpm_cents);
  rows_.read(5, values.metrics.ctr);
  if (rows_.column_count() > 6) rows_.read(6, values.posted_at);
  return values;
}

}  // namespace tidemark::sqlite
