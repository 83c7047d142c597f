// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <string>

#include <tidemark/value/date.hpp>

/// What the checks of `verify` look for, as views. Their queries are the same on every database;
/// `(?)` takes a brand. None of them relies on an index or a foreign key: the checks are for
/// databases in which these are missing. Views of violations give the first
/// storage::violations_kept_max rows, each with the total number: there may be millions, and not
/// every database returns rows one by one.
namespace tidemark::tables {

/// The snapshots of one window.
struct window_coverage {
  std::int32_t window_days = 0;
  std::int64_t snapshots = 0;
  date latest_date;
};

struct duplicate_video {
  std::int64_t brand_id = 0;
  std::string tiktok_video_id;
  std::int64_t rows = 0;
  std::int64_t in_all = 0;
};

struct duplicate_snapshot {
  std::int64_t brand_id = 0;
  std::string tiktok_video_id;
  date snapshot_date;
  std::int32_t window_days = 0;
  std::int64_t rows = 0;
  std::int64_t in_all = 0;
};

/// A video whose latest snapshot of a window is above the all-time record in gmv, views or items.
/// Snapshots older than the record do not count: they came without a username. Those that
/// storage::is_regression finds come first; `gmv_below_in_all` is their number.
struct below_snapshot {
  std::int64_t brand_id = 0;
  std::string tiktok_video_id;
  std::int32_t window_days = 0;
  std::int64_t all_time_gmv_cents = 0;
  std::int64_t snapshot_gmv_cents = 0;
  std::int64_t gmv_below_in_all = 0;
  std::int64_t views_below_in_all = 0;
  std::int64_t items_below_in_all = 0;
};

/// A column that refers to a row that is missing or belongs to another video.
struct dangling_reference {
  std::string in_table;
  std::int64_t id = 0;
  std::string in_column;
  std::int64_t refers_to = 0;
  std::int64_t in_all = 0;
};

}  // namespace tidemark::tables

#ifdef ODB_COMPILER
// storage::violations_kept_max; tests/contract/upkeep_contract.hpp tests that the two are equal.
#define TIDEMARK_FIRST_VIOLATIONS " LIMIT 10000"

#pragma db value(tidemark::date) pgsql:type("DATE") sqlite:type("TEXT")

#pragma db view(tidemark::tables::window_coverage) query( \
    "SELECT window_days, COUNT(*), MAX(snapshot_date)" \
    " FROM creator_video_metric_snapshots WHERE (?)" \
    " GROUP BY window_days ORDER BY window_days")

#pragma db view(tidemark::tables::duplicate_video) query( \
    "SELECT brand_id, tiktok_video_id, COUNT(*), COUNT(*) OVER ()" \
    " FROM creator_videos WHERE (?)" \
    " GROUP BY brand_id, tiktok_video_id HAVING COUNT(*) > 1" \
    " ORDER BY brand_id, tiktok_video_id" TIDEMARK_FIRST_VIOLATIONS)

#pragma db view(tidemark::tables::duplicate_snapshot) query( \
    "SELECT brand_id, tiktok_video_id, snapshot_date, window_days, COUNT(*)," \
    " COUNT(*) OVER ()" \
    " FROM creator_video_metric_snapshots WHERE (?)" \
    " GROUP BY brand_id, tiktok_video_id, snapshot_date, window_days HAVING COUNT(*) > 1" \
    " ORDER BY brand_id, tiktok_video_id, snapshot_date, window_days" TIDEMARK_FIRST_VIOLATIONS)

#pragma db view(tidemark::tables::below_snapshot) query( \
    "SELECT v.brand_id, v.tiktok_video_id, s.window_days, v.gmv_cents, s.gmv_cents," \
    " COUNT(CASE WHEN v.gmv_cents < s.gmv_cents AND s.gmv_cents <> 0 THEN 1 END) OVER ()," \
    " COUNT(CASE WHEN v.impressions < s.views THEN 1 END) OVER ()," \
    " COUNT(CASE WHEN v.items_sold < s.items_sold THEN 1 END) OVER ()" \
    " FROM creator_videos v JOIN creator_video_metric_snapshots s" \
    " ON s.brand_id = v.brand_id AND s.tiktok_video_id = v.tiktok_video_id" \
    " WHERE (v.gmv_cents < s.gmv_cents OR v.impressions < s.views OR v.items_sold < s.items_sold)" \
    " AND s.inserted_at >= v.inserted_at" \
    " AND NOT EXISTS (SELECT 1 FROM creator_video_metric_snapshots n" \
    " WHERE n.brand_id = s.brand_id AND n.tiktok_video_id = s.tiktok_video_id" \
    " AND n.window_days = s.window_days" \
    " AND (n.snapshot_date, n.id) > (s.snapshot_date, s.id))" \
    " AND (?) ORDER BY" \
    " CASE WHEN v.gmv_cents < s.gmv_cents AND s.gmv_cents <> 0 THEN 0 ELSE 1 END," \
    " v.brand_id, v.tiktok_video_id, s.window_days" TIDEMARK_FIRST_VIOLATIONS)

#pragma db view(tidemark::tables::dangling_reference) query( \
    "SELECT d.in_table, d.id, d.in_column, d.refers_to, COUNT(*) OVER () FROM (" \
    "SELECT v.brand_id AS brand_id, 'creator_videos' AS in_table, v.id AS id," \
    " 'creator_id' AS in_column, v.creator_id AS refers_to FROM creator_videos v" \
    " WHERE NOT EXISTS (SELECT 1 FROM creators c WHERE c.id = v.creator_id)" \
    " UNION ALL " \
    "SELECT s.brand_id, 'creator_video_metric_snapshots', s.id, 'creator_video_id'," \
    " s.creator_video_id FROM creator_video_metric_snapshots s" \
    " WHERE s.creator_video_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM creator_videos v" \
    " WHERE v.id = s.creator_video_id AND v.brand_id = s.brand_id" \
    " AND v.tiktok_video_id = s.tiktok_video_id)" \
    " UNION ALL " \
    "SELECT r.brand_id, 'rejected_rows', r.id, 'run_id', r.run_id FROM rejected_rows r" \
    " WHERE NOT EXISTS (SELECT 1 FROM sync_runs l WHERE l.id = r.run_id)" \
    ") d WHERE (?) ORDER BY d.in_table, d.id" TIDEMARK_FIRST_VIOLATIONS)
#endif
