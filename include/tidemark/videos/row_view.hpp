// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/record/assign_view.hpp>
#include <tidemark/record/record_traits.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::videos {

/// A `video_row` that does not own its texts: the code that made it keeps them. A run holds its
/// rows in this form, which is copied without a single allocation.
struct row_view {
  std::int64_t brand_id = 0;
  std::string_view tiktok_video_id;
  std::optional<std::string_view> username;
  std::optional<std::string_view> title;
  std::optional<timestamp> posted_at;
  std::optional<std::int64_t> gmv_cents;
  std::optional<std::int64_t> gpm_cents;
  std::optional<std::int64_t> est_commission_cents;
  std::optional<std::int64_t> views;
  std::optional<std::int64_t> items_sold;
  std::optional<std::int64_t> affiliate_orders;
  std::optional<std::int64_t> likes;
  std::optional<std::int64_t> comments;
  std::optional<std::int64_t> shares;
  std::optional<percent> ctr;
  std::optional<std::int64_t> duration;
  std::optional<tags_view> hash_tags;
  std::optional<json_view> raw_payload;
};

}  // namespace tidemark::videos

BOOST_HANA_ADAPT_STRUCT(tidemark::videos::row_view, brand_id, tiktok_video_id, username, title,
                        posted_at, gmv_cents, gpm_cents, est_commission_cents, views, items_sold,
                        affiliate_orders, likes, comments, shares, ctr, duration, hash_tags,
                        raw_payload);

template <>
struct tidemark::record_traits<tidemark::videos::row_view> {
  static constexpr std::string_view name = "row_view";
  static constexpr auto key = record_traits<videos::video_row>::key;
};

namespace tidemark::videos {

static_assert(field_names<row_view> == field_names<video_row>);

/// A view of `row`, valid as long as `row` and `joined_tags`, in which its tags are put together.
inline row_view view_of(const video_row& row, std::string& joined_tags) {
  row_view view;
  for_each_field<video_row>([&](auto i) {
    using type = field_t<row_view, i>;
    if constexpr (std::same_as<type, std::optional<tags_view>>) {
      if (row.hash_tags) view.hash_tags = tags_view::join(*row.hash_tags, joined_tags);
    } else if constexpr (std::same_as<type, std::optional<json_view>>) {
      if (row.raw_payload) view.raw_payload = json_view{row.raw_payload->text};
    } else {
      field<i>(view) = field<i>(row);
    }
  });
  return view;
}

}  // namespace tidemark::videos
