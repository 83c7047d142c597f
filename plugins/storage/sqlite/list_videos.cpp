// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <tidemark/value/ascii.hpp>
#include <tidemark/videos/list_head.hpp>

#include "failure.hpp"
#include "period_tables.hpp"
#include "sqlite_lists.hpp"
#include "sqlite_storage.hpp"
#include "statement.hpp"
#include "text_functions.hpp"

namespace tidemark::sqlite {

namespace {

// Parameters of every statement here.
constexpr int brand = 1;
constexpr int window = 2;
constexpr int min_gmv = 3;
constexpr int first_moment = 4;
constexpr int last_moment = 5;
constexpr int search = 6;
constexpr int creator = 7;  // lower case, without @
constexpr int hashtag = 8;  // lower case, without #
constexpr int head_begin = 9;
constexpr int head_end = 10;
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

/// Whether `column` holds the text of a parameter; see text_functions.hpp.
std::string contains(std::string_view column, int parameter) {
  return fmt::format("{}({}, ?{})", contains_function, column, parameter);
}

/// `column` in lower case, without one leading `mark`.
std::string bare_name(std::string_view column, std::string_view mark) {
  return fmt::format(
      "lower(CASE WHEN substr({0}, 1, 1) = '{1}' THEN substr({0}, 2) ELSE {0} END)", column, mark);
}

std::string without(std::string_view name, char mark) {
  if (name.starts_with(mark)) name.remove_prefix(1);
  return ascii_lower(name);
}

/// Whether a hashtag fulfils `condition`, which holds only for one that contains `part`, parameter
/// `parameter`. To look at each hashtag is slow: first the list is searched as it is stored, unless
/// JSON writes `part` in another way.
std::string any_hashtag(const std::string& condition, std::string_view part, int parameter) {
  const bool is_plain = std::none_of(part.begin(), part.end(), [](unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\';
  });
  return fmt::format("({} AND EXISTS (SELECT 1 FROM json_each(v.hash_tags) t WHERE {}))",
                     is_plain ? contains("v.hash_tags", parameter) : "TRUE", condition);
}

std::string filters_of(const videos::period_query& query) {
  std::string text = "\nWHERE v.brand_id = ?1";
  if (query.min_gmv_cents) text += fmt::format(" AND {} >= ?3", metrics_of(query).gmv);
  if (query.posted_after) text += " AND v.posted_at >= ?4";
  if (query.posted_before) text += " AND v.posted_at <= ?5";
  if (!query.search.empty())
    text += fmt::format(
        " AND ({} OR v.creator_id IN (SELECT id FROM creators WHERE {}) OR {})",
        contains("v.title", search), contains("tiktok_username", search),
        any_hashtag(contains("t.value", search), query.search, search));
  if (!query.creator.empty())
    text += fmt::format(" AND {} = ?7", bare_name("c.tiktok_username", "@"));
  if (!query.hashtag.empty())
    text += " AND " + any_hashtag(bare_name("t.value", "#") + " = ?8",
                                  without(query.hashtag, '#'), hashtag);
  return text;
}

std::string_view sort_column(const videos::period_query& query) {
  const auto& metrics = metrics_of(query);
  switch (query.sort) {
    case videos::sort_field::gmv: return metrics.gmv;
    case videos::sort_field::gpm: return metrics.gpm;
    case videos::sort_field::views: return metrics.views;
    case videos::sort_field::ctr: return metrics.ctr;
    case videos::sort_field::items_sold: return metrics.items_sold;
    case videos::sort_field::posted_at: break;
  }
  return "v.posted_at";
}

std::string order_of(const videos::period_query& query) {
  return fmt::format("\nORDER BY {} {} NULLS LAST, v.tiktok_video_id", sort_column(query),
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

/// Binds what the filters need. As texts, times sort in the order of time.
void bind_filters(statement& to, const videos::period_query& query) {
  to.bind(brand, query.brand_id);
  if (query.window_days && to.parameter_count() >= window)  // an order by posting needs none
    to.bind(window, std::int64_t{*query.window_days});
  if (query.min_gmv_cents) to.bind(min_gmv, *query.min_gmv_cents);
  if (query.posted_after) to.bind_copy(first_moment, to_text(*query.posted_after) + " 00:00:00");
  if (query.posted_before)
    to.bind_copy(last_moment, to_text(*query.posted_before) + " 23:59:59.999999");
  if (!query.search.empty()) to.bind(search, std::string_view(query.search));
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

/// Lets a walk sort with little memory: SQLite's sorter keeps as much as the cache may.
class small_cache {
 public:
  explicit small_cache(sqlite3* db) : db_(db) { set(8'192); }
  small_cache(const small_cache&) = delete;
  small_cache& operator=(const small_cache&) = delete;
  ~small_cache() { set(database::cache_kib); }

 private:
  /// A failure leaves the size as it was.
  void set(int kib) {
    sqlite3_exec(db_, fmt::format("PRAGMA cache_size = -{}", kib).c_str(), nullptr, nullptr,
                 nullptr);
  }

  sqlite3* db_;
};

/// The page, if it has no filter and the head of its list reaches so far.
std::optional<videos::video_page> page_of_head(sqlite3* db, const videos::period_query& query) {
  if (videos::is_filtered(query)) return std::nullopt;
  const auto list = storage::list_of(query);
  const auto total = find_list_total(db, query.brand_id, list.window_days);
  if (!total) return std::nullopt;
  videos::video_page page{{}, *total, query.page, query.per_page};
  // Pages are compared, not positions, which could overflow.
  if (query.page > page.total / query.per_page + 1) return page;
  const auto first = (query.page - 1) * query.per_page;
  statement rows(db, columns_of(query) +
                         tables_of(query, "list_heads h JOIN json_each(h.tiktok_video_ids) place"
                                          " JOIN creator_videos v ON v.brand_id = h.brand_id"
                                          " AND v.tiktok_video_id = place.value") +
                         "\nWHERE h.brand_id = ?1 AND h.window_days = ?11 AND h.sort = ?12"
                         " AND h.direction = ?13 AND place.key >= ?9 AND place.key < ?10"
                         "\nORDER BY place.key");
  rows.bind(brand, query.brand_id);
  if (query.window_days) rows.bind(window, std::int64_t{*query.window_days});
  rows.bind(head_window, std::int64_t{list.window_days});
  rows.bind(head_sort, storage::sort_word(list));
  rows.bind(head_direction, storage::direction_word(list));
  rows.bind(head_begin, first);
  rows.bind(head_end, first + query.per_page);
  while (rows.step()) page.videos.push_back(read_listed(rows));
  const auto wanted = std::min(query.per_page, std::max<std::int64_t>(*total - first, 0));
  if (static_cast<std::int64_t>(page.videos.size()) < wanted) return std::nullopt;
  return page;
}

/// The value that the list is sorted by, in column `at`.
std::optional<std::int64_t> read_sort_value(statement& row, int at, videos::sort_field field) {
  if (row.is_null(at)) return std::nullopt;
  if (field == videos::sort_field::ctr) {
    percent rate;
    row.read(at, rate);
    return rate.units;
  }
  if (field != videos::sort_field::posted_at) return row.integer(at);
  timestamp moment;
  row.read(at, moment);
  return moment.micros;
}

/// The page, from one look at every video: what filters and order need, and then the page's videos.
videos::video_page page_of_all(sqlite3* db, const videos::period_query& query) {
  videos::video_page page{{}, 0, query.page, query.per_page};
  // No list is so long; positions of a later page could overflow.
  constexpr std::int64_t position_max = std::int64_t{1} << 40;
  const std::int64_t pages_before = std::min(query.page - 1, position_max / query.per_page);
  const auto first = static_cast<std::size_t>(pages_before * query.per_page);
  videos::list_head head(query.dir, first + static_cast<std::size_t>(query.per_page));
  std::deque<std::string> ids;
  {
    std::string from = "\nFROM creator_videos v";
    if (!query.creator.empty()) from += " LEFT JOIN creators c ON c.id = v.creator_id";
    if (query.sort != videos::sort_field::posted_at || query.min_gmv_cents)
      from += latest_snapshot_join(query.window_days.has_value());
    statement all(db, fmt::format("SELECT v.tiktok_video_id, {}{}{}", sort_column(query), from,
                                  filters_of(query)));
    bind_filters(all, query);
    for (; all.step(); ++page.total) {
      const videos::list_position found{read_sort_value(all, 1, query.sort), all.text(0)};
      if (head.admits(found)) head.offer({found.value, ids.emplace_back(found.tiktok_video_id)});
    }
  }
  statement row(db, columns_of(query) + tables_of(query) +
                        "\nWHERE v.brand_id = ?1 AND v.tiktok_video_id = ?3");
  row.bind(brand, query.brand_id);
  if (query.window_days) row.bind(window, std::int64_t{*query.window_days});
  const auto positions = head.take();
  for (std::size_t i = first; i < positions.size(); ++i) {
    row.bind(3, positions[i].tiktok_video_id);
    if (row.step()) page.videos.push_back(read_listed(row));
    row.reset();
  }
  return page;
}

}  // namespace

result<videos::video_page> sqlite_storage::list_videos(const videos::period_query& query) {
  return in_transaction(*database_, transaction::for_reading, [&](transaction& own)
                            -> result<videos::video_page> {
    if (auto page = page_of_head(own.handle(), query)) return std::move(*page);
    return page_of_all(own.handle(), query);
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
    const small_cache cache(own.handle());
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
