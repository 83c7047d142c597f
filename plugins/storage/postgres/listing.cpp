// SPDX-License-Identifier: GPL-2.0-only
#include "listing.hpp"

#include <limits>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/storage/lists/list_store.hpp>
#include <tidemark/value/ascii.hpp>

namespace tidemark::postgres {

namespace {

constexpr metric_columns all_time{"v.gmv_cents", "v.gpm_cents", "v.impressions", "v.items_sold",
                                  "v.ctr"};
constexpr metric_columns of_window{"l.gmv_cents", "l.gpm_cents", "l.views", "l.items_sold",
                                   "l.ctr"};
constexpr metric_columns of_nothing{"0::bigint", "NULL::bigint", "0::bigint", "0::bigint",
                                    "NULL::numeric"};

const metric_columns& metrics_of(listing::source source) {
  switch (source) {
    case listing::source::all_time: return all_time;
    case listing::source::window: return of_window;
    case listing::source::nothing: break;
  }
  return of_nothing;
}

/// `text` with ASCII letters in lower case, whatever the database's language; compared by bytes.
std::string lower(std::string_view text) {
  return fmt::format("lower({} COLLATE \"C\")", text);
}

/// `name` in lower case, without one leading `mark`.
std::string bare_name(std::string_view name, std::string_view mark) {
  return lower(fmt::format(
      "CASE WHEN left({0}, 1) = '{1}' THEN substr({0}, 2) ELSE {0} END", name, mark));
}

std::string without(std::string_view name, char mark) {
  if (name.starts_with(mark)) name.remove_prefix(1);
  return ascii_lower(name);
}

/// Separates hashtags that are searched together.
constexpr char tag_end = '\x1f';

/// The number of rows before a page; the largest number if there are more.
std::int64_t rows_before(const videos::period_query& query) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const auto pages = query.page - 1;
  return pages > most / query.per_page ? most : pages * query.per_page;
}

}  // namespace

std::string highest_shown(const std::string& schema) {
  return fmt::format(
      "SELECT max(COALESCE(l.gmv_cents, 0))"
      "\nFROM unnest($2::text[]) WITH ORDINALITY asked (tiktok_video_id, place)"
      "\nCROSS JOIN unnest($3::integer[]) w (window_days)"
      "\nLEFT JOIN {}.video_latest l ON l.brand_id = $1::bigint"
      " AND l.window_days = w.window_days"
      " AND l.tiktok_video_id = asked.tiktok_video_id COLLATE \"C\""
      "\nGROUP BY asked.place ORDER BY asked.place",
      sql::quoted(schema));
}

listing::listing(const videos::period_query& query, const std::string& schema, source wanted)
    : query_(query), source_(wanted), schema_(sql::quoted(schema)), metrics_(metrics_of(wanted)),
      driver_(wanted == source::window ? "l" : "v") {
  add_tables(schema_);
  add_filters();
}

std::string listing::rows() const {
  return "SELECT " + columns() + "\nFROM " + tables_ + "\nWHERE " + brand_ + filters_ + order();
}

std::string listing::page() const {
  const std::string before = std::to_string(rows_before(query_));
  const std::string key = driver_ + ".tiktok_video_id";
  std::string known = "true";
  if (source_ == source::window)
    known = fmt::format(
        "EXISTS (SELECT 1 FROM {}.brand_windows WHERE brand_id = $1::bigint AND window_days = "
        "$2::integer)",
        schema_);
  // Nothing is searched for a page after the last one.
  return "WITH total AS MATERIALIZED (" + total() + ")\nSELECT total.videos, " + known +
         ", page.*\nFROM total LEFT JOIN (SELECT " + columns() + "\nFROM (SELECT " + key +
         " FROM " + picked_from_ + "\nWHERE " + brand_ + filters_ + " AND " + before +
         " < (SELECT videos FROM total)" + order() + "\nLIMIT " + std::to_string(query_.per_page) +
         " OFFSET " + before + ") picked,\n" + tables_ + "\nWHERE " + brand_ + " AND " + key +
         " = picked.tiktok_video_id" + order() + ") page ON TRUE";
}

std::string listing::page_of_head() {
  const auto key = storage::list_of(query_);
  const std::int64_t before = rows_before(query_);
  const std::string list = fmt::format(
      "h.window_days = {} AND h.sort = {} AND h.direction = {}", key.window_days,
      parameter(std::string(storage::sort_word(key))),
      parameter(std::string(storage::direction_word(key))));
  return fmt::format(
      "SELECT head.videos, true, page.*"
      "\nFROM (SELECT t.videos, h.tiktok_video_ids[{3}:{4}] AS ids"
      " FROM {0}.list_heads h JOIN {0}.brand_totals t ON t.brand_id = h.brand_id"
      " WHERE h.brand_id = $1::bigint AND {1}) head"
      "\nLEFT JOIN LATERAL (SELECT {2}, picked.place"
      " FROM unnest(head.ids) WITH ORDINALITY picked (tiktok_video_id, place), {5}"
      " WHERE {6} AND {7}.tiktok_video_id = picked.tiktok_video_id) page ON TRUE"
      "\nORDER BY page.place",
      schema_, list, columns(), before + 1, before + query_.per_page, tables_, brand_, driver_);
}

