// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/value/date.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/row_keeper.hpp>
#include <tidemark/videos/row_view.hpp>
#include <tidemark/videos/video_without_thumbnail.hpp>

/// How a canonical row becomes stored records: rules/README.md, "Videos and snapshots".
namespace tidemark::videos {

/// `https://www.tiktok.com/@{username}/video/{id}`, with the username of the row.
struct video_url {
  std::string_view username;
  std::string_view tiktok_video_id;

  std::array<std::string_view, 4> parts() const {
    return {"https://www.tiktok.com/@", username, "/video/", tiktok_video_id};
  }
};

/// The video, to be asked about its thumbnail.
inline video_without_thumbnail without_thumbnail(std::int64_t brand_id,
                                                 std::string_view tiktok_video_id,
                                                 std::string_view username) {
  std::string url;
  for (const auto part : video_url{username, tiktok_video_id}.parts()) url += part;
  return {brand_id, std::string(tiktok_video_id), std::string(username), std::move(url)};
}

/// The all-time record that `row` offers: `views` become `impressions`, `username` becomes
/// `video_url` (missing without one), `creator_id` stays missing: the storage knows creators.
/// Missing counters stay missing. Its texts are those of `row` and, for the url, of `texts`.
inline creator_video_view to_creator_video(const row_view& row, row_keeper& texts) {
  creator_video_view record;
  record.brand_id = row.brand_id;
  record.tiktok_video_id = row.tiktok_video_id;
  if (row.username)
    record.video_url = texts.join(video_url{*row.username, row.tiktok_video_id}.parts());
  record.title = row.title;
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
  record.hash_tags = row.hash_tags;
  return record;
}

/// What `row` says of window `window_days` on day `snapshot_date`, delivered by run
/// `source_run_id`. `creator_video_id` stays missing: the storage sets it. Missing counters stay
/// missing. Its texts are those of `row`, and `source_run_id`.
inline metric_snapshot_view to_snapshot(const row_view& row, date snapshot_date,
                                        std::int32_t window_days,
                                        std::string_view source_run_id) {
  metric_snapshot_view record;
  record.brand_id = row.brand_id;
  record.tiktok_video_id = row.tiktok_video_id;
  record.snapshot_date = snapshot_date;
  record.window_days = window_days;
  record.gmv_cents = {row.gmv_cents};
  record.views = {row.views};
  record.items_sold = {row.items_sold};
  record.gpm_cents = row.gpm_cents;
  record.ctr = row.ctr;
  record.source_run_id = source_run_id;
  record.raw_payload = row.raw_payload;
  return record;
}

}  // namespace tidemark::videos
