// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/value/ascii.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/period_query.hpp>

namespace tidemark::videos {

/// The metrics that a period query filters and sorts by.
struct selected_metrics {
  std::int64_t gmv_cents = 0;
  std::int64_t views = 0;
  std::int64_t items_sold = 0;
  std::optional<std::int64_t> gpm_cents;
  std::optional<percent> ctr;
};

/// The metrics of `period=all`.
inline selected_metrics select_metrics(const creator_video& all_time) {
  return {all_time.gmv_cents.known.value_or(0), all_time.impressions.known.value_or(0),
          all_time.items_sold.known.value_or(0), all_time.gpm_cents, all_time.ctr};
}

/// The metrics of a window, given the video's latest snapshot of it; nullptr when there is none.
inline selected_metrics select_metrics(const metric_snapshot* latest) {
  if (!latest) return {};
  return {latest->gmv_cents.known.value_or(0), latest->views.known.value_or(0),
          latest->items_sold.known.value_or(0), latest->gpm_cents, latest->ctr};
}

/// One video as a period query sees it. Points into records that must outlive it.
struct candidate {
  const creator_video* record = nullptr;
  std::string_view username;
  const std::optional<std::string>* thumbnail_url = nullptr;  ///< nullptr counts as missing
  selected_metrics metrics;
};

/// Whether `one` passes every filter of `query`; see period_query for what each means.
inline bool matches(const candidate& one, const period_query& query);

/// Whether `a` stands before `b` in the order of `query`. A strict order over different videos.
inline bool sorts_before(const candidate& a, const candidate& b, const period_query& query);

/// One page of SPEC section 7: filters, sorts and cuts `all`, the videos of one brand.
///
/// This is the meaning that every storage must equal. `query` is valid (see period_query). Takes
/// `all` apart; O(n log m) for n videos, of which the first m end with the page.
inline video_page select_page(std::vector<candidate> all, const period_query& query);

/// Hands every video that `query` selects to `visit`, in its order, whatever its page, until
/// `visit` returns false. O(n log n).
template <typename Visit>
void walk_selected(std::vector<candidate> all, const period_query& query, const Visit& visit);

// ------------------------------------------------------------------------------------------------

namespace detail {

inline bool equals_without_case(char a, char b) { return ascii_lower(a) == ascii_lower(b); }

inline bool contains_without_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), equals_without_case) !=
         text.end();
}

/// Equality of names, where one leading `mark` counts on neither side.
inline bool same_name(std::string_view a, std::string_view b, char mark) {
  if (a.starts_with(mark)) a.remove_prefix(1);
  if (b.starts_with(mark)) b.remove_prefix(1);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), equals_without_case);
}

inline bool any_tag(const std::optional<tags>& list, const auto& holds) {
  return list && std::any_of(list->begin(), list->end(), holds);
}

inline bool matches_search(const candidate& one, std::string_view part) {
  const auto holds = [&](std::string_view text) { return contains_without_case(text, part); };
  return (one.record->title && holds(*one.record->title)) || holds(one.username) ||
         any_tag(one.record->hash_tags, holds);
}

inline std::optional<std::int64_t> sort_value(const candidate& one, sort_field by) {
  const auto& metrics = one.metrics;
  switch (by) {
    case sort_field::gmv: return metrics.gmv_cents;
    case sort_field::views: return metrics.views;
    case sort_field::items_sold: return metrics.items_sold;
    case sort_field::gpm: return metrics.gpm_cents;
    case sort_field::ctr:
      return metrics.ctr ? std::optional(metrics.ctr->units) : std::nullopt;
    case sort_field::posted_at:
      return one.record->posted_at ? std::optional(one.record->posted_at->micros) : std::nullopt;
  }
  return std::nullopt;
}

inline auto order_of_query(const period_query& query) {
  return [&query](const candidate& a, const candidate& b) { return sorts_before(a, b, query); };
}

inline void drop_unmatched(std::vector<candidate>& all, const period_query& query) {
  std::erase_if(all, [&](const candidate& one) { return !matches(one, query); });
}

inline listed_video to_listed(const candidate& one) {
  const creator_video& record = *one.record;
  return {record.tiktok_video_id, std::string(one.username), record.title, record.video_url,
          record.posted_at, one.metrics.gmv_cents, one.metrics.gpm_cents, one.metrics.views,
          one.metrics.items_sold, one.metrics.ctr, record.duration, record.hash_tags,
          // Empty says that it was looked for in vain.
          one.thumbnail_url && *one.thumbnail_url != "" ? *one.thumbnail_url : std::nullopt};
}

}  // namespace detail

inline bool matches(const candidate& one, const period_query& query) {
  const auto& posted_at = one.record->posted_at;
  if ((query.posted_after || query.posted_before) && !posted_at) return false;
  if (query.posted_after && day_of(*posted_at) < *query.posted_after) return false;
  if (query.posted_before && day_of(*posted_at) > *query.posted_before) return false;
  if (query.min_gmv_cents && one.metrics.gmv_cents < *query.min_gmv_cents) return false;
  if (!query.creator.empty() && !detail::same_name(one.username, query.creator, '@')) return false;
  if (!query.hashtag.empty() &&
      !detail::any_tag(one.record->hash_tags, [&](std::string_view tag) {
        return detail::same_name(tag, query.hashtag, '#');
      }))
    return false;
  return query.search.empty() || detail::matches_search(one, query.search);
}

inline bool sorts_before(const candidate& a, const candidate& b, const period_query& query) {
  const auto value_a = detail::sort_value(a, query.sort);
  const auto value_b = detail::sort_value(b, query.sort);
  if (value_a.has_value() != value_b.has_value()) return value_a.has_value();
  if (value_a && *value_a != *value_b)
    return query.dir == direction::asc ? *value_a < *value_b : *value_a > *value_b;
  return a.record->tiktok_video_id < b.record->tiktok_video_id;
}

inline video_page select_page(std::vector<candidate> all, const period_query& query) {
  detail::drop_unmatched(all, query);
  video_page page{{}, static_cast<std::int64_t>(all.size()), query.page, query.per_page};
  // Pages are compared first, because the position of a huge page would overflow.
  if (query.page > page.total / query.per_page + 1) return page;
  const auto begin = (query.page - 1) * query.per_page;
  const auto end = std::min(begin + query.per_page, page.total);
  std::partial_sort(all.begin(), all.begin() + end, all.end(), detail::order_of_query(query));
  for (auto i = begin; i < end; ++i)
    page.videos.push_back(detail::to_listed(all[static_cast<std::size_t>(i)]));
  return page;
}

template <typename Visit>
void walk_selected(std::vector<candidate> all, const period_query& query, const Visit& visit) {
  detail::drop_unmatched(all, query);
  std::sort(all.begin(), all.end(), detail::order_of_query(query));
  for (const auto& one : all)
    if (!visit(detail::to_listed(one))) return;
}

}  // namespace tidemark::videos
