// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <tidemark/value/json.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>

/// One struct for each table (plugins/storage/README.md, "Tables"): the plain record, and around it
/// the columns that belong to the storage. The odb compiler reads this file; the pragmas below say
/// how the columns look in each database.
namespace tidemark::tables {

struct creator {
  std::int64_t id = 0;
  std::string tiktok_username;
};

struct video {
  std::int64_t id = 0;
  videos::creator_video record;
  std::optional<std::string> thumbnail_url;
  timestamp inserted_at;
  timestamp updated_at;
};

struct snapshot {
  std::int64_t id = 0;
  videos::metric_snapshot record;
  timestamp inserted_at;
  timestamp updated_at;
};

struct sync_run {
  std::int64_t id = 0;
  std::int64_t brand_id = 0;
  std::string source_run_id;
  date snapshot_date;
  std::string status;
  timestamp started_at;
  std::optional<timestamp> finished_at;
  std::string policy_name;
  std::string policy_hash;
  std::string host;
  std::optional<json> stats;
  std::optional<std::string> error;
  std::optional<timestamp> heartbeat_at;
  std::optional<timestamp> due_at;        ///< of a scheduled run
  std::optional<timestamp> retracted_at;  ///< when it was taken back
  /// Of a run that succeeded: what it brought, if the same would change nothing now
  /// (repeated_run.hpp).
  std::optional<std::string> batch_digest;
};

struct rejected_row {
  std::int64_t id = 0;
  std::int64_t run_id = 0;
  std::int64_t brand_id = 0;
  std::string source;
  std::optional<std::int32_t> window_days;
  std::optional<std::int64_t> position;
  std::string reason;
  std::optional<std::string> raw;
  timestamp inserted_at;
};

/// A video and the name of its creator, which is empty if a damaged database lacks the creator.
struct named_video {
  std::shared_ptr<video> row;
  std::string username;
};

/// A due time that a host has claimed. The columns of version 3 are NULL in rows of a tidemark
/// without states (due_run_rows.hpp).
struct due_run {
  std::int64_t id = 0;
  std::int64_t brand_id = 0;
  timestamp due_at;
  std::optional<std::string> state;
  std::optional<std::string> host;
  std::optional<std::int64_t> run_id;
  std::optional<timestamp> changed_at;
};

/// A manual change of a stored value.
struct correction {
  std::int64_t id = 0;
  std::int64_t brand_id = 0;
  std::string tiktok_video_id;
  std::string field;
  std::optional<json> before;
  std::optional<json> after;
  std::string reason;
  std::string author;
  std::optional<std::int64_t> run_id;
  bool held = false;
  std::optional<timestamp> released_at;
  timestamp inserted_at;
};

/// The latest snapshot of a video and window, for period queries: zeros, and no day, where there is
/// none. A row for every video of a brand and every window that the brand ever had (PostgreSQL
/// only; derived, see postgres/latest_videos.hpp).
struct latest_video {
  struct place {
    std::int64_t brand_id = 0;
    std::int32_t window_days = 0;
    std::string tiktok_video_id;
  };
  place id;
  counter gmv_cents, views, items_sold;
  std::optional<std::int64_t> gpm_cents;
  std::optional<percent> ctr;
  std::optional<date> snapshot_date;
};

/// How many videos a brand has (PostgreSQL only; derived).
struct brand_total {
  std::int64_t brand_id = 0;
  std::int64_t videos = 0;
};

/// A window of a brand, and the latest day for which it has, or had, a snapshot (PostgreSQL only;
/// derived).
struct brand_window {
  struct place {
    std::int64_t brand_id = 0;
    std::int32_t window_days = 0;
  };
  place id;
  date latest_date;
};

}  // namespace tidemark::tables

#ifdef ODB_COMPILER
// Changelogs are committed beside this file. To change the schema: raise the second number, write
// `open` while working, and close it again. A foreign key or CHECK cannot be changed later.
// New columns are nullable or have a default: a tidemark that is already running writes rows
// without them.
// Version 2 changed nothing in SQLite, which goes from 1 to 3.
#pragma db model version(1, 3, closed)

// Types. ODB moves some of PostgreSQL's as text.
#pragma db map pgsql:type("NUMERIC\\(([0-9]+),([0-9]+)\\)") as("TEXT") to("(?)::numeric") \
    from("(?)::text")
#pragma db map pgsql:type("TIMESTAMPTZ") as("TIMESTAMP") to("(?) AT TIME ZONE 'UTC'") \
    from("(?) AT TIME ZONE 'UTC'")
#pragma db map pgsql:type("TEXT\\[\\]") as("TEXT") to("(?)::text[]") from("(?)::text")
#pragma db map pgsql:type("JSONB") as("TEXT") to("(?)::jsonb") from("(?)::text")
#pragma db value(tidemark::counter) pgsql:type("BIGINT") sqlite:type("INTEGER") not_null default(0)
#pragma db value(tidemark::percent) pgsql:type("NUMERIC(9,4)") sqlite:type("REAL")
#pragma db value(tidemark::date) pgsql:type("DATE") sqlite:type("TEXT")
#pragma db value(tidemark::timestamp) pgsql:type("TIMESTAMPTZ") sqlite:type("TEXT")
#pragma db value(tidemark::json) pgsql:type("JSONB") sqlite:type("TEXT")
#pragma db value(tidemark::tags) pgsql:type("TEXT[]") sqlite:type("TEXT")

