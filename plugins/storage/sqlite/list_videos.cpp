// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <tidemark/value/ascii.hpp>

#include "failure.hpp"
#include "list_heads.hpp"
#include "period_tables.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"

namespace tidemark::sqlite {

namespace {

// Parameters of every statement here.
constexpr int brand = 1;
constexpr int window = 2;
constexpr int min_gmv = 3;
constexpr int first_moment = 4;
constexpr int last_moment = 5;
constexpr int search = 6;   // bytes, lower case
constexpr int creator = 7;  // lower case, without @
constexpr int hashtag = 8;  // lower case, without #
constexpr int limit = 9;
constexpr int offset = 10;
constexpr int head_window = 11;
constexpr int head_sort = 12;
constexpr int head_direction = 13;

const period_metric_columns& metrics_of(const videos::period_query& query) {
  return period_metrics(query.window_days.has_value());
}

/// `videos`, the tables that give `v`, and what belongs to each video.
std::string tables_of(const videos::period_query& query,
                      std::string_view videos = "creator_videos v") {
  std::string text = "\nFROM " + std::string(videos) +
                     " LEFT JOIN creators c ON c.id = v.creator_id";
  text += latest_snapshot_join(query.window_days.has_value());
  return text;
}

/// Whether `column` holds the searched text. Bytes are compared, so that no character is special;
/// SQLite's lower() changes ASCII letters only.
std::string contains(std::string_view column) {
  return fmt::format("instr(CAST(lower({}) AS BLOB), ?6) > 0", column);
}

/// `column` in lower case, without one leading `mark`.
std::string bare_name(std::string_view column, std::string_view mark) {
  return fmt::format(
      "lower(CASE WHEN substr({0}, 1, 1) = '{1}' THEN substr({0}, 2) ELSE {0} END)", column, mark);
}

std::string any_hashtag(const std::string& condition) {
  return fmt::format("EXISTS (SELECT 1 FROM json_each(v.hash_tags) t WHERE {})", condition);
}

std::string filters_of(const videos::period_query& query) {
  std::string text = "\nWHERE v.brand_id = ?1";
  if (query.min_gmv_cents) text += fmt::format(" AND {} >= ?3", metrics_of(query).gmv);
  if (query.posted_after) text += " AND v.posted_at >= ?4";
  if (query.posted_before) text += " AND v.posted_at <= ?5";
  if (!query.search.empty())
    text += fmt::format(" AND ({} OR {} OR {})", contains("v.title"),
                        contains("c.tiktok_username"), any_hashtag(contains("t.value")));
  if (!query.creator.empty())
    text += fmt::format(" AND {} = ?7", bare_name("c.tiktok_username", "@"));
  if (!query.hashtag.empty()) text += " AND " + any_hashtag(bare_name("t.value", "#") + " = ?8");
  return text;
}

std::string order_of(const videos::period_query& query) {
  const auto& metrics = metrics_of(query);
  std::string_view column;
  switch (query.sort) {
    case videos::sort_field::gmv: column = metrics.gmv; break;
    case videos::sort_field::gpm: column = metrics.gpm; break;
    case videos::sort_field::views: column = metrics.views; break;
    case videos::sort_field::ctr: column = metrics.ctr; break;
    case videos::sort_field::items_sold: column = metrics.items_sold; break;
    case videos::sort_field::posted_at: column = "v.posted_at"; break;
  }
  return fmt::format("\nORDER BY {} {} NULLS LAST, v.tiktok_video_id", column,
                     query.dir == videos::direction::asc ? "ASC" : "DESC");
}

std::string columns_of(const videos::period_query& query) {
  const auto& metrics = metrics_of(query);
  std::string text = "SELECT v.tiktok_video_id, c.tiktok_username, v.title, v.video_url,"
                     " v.posted_at";
  for (const auto column :
       {metrics.gmv, metrics.gpm, metrics.views, metrics.items_sold, metrics.ctr})
    text += ", " + std::string(column);
  return text + ", v.duration, v.hash_tags, NULLIF(v.thumbnail_url, '')";
}

std::string select_of(const videos::period_query& query) {
  return columns_of(query) + tables_of(query) + filters_of(query);
}

std::string without(std::string_view name, char mark) {
  if (name.starts_with(mark)) name.remove_prefix(1);
  return ascii_lower(name);
}

/// Binds what the filters need. As texts, times sort in the order of time.
void bind_filters(statement& to, const videos::period_query& query) {
  to.bind(brand, query.brand_id);
  if (query.window_days) to.bind(window, std::int64_t{*query.window_days});
  if (query.min_gmv_cents) to.bind(min_gmv, *query.min_gmv_cents);
  if (query.posted_after) to.bind_copy(first_moment, to_text(*query.posted_after) + " 00:00:00");
  if (query.posted_before)
    to.bind_copy(last_moment, to_text(*query.posted_before) + " 23:59:59.999999");
  if (!query.search.empty()) to.bind_bytes(search, ascii_lower(query.search));
  if (!query.creator.empty()) to.bind_copy(creator, without(query.creator, '@'));
  if (!query.hashtag.empty()) to.bind_copy(hashtag, without(query.hashtag, '#'));
}

videos::listed_video read_listed(statement& row) {
  videos::listed_video video;
  row.read(0, video.tiktok_video_id);
  row.read(1, video.username);
  row.read(2, video.title);
  row.read(3, video.video_url);
  row.read(4, video.posted_at);
  row.read(5, video.gmv_cents);
  row.read(6, video.gpm_cents);
  row.read(7, video.views);
  row.read(8, video.items_sold);
  row.read(9, video.ctr);
  row.read(10, video.duration);
  row.read(11, video.hash_tags);
  row.read(12, video.thumbnail_url);
  return video;
}

/// The page, if it has no filter and the head of its list reaches so far.
std::optional<videos::video_page> page_of_head(sqlite3* db, const videos::period_query& query) {
  if (videos::is_filtered(query)) return std::nullopt;
  const std::int32_t kept_for = list_period(query);
  const auto total = find_list_total(db, query.brand_id, kept_for);
  if (!total) return std::nullopt;
  videos::video_page page{{}, *total, query.page, query.per_page};
  // Pages are compared, not positions, which could overflow.
  if (query.page > page.total / query.per_page + 1) return page;
  const auto first = (query.page - 1) * query.per_page;
  statement rows(db, columns_of(query) +
                         tables_of(query, "list_heads h JOIN creator_videos v"
                                          " ON v.brand_id = h.brand_id"
                                          " AND v.tiktok_video_id = h.tiktok_video_id") +
                         "\nWHERE h.brand_id = ?1 AND h.window_days = ?11 AND h.sort = ?12"
                         " AND h.direction = ?13 AND h.place >= ?10 AND h.place < ?9"
                         "\nORDER BY h.place");
  rows.bind(brand, query.brand_id);
  if (query.window_days) rows.bind(window, std::int64_t{*query.window_days});
  rows.bind(head_window, std::int64_t{kept_for});
  rows.bind(head_sort, videos::sort_words[static_cast<std::size_t>(query.sort)]);
  rows.bind(head_direction, videos::direction_words[static_cast<std::size_t>(query.dir)]);
  rows.bind(offset, first);
  rows.bind(limit, first + query.per_page);
  while (rows.step()) page.videos.push_back(read_listed(rows));
  const auto wanted = std::min(query.per_page, std::max<std::int64_t>(*total - first, 0));
  if (static_cast<std::int64_t>(page.videos.size()) < wanted) return std::nullopt;
  return page;
}

}  // namespace

result<videos::video_page> sqlite_storage::list_videos(const videos::period_query& query) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction& own)
                            -> result<videos::video_page> {
    if (auto page = page_of_head(own.handle(), query)) return std::move(*page);
    videos::video_page page{{}, 0, query.page, query.per_page};
    statement total(own.handle(), "SELECT COUNT(*)" + tables_of(query) + filters_of(query));
    bind_filters(total, query);
    page.total = total.find_integer().value_or(0);
    // Pages are compared, not positions, which could overflow.
    if (query.page <= page.total / query.per_page + 1) {
      statement rows(own.handle(), select_of(query) + order_of(query) + "\nLIMIT ?9 OFFSET ?10");
      bind_filters(rows, query);
      rows.bind(limit, query.per_page);
      rows.bind(offset, (query.page - 1) * query.per_page);
      while (rows.step()) page.videos.push_back(read_listed(rows));
    }
    return page;
  });
}

