// SPDX-License-Identifier: BSL-1.0
#include "address.hpp"

#include <fmt/core.h>

#include "../target.hpp"

namespace tidemark::host {

namespace {

/// `?name=value&...`, or nothing.
std::string query_of(const videos::period_query& query, const served_scope& scope) {
  const videos::period_query defaults;
  std::string text;
  const auto add = [&](bool differs, std::string_view name, std::string_view value) {
    if (!differs) return;
    text += text.empty() ? '?' : '&';
    text += name;
    text += '=' + percent_encoded(value);
  };
  add(scope.brands.size() > 1, "brand", std::to_string(query.brand_id));
  add(query.window_days.has_value(), "period", std::to_string(query.window_days.value_or(0)));
  add(query.sort != defaults.sort, "sort",
      videos::sort_words[static_cast<std::size_t>(query.sort)]);
  add(query.dir != defaults.dir, "dir",
      videos::direction_words[static_cast<std::size_t>(query.dir)]);
  add(query.min_gmv_cents.has_value(), "min_gmv", std::to_string(query.min_gmv_cents.value_or(0)));
  if (query.posted_after) add(true, "posted_after", to_text(*query.posted_after));
  if (query.posted_before) add(true, "posted_before", to_text(*query.posted_before));
  add(!query.search.empty(), "search", query.search);
  add(!query.creator.empty(), "creator", query.creator);
  add(!query.hashtag.empty(), "hashtag", query.hashtag);
  add(query.page != defaults.page, "page", std::to_string(query.page));
  add(query.per_page != defaults.per_page, "per_page", std::to_string(query.per_page));
  return text;
}

}  // namespace

std::string list_address(const videos::period_query& query, const served_scope& scope) {
  return "/videos" + query_of(query, scope);
}

std::string video_address(const std::string& tiktok_video_id, const videos::period_query& query,
                          const served_scope& scope) {
  return fmt::format("/videos/{}{}", percent_encoded(tiktok_video_id), query_of(query, scope));
}

}  // namespace tidemark::host
