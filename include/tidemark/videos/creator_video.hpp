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
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::videos {

/// The best known all-time values of one video: a row of table `creator_videos` without the columns
/// that belong to the storage: plugins/storage/README.md, "Tables".
struct creator_video {
  std::int64_t brand_id = 0;
  std::optional<std::int64_t> creator_id;  ///< missing only in an incoming record without username
  std::string tiktok_video_id;
  std::optional<std::string> video_url;
  std::optional<std::string> title;
  std::optional<timestamp> posted_at;
  counter gmv_cents;
  counter impressions;
  counter items_sold;
  counter affiliate_orders;
  counter likes;
  counter comments;
  counter shares;
  std::optional<std::int64_t> est_commission_cents;
  std::optional<std::int64_t> gpm_cents;
  std::optional<percent> ctr;
  std::optional<std::int64_t> duration;  ///< seconds
  std::optional<tags> hash_tags;
};

/// A `creator_video` that does not own its texts.
struct creator_video_view {
  std::int64_t brand_id = 0;
  std::optional<std::int64_t> creator_id;
  std::string_view tiktok_video_id;
  std::optional<std::string_view> video_url;
  std::optional<std::string_view> title;
  std::optional<timestamp> posted_at;
  counter gmv_cents;
  counter impressions;
  counter items_sold;
  counter affiliate_orders;
  counter likes;
  counter comments;
  counter shares;
  std::optional<std::int64_t> est_commission_cents;
  std::optional<std::int64_t> gpm_cents;
  std::optional<percent> ctr;
  std::optional<std::int64_t> duration;
  std::optional<tags_view> hash_tags;
};

}  // namespace tidemark::videos

BOOST_HANA_ADAPT_STRUCT(tidemark::videos::creator_video, brand_id, creator_id, tiktok_video_id,
                        video_url, title, posted_at, gmv_cents, impressions, items_sold,
                        affiliate_orders, likes, comments, shares, est_commission_cents, gpm_cents,
                        ctr, duration, hash_tags);
BOOST_HANA_ADAPT_STRUCT(tidemark::videos::creator_video_view, brand_id, creator_id,
                        tiktok_video_id, video_url, title, posted_at, gmv_cents, impressions,
                        items_sold, affiliate_orders, likes, comments, shares,
                        est_commission_cents, gpm_cents, ctr, duration, hash_tags);

template <>
struct tidemark::record_traits<tidemark::videos::creator_video> {
  static constexpr std::string_view name = "creator_videos";
  static constexpr std::array<std::string_view, 2> key{"brand_id", "tiktok_video_id"};
  static constexpr std::array<std::string_view, 1> references{"creator_id"};
  static constexpr std::array<std::string_view, 1> required{"creator_id"};
};

template <>
struct tidemark::record_traits<tidemark::videos::creator_video_view>
    : tidemark::record_traits<tidemark::videos::creator_video> {};

static_assert(tidemark::field_names<tidemark::videos::creator_video_view> ==
              tidemark::field_names<tidemark::videos::creator_video>);