std::string listing::parameter(std::string value) {
  parameters_.push_back(std::move(value));
  return "$" + std::to_string(parameters_.size());
}

void listing::add_tables(const std::string& schema) {
  const bool names_creator = !query_.creator.empty();
  const bool names_video = names_creator || !query_.search.empty() || query_.posted_after ||
                           query_.posted_before || !query_.hashtag.empty() ||
                           query_.sort == videos::sort_field::posted_at;
  const std::string creators =
      fmt::format(" LEFT JOIN {}.creators c ON c.id = v.creator_id", schema);
  brand_ = driver_ + ".brand_id = " + parameter(std::to_string(query_.brand_id)) + "::bigint";
  tables_ = picked_from_ = schema + ".creator_videos v";
  if (source_ == source::window) {
    brand_ += " AND l.window_days = " + parameter(std::to_string(*query_.window_days)) +
              "::integer";
    picked_from_ = schema + ".video_latest l";
    tables_ = fmt::format(
        "{} JOIN {}.creator_videos v ON v.brand_id = l.brand_id"
        " AND v.tiktok_video_id = l.tiktok_video_id",
        picked_from_, schema);
    if (names_video) picked_from_ = tables_;
  }
  tables_ += creators;
  if (names_creator) picked_from_ = tables_;
}

void listing::add_filters() {
  if (query_.min_gmv_cents)
    add(metrics_.gmv, ">=", std::to_string(*query_.min_gmv_cents), "bigint");
  if (query_.posted_after)
    add("v.posted_at", ">=", to_text(*query_.posted_after) + " 00:00:00Z", "timestamptz");
  if (query_.posted_before)
    add("v.posted_at", "<=", to_text(*query_.posted_before) + " 23:59:59.999999Z", "timestamptz");
  if (!query_.search.empty()) add_search(parameter(ascii_lower(query_.search)));
  if (!query_.creator.empty())
    add(bare_name("c.tiktok_username", "@"), "=", without(query_.creator, '@'), "text");
  if (!query_.hashtag.empty())
    filters_ +=
        fmt::format(" AND EXISTS (SELECT 1 FROM unnest(v.hash_tags) t WHERE {} = {}::text)",
                    bare_name("t", "#"), parameter(without(query_.hashtag, '#')));
}

void listing::add(std::string_view what, std::string_view op, std::string value,
                  std::string_view type) {
  filters_ += fmt::format(" AND {} {} {}::{}", what, op, parameter(std::move(value)), type);
}

/// Bytes are compared, so that no character is special. Creators are few beside videos: they are
/// searched once. So are the hashtags of a video, separated by a character that the search does not
/// contain.
void listing::add_search(const std::string& wanted) {
  const auto contains = [&](const std::string& text) {
    return fmt::format("strpos({}, {}::text COLLATE \"C\") > 0", lower(text), wanted);
  };
  filters_ += " AND (" + contains("v.title") + " OR v.creator_id IN (SELECT id FROM " + schema_ +
              ".creators WHERE " + contains("tiktok_username") + ") OR " +
              (query_.search.find(tag_end) == std::string::npos
                   ? contains(std::string("array_to_string(v.hash_tags, '") + tag_end + "')")
                   : "EXISTS (SELECT 1 FROM unnest(v.hash_tags) t WHERE " + contains("t") + ")") +
              ")";
}

std::string listing::columns() const {
  std::string text = driver_ + ".tiktok_video_id, c.tiktok_username, v.title, v.video_url,"
                     " floor(extract(epoch FROM v.posted_at))::bigint AS posted_at";
  const auto name = [&](std::string_view column, const char* as) {
    text += fmt::format(", {} AS {}", column, as);
  };
  name(metrics_.gmv, "gmv_cents");
  name(metrics_.gpm, "gpm_cents");
  name(metrics_.views, "views");
  name(metrics_.items_sold, "items_sold");
  name(metrics_.ctr, "ctr");
  return text + ", v.duration, v.hash_tags, NULLIF(v.thumbnail_url, '')";
}

std::string listing::order() const {
  std::string_view column = "v.posted_at";
  switch (query_.sort) {
    case videos::sort_field::gmv: column = metrics_.gmv; break;
    case videos::sort_field::views: column = metrics_.views; break;
    case videos::sort_field::items_sold: column = metrics_.items_sold; break;
    case videos::sort_field::gpm: column = metrics_.gpm; break;
    case videos::sort_field::ctr: column = metrics_.ctr; break;
    case videos::sort_field::posted_at: break;
  }
  return fmt::format("\nORDER BY {} {} NULLS LAST, {}.tiktok_video_id", column,
                     query_.dir == videos::direction::asc ? "ASC" : "DESC", driver_);
}

std::string listing::total() const {
  if (filters_.empty())
    return fmt::format("SELECT COALESCE(sum(videos), 0)::bigint AS videos"
                       " FROM {}.brand_totals WHERE brand_id = $1::bigint",
                       schema_);
  return "SELECT count(*) AS videos FROM " + picked_from_ + "\nWHERE " + brand_ + filters_;
}

}  // namespace tidemark::postgres