// Names and keys are ordered by their bytes. SQLite does so by itself, PostgreSQL only on request,
// and an index in another order would be useless for that.

// creators
#pragma db object(tidemark::tables::creator) table("creators")
#pragma db member(tidemark::tables::creator::id) id auto
#pragma db member(tidemark::tables::creator::tiktok_username) unique \
    pgsql:options("COLLATE \"C\"")

// creator_videos
#pragma db value(tidemark::videos::creator_video) definition
#pragma db member(tidemark::videos::creator_video::creator_id) \
    not_null options("REFERENCES \"creators\" (\"id\")")
#pragma db member(tidemark::videos::creator_video::tiktok_video_id) pgsql:options("COLLATE \"C\"")
#pragma db object(tidemark::tables::video) table("creator_videos")
#pragma db member(tidemark::tables::video::id) id auto
#pragma db member(tidemark::tables::video::record) column("")
#pragma db index(tidemark::tables::video::"creator_videos_key") \
    unique members(record.brand_id, record.tiktok_video_id)

// creator_video_metric_snapshots
#pragma db value(tidemark::videos::metric_snapshot) definition
#pragma db member(tidemark::videos::metric_snapshot::creator_video_id) \
    options("REFERENCES \"creator_videos\" (\"id\")")
#pragma db member(tidemark::videos::metric_snapshot::tiktok_video_id) \
    pgsql:options("COLLATE \"C\"")
#pragma db object(tidemark::tables::snapshot) table("creator_video_metric_snapshots")
#pragma db member(tidemark::tables::snapshot::id) id auto
#pragma db member(tidemark::tables::snapshot::record) column("")
// The latest day of a video and window is the last of its part of the index. Its name differs from
// that of the key before version 3, whose columns had another order.
#pragma db index(tidemark::tables::snapshot::"creator_video_metric_snapshots_by_window") \
    unique members(record.brand_id, record.tiktok_video_id, record.window_days, \
    record.snapshot_date)

// sync_runs
#pragma db object(tidemark::tables::sync_run) table("sync_runs")
#pragma db member(tidemark::tables::sync_run::id) id auto
#pragma db member(tidemark::tables::sync_run::status) \
    options("CHECK (\"status\" IN ('running', 'succeeded', 'failed'))")
#pragma db index(tidemark::tables::sync_run::"sync_runs_brand") members(brand_id)

// rejected_rows
#pragma db object(tidemark::tables::rejected_row) table("rejected_rows")
#pragma db member(tidemark::tables::rejected_row::id) id auto
#pragma db member(tidemark::tables::rejected_row::run_id) \
    options("REFERENCES \"sync_runs\" (\"id\")")
#pragma db index(tidemark::tables::rejected_row::"rejected_rows_run") members(run_id)

// A video with its creator's name
#pragma db view(tidemark::tables::named_video) object(tidemark::tables::video) \
    object(tidemark::tables::creator: tidemark::tables::video::record.creator_id == \
    tidemark::tables::creator::id)
#pragma db member(tidemark::tables::named_video::username) \
    column(tidemark::tables::creator::tiktok_username)

// due_runs
#pragma db object(tidemark::tables::due_run) table("due_runs")
#pragma db member(tidemark::tables::due_run::id) id auto
#pragma db member(tidemark::tables::due_run::state) \
    options("CHECK (\"state\" IN ('claimed', 'done', 'missed', 'released'))")
#pragma db index(tidemark::tables::due_run::"due_runs_key") unique members(brand_id, due_at)
#pragma db index(tidemark::tables::due_run::"due_runs_state") members(state)

// corrections
#pragma db object(tidemark::tables::correction) table("corrections")
#pragma db member(tidemark::tables::correction::id) id auto
#pragma db member(tidemark::tables::correction::tiktok_video_id) pgsql:options("COLLATE \"C\"")
#pragma db index(tidemark::tables::correction::"corrections_video") \
    members(brand_id, tiktok_video_id, id)

// What period queries of PostgreSQL read.
#ifndef ODB_DATABASE_SQLITE
// Few of many runs are running: the daemon looks for those that went silent.
#pragma db index(tidemark::tables::sync_run::"sync_runs_status") members(status)

// video_latest
#pragma db value(tidemark::tables::latest_video::place)
#pragma db member(tidemark::tables::latest_video::place::tiktok_video_id) \
    pgsql:options("COLLATE \"C\"")
#pragma db object(tidemark::tables::latest_video) table("video_latest")
#pragma db member(tidemark::tables::latest_video::id) id column("")

// brand_totals
#pragma db object(tidemark::tables::brand_total) table("brand_totals")
#pragma db member(tidemark::tables::brand_total::brand_id) id

// brand_windows
#pragma db value(tidemark::tables::brand_window::place)
#pragma db object(tidemark::tables::brand_window) table("brand_windows")
#pragma db member(tidemark::tables::brand_window::id) id column("")
#endif
#endif
