// SPDX-License-Identifier: GPL-2.0-only
#include "latest_videos.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>

#include "query.hpp"

namespace tidemark::postgres {

namespace {

constexpr std::string_view read_columns[] = {"brand_id",   "window_days", "tiktok_video_id",
                                             "gmv_cents",  "views",       "items_sold",
                                             "gpm_cents",  "ctr",         "snapshot_date"};
constexpr std::size_t key_size = 3;  // the first of them
constexpr std::string_view new_video_columns[] = {"tiktok_video_id"};

/// Temporary tables of one run.
const std::string new_videos = "pg_temp.new_videos";
const std::string staged_latest = "pg_temp.staged_latest";

std::string latest_table(const std::string& schema) {
  return sql::quoted(schema) + ".video_latest";
}

/// The columns after the key, each with `prefix` before it.
std::string values_of(std::string_view prefix) {
  std::string list;
  for (const auto column : std::span(read_columns).subspan(key_size)) {
    if (!list.empty()) list += ", ";
    list += std::string(prefix) + std::string(column);
  }
  return list;
}

std::string all_columns() {
  return " (brand_id, window_days, tiktok_video_id, " + values_of("") + ")";
}

std::string insert_latest(const std::string& schema) {
  return "INSERT INTO " + latest_table(schema) + all_columns() + "\n";
}

constexpr const char* found_values =
    "COALESCE(s.gmv_cents, 0), COALESCE(s.views, 0), COALESCE(s.items_sold, 0), s.gpm_cents, s.ctr,"
    " s.snapshot_date";

/// Moves the rows to the snapshots of `from`.
std::string move_text(const std::string& schema, const std::string& from) {
  std::string text = "UPDATE " + latest_table(schema) + " AS l SET ";
  const char* before = "";
  for (const auto column : std::span(read_columns).subspan(key_size)) {
    text += before + std::string(column) + " = w." + std::string(column);
    before = ", ";
  }
  return text + "\n  FROM " + from +
         " AS w WHERE l.brand_id = w.brand_id AND l.window_days = w.window_days"
         " AND l.tiktok_video_id = w.tiktok_video_id"
         "\n  AND (l.snapshot_date IS NULL OR l.snapshot_date <= w.snapshot_date)"
         "\n  AND (" + values_of("l.") + ") IS DISTINCT FROM (" + values_of("w.") + ")";
}

}  // namespace

sql::postgres_follower note_new_videos() {
  return {new_video_columns,
          "INSERT INTO " + new_videos + " (tiktok_video_id) SELECT tiktok_video_id FROM fresh"};
}

sql::postgres_follower move_latest(const std::string& schema) {
  return {read_columns, move_text(schema, "written")};
}

std::string latest_of(const std::string& schema, const std::string& videos) {
  return fmt::format(
      "SELECT v.brand_id, w.window_days, v.tiktok_video_id, {1}"
      "\nFROM {0}.creator_videos v JOIN {0}.brand_windows w ON w.brand_id = v.brand_id"
      "\nLEFT JOIN LATERAL (SELECT * FROM {0}.creator_video_metric_snapshots n"
      " WHERE n.brand_id = v.brand_id"
      " AND n.tiktok_video_id = v.tiktok_video_id AND n.window_days = w.window_days"
      " ORDER BY n.snapshot_date DESC LIMIT 1) s ON TRUE\nWHERE {2}"
      "\nORDER BY w.window_days, v.tiktok_video_id",
      sql::quoted(schema), found_values, videos);
}

latest_videos::latest_videos(PGconn* on, const std::string& schema,
                             const storage::run_batch& batch)
    : on_(on), schema_(schema), batch_(batch) {
  std::string text = "SELECT";
  for (const auto table : {"creator_videos", "creator_video_metric_snapshots", "video_latest",
                           "brand_totals", "brand_windows"})
    text += fmt::format(" EXISTS (SELECT 1 FROM {}.{} WHERE brand_id = $1),", sql::quoted(schema),
                        table);
  // The order makes the planner use the key.
  const auto has_rows = [&](const char* window_days) {
    return fmt::format("(SELECT true FROM {}.video_latest l WHERE l.brand_id = $1"
                       " AND l.window_days = {} ORDER BY l.tiktok_video_id LIMIT 1)",
                       sql::quoted(schema), window_days);
  };
  text += fmt::format(" EXISTS (SELECT 1 FROM {0}.brand_windows b WHERE b.brand_id = $1"
                      " AND {1} IS NULL),"
                      " EXISTS (SELECT 1 FROM unnest($3::integer[]) d (days)"
                      " WHERE {2} AND d.days NOT IN"
                      " (SELECT window_days FROM {0}.brand_windows WHERE brand_id = $1)),"
                      " NOT EXISTS (SELECT 1 FROM {0}.brand_windows"
                      " WHERE brand_id = $1 AND latest_date >= $2)",
                      sql::quoted(schema), has_rows("b.window_days"), has_rows("d.days"));
  const auto found = run(on, text, {std::to_string(batch.brand_id), to_text(batch.snapshot_date),
                                    delivered_windows()});
  has_videos_ = found.boolean(0, 0);
  has_snapshots_ = found.boolean(0, 1);
  has_latest_ = found.boolean(0, 2);
  has_total_ = found.boolean(0, 3);
  has_windows_ = found.boolean(0, 4);
  has_empty_window_ = found.boolean(0, 5);
  has_lost_window_ = found.boolean(0, 6);
  day_is_new_ = found.boolean(0, 7);
}

void latest_videos::begin_noting() {
  run(on_, "CREATE TEMPORARY TABLE " + new_videos + " (tiktok_video_id TEXT COLLATE \"C\")"
           " ON COMMIT DROP");
}

void latest_videos::stage() {
  run(on_, "CREATE TEMPORARY TABLE " + staged_latest + " ON COMMIT DROP AS SELECT brand_id,"
           " window_days, tiktok_video_id, " + values_of("") + " FROM " + latest_table(schema_) +
           " WITH NO DATA");
}

void latest_videos::move() {
  run(on_, "ANALYZE " + staged_latest + " (brand_id, window_days, tiktok_video_id)");
  run(on_, move_text(schema_, staged_latest));
}

void latest_videos::add(std::int64_t inserted) {
  if (batch_.forced || is_stale()) return rebuild();
  const std::string brand = std::to_string(batch_.brand_id);
  const auto windows = add_windows();
  if (windows.days != "{}")
    run(on_, insert_latest(schema_) +
                 latest_of(schema_, "v.brand_id = $1 AND w.window_days = ANY ($2::integer[])"),
        {brand, windows.days});
  if (inserted == 0) return;
  // A video's snapshots may be older than the video: they came without a username.
  run(on_, "ANALYZE " + new_videos);
  const auto added =
      run(on_, insert_latest(schema_) +
                   latest_of(schema_, "v.brand_id = $1 AND v.tiktok_video_id IN (SELECT"
                                      " tiktok_video_id FROM " + new_videos + ")"
                                      " AND w.window_days <> ALL ($2::integer[])") +
                   "\nON CONFLICT DO NOTHING",
          {brand, windows.days})
          .written();
  if (added != inserted * windows.known_count) return rebuild();
  count_videos(inserted);
}

rows latest_videos::read_new_videos() {
  return run(on_, "SELECT tiktok_video_id FROM " + new_videos + " ORDER BY tiktok_video_id");
}

void latest_videos::rebuild() {
  is_rebuilt_ = true;
  const std::string brand = std::to_string(batch_.brand_id);
  const std::string in = sql::quoted(schema_) + ".";
  for (const auto table : derived_tables)
    run(on_, fmt::format("DELETE FROM {}{} WHERE brand_id = $1", in, table), {brand});
  run(on_, fmt::format("INSERT INTO {0}brand_windows (brand_id, window_days, latest_date)"
                       " SELECT $1::bigint, window_days, max(snapshot_date)"
                       " FROM {0}creator_video_metric_snapshots WHERE brand_id = $1"
                       " GROUP BY window_days",
                       in),
      {brand});
  run(on_, insert_latest(schema_) + latest_of(schema_, "v.brand_id = $1"), {brand});
  run(on_, fmt::format("INSERT INTO {0}brand_totals (brand_id, videos)"
                       " SELECT $1::bigint, count(*) FROM {0}creator_videos WHERE brand_id = $1"
                       " HAVING count(*) <> 0",
                       in),
      {brand});
}

void latest_videos::note(std::int64_t inserted) {
  add_windows();
  if (inserted != 0) count_videos(inserted);
}

/// The windows in which the batch has a row, as an array's text.
std::string latest_videos::delivered_windows() const {
  std::string days = "{";
  for (const auto& window : batch_.windows)
    if (!window.rows.empty()) days += (days.size() > 1 ? "," : "") + std::to_string(window.days);
  return days + "}";
}

/// Adds the delivered windows that are new for the brand.
latest_videos::added_windows latest_videos::add_windows() {
  const std::string table = sql::quoted(schema_) + ".brand_windows";
  // Not ON CONFLICT: that would also write where there is a conflict.
  const auto added =
      run(on_,
          fmt::format(
              "WITH moved AS (UPDATE {0} SET latest_date = $3::date WHERE brand_id = $1"
              " AND window_days = ANY ($2::integer[]) AND latest_date < $3::date),"
              "\nadded AS (INSERT INTO {0} (brand_id, window_days, latest_date)"
              " SELECT $1::bigint, d, $3::date FROM unnest($2::integer[]) d WHERE NOT EXISTS"
              " (SELECT 1 FROM {0} WHERE brand_id = $1 AND window_days = d)"
              " RETURNING window_days)"
              "\nSELECT COALESCE(array_agg(window_days), '{{}}'),"
              " (SELECT count(*) FROM {0} WHERE brand_id = $1) FROM added",
              table),
          {std::to_string(batch_.brand_id), delivered_windows(), to_text(batch_.snapshot_date)});
  return {std::string(added.text(0, 0)), added.integer(0, 1)};
}

void latest_videos::count_videos(std::int64_t inserted) {
  run(on_,
      fmt::format("INSERT INTO {}.brand_totals AS t (brand_id, videos) VALUES ($1, $2)"
                  " ON CONFLICT (brand_id) DO UPDATE SET videos = t.videos + EXCLUDED.videos",
                  sql::quoted(schema_)),
      {std::to_string(batch_.brand_id), std::to_string(inserted)});
}

std::string copy_latest_text(const std::string& schema) {
  return "COPY " + latest_table(schema) + all_columns() + " FROM STDIN (FORMAT binary)";
}

std::string copy_staged_latest_text() {
  return "COPY " + staged_latest + all_columns() + " FROM STDIN (FORMAT binary)";
}

void fill_latest(PGconn* on, const std::string& schema) {
  const std::string in = sql::quoted(schema);
  run(on, "SET LOCAL work_mem = '256MB'");
  run(on, fmt::format("INSERT INTO {0}.brand_totals (brand_id, videos)"
                      " SELECT brand_id, count(*) FROM {0}.creator_videos GROUP BY brand_id",
                      in));
  run(on, fmt::format("INSERT INTO {0}.brand_windows (brand_id, window_days, latest_date)"
                      " SELECT brand_id, window_days, max(snapshot_date)"
                      " FROM {0}.creator_video_metric_snapshots GROUP BY brand_id, window_days",
                      in));
  run(on, insert_latest(schema) +
              fmt::format(
                  "SELECT v.brand_id, w.window_days, v.tiktok_video_id, {1}"
                  "\nFROM {0}.creator_videos v JOIN {0}.brand_windows w ON w.brand_id = v.brand_id"
                  "\nLEFT JOIN (SELECT DISTINCT ON (brand_id, tiktok_video_id, window_days) *"
                  " FROM {0}.creator_video_metric_snapshots ORDER BY brand_id DESC,"
                  " tiktok_video_id DESC, window_days DESC, snapshot_date DESC) s"
                  " ON s.brand_id = v.brand_id"
                  " AND s.tiktok_video_id = v.tiktok_video_id AND s.window_days = w.window_days"
                  "\nORDER BY v.brand_id, w.window_days, v.tiktok_video_id",
                  in, found_values));
}

}  // namespace tidemark::postgres