result<std::vector<std::int64_t>> sqlite_storage::find_highest_shown(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids,
    std::span<const std::int32_t> window_days) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction& own)
                            -> result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> highest;
    {
      statement latest(own.handle(),
                       "SELECT gmv_cents FROM creator_video_metric_snapshots WHERE brand_id = ?1"
                       " AND window_days = ?2 AND tiktok_video_id = ?3"
                       " ORDER BY snapshot_date DESC LIMIT 1");
      latest.bind(brand, brand_id);
      for (const auto& id : tiktok_video_ids) {
        latest.bind(3, id);
        std::optional<std::int64_t> most;
        for (const auto days : window_days) {
          latest.bind(window, std::int64_t{days});
          const auto shown = latest.find_integer().value_or(0);
          most = std::max(most.value_or(shown), shown);
        }
        highest.push_back(most.value_or(0));
      }
    }
    return highest;
  });
}

result<void> sqlite_storage::walk_listed(const videos::period_query& query,
                                         const visitor<videos::listed_video>& visit) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction& own)
                            -> result<void> {
    {
      statement rows(own.handle(), select_of(query) + order_of(query));
      bind_filters(rows, query);
      while (rows.step())
        if (!visit(read_listed(rows))) break;
    }
    return {};
  });
}

}  // namespace tidemark::sqlite
