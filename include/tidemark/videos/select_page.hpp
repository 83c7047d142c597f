// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/record/assign_view.hpp>
#include <tidemark/value/ascii.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/list_order.hpp>
#include <tidemark/videos/period_query.hpp>
#include <tidemark/videos/selected_metrics.hpp>

namespace tidemark::videos {

/// One video as a period query sees it. Points into records that must outlive it.
template <all_time_record Record>
struct candidate {
  const Record* record = nullptr;
  std::string_view username;
  const std::optional<std::string>* thumbnail_url = nullptr;  ///< nullptr counts as missing
  selected_metrics metrics;
};

/// Whether `video` passes every filter of `query`; see period_query for what each means.
template <all_time_record Record>
bool matches(const candidate<Record>& video, const period_query& query);

/// Whether `a` comes before `b` in the order of `query`. A strict order over different videos.
template <all_time_record Record>
bool sorts_before(const candidate<Record>& a, const candidate<Record>& b,
                  const period_query& query);

/// One page of a list: filters, sorts and cuts `all`, the videos of one brand.
///
/// This is the meaning that every storage must equal. `query` is valid (see period_query). Takes
/// `all` apart; O(n log m) for n videos, of which the first m end with the page.
template <all_time_record Record>
video_page select_page(std::vector<candidate<Record>> all, const period_query& query);

/// Hands every video that `query` selects to `visit`, in its order, whatever its page, until
/// `visit` returns false. O(n log n).
template <all_time_record Record, typename Visit>
void walk_selected(std::vector<candidate<Record>> all, const period_query& query,
                   const Visit& visit);

// ------------------------------------------------------------------------------------------------

namespace detail {

/// Equality of names, where one leading `mark` counts on neither side.
inline bool same_name(std::string_view a, std::string_view b, char mark) {
  if (a.starts_with(mark)) a.remove_prefix(1);
  if (b.starts_with(mark)) b.remove_prefix(1);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), equals_without_case);
}

inline bool any_tag(const std::optional<tags>& list, const auto& holds) {
  return list && std::any_of(list->begin(), list->end(), holds);
}
inline bool any_tag(const std::optional<tags_view>& list, const auto& holds) {
  bool any = false;
  if (list) list->for_each([&](std::string_view tag) { any = any || holds(tag); });
  return any;
}

template <typename Record>
bool matches_search(const candidate<Record>& video, std::string_view part) {
  const auto holds = [&](std::string_view text) { return contains_without_case(text, part); };
  return (video.record->title && holds(*video.record->title)) || holds(video.username) ||
         any_tag(video.record->hash_tags, holds);
}

inline auto order_of_query(const period_query& query) {
  return [&query](const auto& a, const auto& b) { return sorts_before(a, b, query); };
}

template <typename Record>
void drop_unmatched(std::vector<candidate<Record>>& all, const period_query& query) {
  std::erase_if(all, [&](const auto& video) { return !matches(video, query); });
}

template <typename Record>
listed_video to_listed(const candidate<Record>& video) {
  creator_video record;
  assign(record, *video.record);
  return {std::move(record.tiktok_video_id), std::string(video.username), std::move(record.title),
          std::move(record.video_url), record.posted_at, video.metrics.gmv_cents,
          video.metrics.gpm_cents, video.metrics.views, video.metrics.items_sold,
          video.metrics.ctr, record.duration, std::move(record.hash_tags),
          // Empty says that it was looked for in vain.
          video.thumbnail_url && *video.thumbnail_url != "" ? *video.thumbnail_url : std::nullopt};
}

}  // namespace detail

template <all_time_record Record>
bool matches(const candidate<Record>& video, const period_query& query) {
  const auto& posted_at = video.record->posted_at;
  if ((query.posted_after || query.posted_before) && !posted_at) return false;
  if (query.posted_after && day_of(*posted_at) < *query.posted_after) return false;
  if (query.posted_before && day_of(*posted_at) > *query.posted_before) return false;
  if (query.min_gmv_cents && video.metrics.gmv_cents < *query.min_gmv_cents) return false;
  if (!query.creator.empty() && !detail::same_name(video.username, query.creator, '@'))
    return false;
  if (!query.hashtag.empty() &&
      !detail::any_tag(video.record->hash_tags, [&](std::string_view tag) {
        return detail::same_name(tag, query.hashtag, '#');
      }))
    return false;
  return query.search.empty() || detail::matches_search(video, query.search);
}

template <all_time_record Record>
bool sorts_before(const candidate<Record>& a, const candidate<Record>& b,
                  const period_query& query) {
  const auto position = [&](const candidate<Record>& video) {
    return list_position{sort_value(video.metrics, video.record->posted_at, query.sort),
                         video.record->tiktok_video_id};
  };
  return comes_before(position(a), position(b), query.dir);
}

template <all_time_record Record>
video_page select_page(std::vector<candidate<Record>> all, const period_query& query) {
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

template <all_time_record Record, typename Visit>
void walk_selected(std::vector<candidate<Record>> all, const period_query& query,
                   const Visit& visit) {
  detail::drop_unmatched(all, query);
  std::sort(all.begin(), all.end(), detail::order_of_query(query));
  for (const auto& video : all)
    if (!visit(detail::to_listed(video))) return;
}

}  // namespace tidemark::videos
