// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/ascii.hpp>

#include "failure.hpp"
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

/// Where the metrics come from: columns of `v`, the all-time record, or of `s`, the snapshot.
struct metric_columns {
  std::string_view gmv, gpm, views, items_sold, ctr;
};
constexpr metric_columns all_time{"v.gmv_cents", "v.gpm_cents", "v.impressions", "v.items_sold",
                                  "v.ctr"};
constexpr metric_columns of_snapshot{"COALESCE(s.gmv_cents, 0)", "s.gpm_cents",
                                     "COALESCE(s.views, 0)", "COALESCE(s.items_sold, 0)", "s.ctr"};

const metric_columns& metrics_of(const videos::period_query& query) {
  return query.window_days ? of_snapshot : all_time;
}

std::string tables_of(const videos::period_query& query) {
  std::string text = "\nFROM creator_videos v LEFT JOIN creators c ON c.id = v.creator_id";
  if (query.window_days)
    text += "\nLEFT JOIN creator_video_metric_snapshots s ON s.id = ("
            "SELECT l.id FROM creator_video_metric_snapshots l"
            " WHERE l.brand_id = v.brand_id AND l.tiktok_video_id = v.tiktok_video_id"
            " AND l.window_days = ?2 ORDER BY l.snapshot_date DESC LIMIT 1)";
  return text;
}

/// Whether `column` holds the searched text. Bytes are compared, so that no character is special;
/// SQLite's lower() changes ASCII letters only.
std::string contains(std::string_view column) {
  return "instr(CAST(lower(" + std::string(column) + ") AS BLOB), ?6) > 0";
}

/// `column` in lower case, without one leading `mark`.
std::string bare_name(std::string_view column, std::string_view mark) {
  const std::string name(column);
  return "lower(CASE WHEN substr(" + name + ", 1, 1) = '" + std::string(mark) + "' THEN substr(" +
         name + ", 2) ELSE " + name + " END)";
}

std::string any_hashtag(const std::string& condition) {
  return "EXISTS (SELECT 1 FROM json_each(v.hash_tags) t WHERE " + condition + ")";
}

std::string filters_of(const videos::period_query& query) {
  std::string text = "\nWHERE v.brand_id = ?1";
  if (query.min_gmv_cents) text += " AND " + std::string(metrics_of(query).gmv) + " >= ?3";
  if (query.posted_after) text += " AND v.posted_at >= ?4";
  if (query.posted_before) text += " AND v.posted_at <= ?5";
  if (!query.search.empty())
    text += " AND (" + contains("v.title") + " OR " + contains("c.tiktok_username") + " OR " +
            any_hashtag(contains("t.value")) + ")";
  if (!query.creator.empty()) text += " AND " + bare_name("c.tiktok_username", "@") + " = ?7";
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
  return "\nORDER BY " + std::string(column) +
         (query.dir == videos::direction::asc ? " ASC" : " DESC") +
         " NULLS LAST, v.tiktok_video_id";
}

std::string select_of(const videos::period_query& query) {
  const auto& metrics = metrics_of(query);
  std::string text = "SELECT v.tiktok_video_id, c.tiktok_username, v.title, v.video_url,"
                     " v.posted_at";
  for (const auto column :
       {metrics.gmv, metrics.gpm, metrics.views, metrics.items_sold, metrics.ctr})
    text += ", " + std::string(column);
  return text + ", v.duration, v.hash_tags, NULLIF(v.thumbnail_url, '')" + tables_of(query) +
         filters_of(query);
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

}  // namespace

result<videos::video_page> sqlite_storage::list_videos(const videos::period_query& query) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction& own)
                            -> result<videos::video_page> {
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
