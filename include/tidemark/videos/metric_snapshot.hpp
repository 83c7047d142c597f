// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/record/record_traits.hpp>
#include <tidemark/value/counter.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/percent.hpp>

namespace tidemark::videos {

/// What one window said of one video on one day: a row of table
/// `creator_video_metric_snapshots` without the columns that belong to the storage.
struct metric_snapshot {
  std::int64_t brand_id = 0;
  std::optional<std::int64_t> creator_video_id;  ///< missing while the video has no all-time record
  std::string tiktok_video_id;
  date snapshot_date;
  std::int32_t window_days = 0;
  counter gmv_cents;
  counter views;
  counter items_sold;
  std::optional<std::int64_t> gpm_cents;
  std::optional<percent> ctr;
  std::string source_run_id;
  std::optional<json> raw_payload;
};

/// A `metric_snapshot` that does not own its texts.
struct metric_snapshot_view {
  std::int64_t brand_id = 0;
  std::optional<std::int64_t> creator_video_id;
  std::string_view tiktok_video_id;
  date snapshot_date;
  std::int32_t window_days = 0;
  counter gmv_cents;
  counter views;
  counter items_sold;
  std::optional<std::int64_t> gpm_cents;
  std::optional<percent> ctr;
  std::string_view source_run_id;
  std::optional<json_view> raw_payload;
};

}  // namespace tidemark::videos

BOOST_HANA_ADAPT_STRUCT(tidemark::videos::metric_snapshot, brand_id, creator_video_id,
                        tiktok_video_id, snapshot_date, window_days, gmv_cents, views, items_sold,
                        gpm_cents, ctr, source_run_id, raw_payload);
BOOST_HANA_ADAPT_STRUCT(tidemark::videos::metric_snapshot_view, brand_id, creator_video_id,
                        tiktok_video_id, snapshot_date, window_days, gmv_cents, views, items_sold,
                        gpm_cents, ctr, source_run_id, raw_payload);

template <>
struct tidemark::record_traits<tidemark::videos::metric_snapshot> {
  static constexpr std::string_view name = "creator_video_metric_snapshots";
  static constexpr std::array<std::string_view, 4> key{"brand_id", "tiktok_video_id",
                                                       "snapshot_date", "window_days"};
  static constexpr std::array<std::string_view, 1> references{"creator_video_id"};
  static constexpr std::array<std::string_view, 1> run_fields{"source_run_id"};
};

template <>
struct tidemark::record_traits<tidemark::videos::metric_snapshot_view>
    : tidemark::record_traits<tidemark::videos::metric_snapshot> {};

static_assert(tidemark::field_names<tidemark::videos::metric_snapshot_view> ==
              tidemark::field_names<tidemark::videos::metric_snapshot>);
