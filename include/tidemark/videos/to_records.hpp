// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tidemark/value/date.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/video_row.hpp>

/// How a canonical row becomes the records that are stored (SPEC sections 4 and 5).
namespace tidemark::videos {

/// `https://www.tiktok.com/@{username}/video/{id}`, as the username stands in the row.
inline std::string video_url(std::string_view username, std::string_view tiktok_video_id) {
  std::string url = "https://www.tiktok.com/@";
  url.append(username).append("/video/").append(tiktok_video_id);
  return url;
}

/// The all-time record that `row` offers: `views` become `impressions`, `username` becomes
/// `video_url` (missing without one), `creator_id` stays missing: the storage knows creators.
/// Missing counters stay missing. Of a row that is moved in, title and hashtags are moved out; what
/// a snapshot takes of it stays.
template <typename Row>
  requires std::same_as<std::remove_cvref_t<Row>, video_row>
creator_video to_creator_video(Row&& row) {
  creator_video record;
  record.brand_id = row.brand_id;
  record.tiktok_video_id = row.tiktok_video_id;
  if (row.username) record.video_url = video_url(*row.username, row.tiktok_video_id);
  record.title = std::forward<Row>(row).title;
  record.posted_at = row.posted_at;
  record.gmv_cents = {row.gmv_cents};
  record.impressions = {row.views};
  record.items_sold = {row.items_sold};
  record.affiliate_orders = {row.affiliate_orders};
  record.likes = {row.likes};
  record.comments = {row.comments};
  record.shares = {row.shares};
  record.est_commission_cents = row.est_commission_cents;
  record.gpm_cents = row.gpm_cents;
  record.ctr = row.ctr;
  record.duration = row.duration;
  record.hash_tags = std::forward<Row>(row).hash_tags;
  return record;
}

/// What `row` says of window `window_days` on day `snapshot_date`, delivered by run
/// `source_run_id`. `creator_video_id` stays missing: the storage sets it. Missing counters stay
/// missing. Of a row that is moved in, id and payload are moved out.
template <typename Row>
  requires std::same_as<std::remove_cvref_t<Row>, video_row>
metric_snapshot to_snapshot(Row&& row, date snapshot_date, std::int32_t window_days,
                            std::string source_run_id) {
  metric_snapshot record;
  record.brand_id = row.brand_id;
  record.tiktok_video_id = std::forward<Row>(row).tiktok_video_id;
  record.snapshot_date = snapshot_date;
  record.window_days = window_days;
  record.gmv_cents = {row.gmv_cents};
  record.views = {row.views};
  record.items_sold = {row.items_sold};
  record.gpm_cents = row.gpm_cents;
  record.ctr = row.ctr;
  record.source_run_id = std::move(source_run_id);
  record.raw_payload = std::forward<Row>(row).raw_payload;
  return record;
}

}  // namespace tidemark::videos
