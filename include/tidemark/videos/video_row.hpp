// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/record/record_traits.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::videos {

/// One observation of one video that a source delivers. Missing is not zero.
struct video_row {
  std::int64_t brand_id = 0;
  std::string tiktok_video_id;          ///< never empty
  std::optional<std::string> username;  ///< lower case (ASCII), never empty
  std::optional<std::string> title;
  std::optional<timestamp> posted_at;
  std::optional<std::int64_t> gmv_cents;  ///< in the brand's currency; negative after refunds
  std::optional<std::int64_t> gpm_cents;
  std::optional<std::int64_t> est_commission_cents;
  std::optional<std::int64_t> views;
  std::optional<std::int64_t> items_sold;
  std::optional<std::int64_t> affiliate_orders;
  std::optional<std::int64_t> likes;
  std::optional<std::int64_t> comments;
  std::optional<std::int64_t> shares;
  std::optional<percent> ctr;
  std::optional<std::int64_t> duration;  ///< seconds
  std::optional<tags> hash_tags;
  std::optional<json> raw_payload;  ///< the delivered row, canonical, in the raw names
};

}  // namespace tidemark::videos

BOOST_HANA_ADAPT_STRUCT(tidemark::videos::video_row, brand_id, tiktok_video_id, username, title,
                        posted_at, gmv_cents, gpm_cents, est_commission_cents, views, items_sold,
                        affiliate_orders, likes, comments, shares, ctr, duration, hash_tags,
                        raw_payload);

template <>
struct tidemark::record_traits<tidemark::videos::video_row> {
  static constexpr std::string_view name = "video_row";
  static constexpr std::array<std::string_view, 2> key{"brand_id", "tiktok_video_id"};
};
