// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/value/date.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>

/// A list of videos and its answer: hosts/tidemark/commands.md, "Lists of videos".
namespace tidemark::videos {

enum class sort_field : std::uint8_t { gmv, gpm, views, ctr, items_sold, posted_at };
inline constexpr std::array<std::string_view, 6> sort_words{"gmv", "gpm", "views",
                                                            "ctr", "items_sold", "posted_at"};

enum class direction : std::uint8_t { asc, desc };
inline constexpr std::array<std::string_view, 2> direction_words{"asc", "desc"};

/// Which videos of a brand, by which metrics, in which order. All filters must hold.
///
/// The set of videos is that of the all-time records and never depends on the metrics' source.
/// Metrics: the all-time values, or those of the latest snapshot of the window (`snapshot_date`
/// descending, then `id` descending; by date alone, however old); without one gmv, views and items
/// are 0, gpm and ctr missing. Order: by `sort` and `dir`, missing values last in both directions,
/// ties by `tiktok_video_id` ascending in byte order in both, so that pages never overlap.
///
/// Texts compare byte by byte but for ASCII letters, whose case does not count; `%` and `_` are
/// literal. An empty text does not filter.
struct period_query {
  std::int64_t brand_id = 0;
  /// The window whose latest snapshots give the metrics; nothing means all-time.
  std::optional<std::int32_t> window_days;
  sort_field sort = sort_field::gmv;
  direction dir = direction::desc;  ///< missing values sort last in both
  std::optional<std::int64_t> min_gmv_cents;  ///< of the selected metrics, where missing is 0
  std::optional<date> posted_after;   ///< first day, UTC; a video without posted_at drops out
  std::optional<date> posted_before;  ///< last day, UTC; a video without posted_at drops out
  std::string search;   ///< part of the title, of the username or of one hashtag
  std::string creator;  ///< a username; one leading @ does not count, here and in the record
  std::string hashtag;  ///< a whole hashtag; one leading # does not count, here and in the record
  std::int64_t page = 1;       ///< from 1; a page after the last one is empty
  std::int64_t per_page = 24;  ///< 1 to 200
};

/// Whether `query` leaves videos out.
inline bool is_filtered(const period_query& query) {
  return !query.search.empty() || !query.creator.empty() || !query.hashtag.empty() ||
         query.min_gmv_cents || query.posted_after || query.posted_before;
}

/// Of every list without filters, a storage has at least so many of the first videos at hand.
inline constexpr std::int64_t list_head_min = 1'000;

/// Whether `query` filters, or asks for a page that ends beyond list_head_min videos: a storage may
/// have to look at every video of the brand.
inline bool looks_at_all(const period_query& query) {
  return is_filtered(query) || query.page > list_head_min / query.per_page;
}

/// One line of the answer: who and what, then the selected metrics.
struct listed_video {
  std::string tiktok_video_id;
  std::string username;
  std::optional<std::string> title;
  std::optional<std::string> video_url;
  std::optional<timestamp> posted_at;
  std::int64_t gmv_cents = 0;
  std::optional<std::int64_t> gpm_cents;
  std::int64_t views = 0;
  std::int64_t items_sold = 0;
  std::optional<percent> ctr;
  std::optional<std::int64_t> duration;
  std::optional<tags> hash_tags;
  std::optional<std::string> thumbnail_url;
};

/// One page, and how many videos there are on all pages. Requires `per_page` >= 1.
struct video_page {
  std::vector<listed_video> videos;
  std::int64_t total = 0;
  std::int64_t page = 1;
  std::int64_t per_page = 24;

  /// Whether a later page has videos. Does not overflow, however large `page` is.
  bool has_more() const { return total > 0 && page <= (total - 1) / per_page; }
};

}  // namespace tidemark::videos
