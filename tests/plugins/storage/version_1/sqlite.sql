-- SPDX-License-Identifier: GPL-2.0-only
-- The tables of schema version 1, as a database of that time has them.

CREATE TABLE "creators" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "tiktok_username" TEXT NOT NULL);

CREATE UNIQUE INDEX "creators_tiktok_username_i"
  ON "creators" ("tiktok_username");

CREATE TABLE "creator_videos" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "brand_id" INTEGER NOT NULL,
  "creator_id" INTEGER NOT NULL REFERENCES "creators" ("id"),
  "tiktok_video_id" TEXT NOT NULL,
  "video_url" TEXT NULL,
  "title" TEXT NULL,
  "posted_at" TEXT NULL,
  "gmv_cents" INTEGER NOT NULL DEFAULT 0,
  "impressions" INTEGER NOT NULL DEFAULT 0,
  "items_sold" INTEGER NOT NULL DEFAULT 0,
  "affiliate_orders" INTEGER NOT NULL DEFAULT 0,
  "likes" INTEGER NOT NULL DEFAULT 0,
  "comments" INTEGER NOT NULL DEFAULT 0,
  "shares" INTEGER NOT NULL DEFAULT 0,
  "est_commission_cents" INTEGER NULL,
  "gpm_cents" INTEGER NULL,
  "ctr" REAL NULL,
  "duration" INTEGER NULL,
  "hash_tags" TEXT NULL,
  "thumbnail_url" TEXT NULL,
  "inserted_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL);

CREATE UNIQUE INDEX "creator_videos_key"
  ON "creator_videos" (
    "brand_id",
    "tiktok_video_id");

CREATE TABLE "creator_video_metric_snapshots" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "brand_id" INTEGER NOT NULL,
  "creator_video_id" INTEGER NULL REFERENCES "creator_videos" ("id"),
  "tiktok_video_id" TEXT NOT NULL,
  "snapshot_date" TEXT NOT NULL,
  "window_days" INTEGER NOT NULL,
  "gmv_cents" INTEGER NOT NULL DEFAULT 0,
  "views" INTEGER NOT NULL DEFAULT 0,
  "items_sold" INTEGER NOT NULL DEFAULT 0,
  "gpm_cents" INTEGER NULL,
  "ctr" REAL NULL,
  "source_run_id" TEXT NOT NULL,
  "raw_payload" TEXT NULL,
  "inserted_at" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL);

CREATE UNIQUE INDEX "creator_video_metric_snapshots_key"
  ON "creator_video_metric_snapshots" (
    "brand_id",
    "tiktok_video_id",
    "snapshot_date",
    "window_days");

CREATE INDEX "creator_video_metric_snapshots_latest"
  ON "creator_video_metric_snapshots" (
    "brand_id",
    "tiktok_video_id",
    "window_days",
    "snapshot_date" DESC,
    "id" DESC);

CREATE TABLE "sync_runs" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "brand_id" INTEGER NOT NULL,
  "source_run_id" TEXT NOT NULL,
  "snapshot_date" TEXT NOT NULL,
  "status" TEXT NOT NULL CHECK ("status" IN ('running', 'succeeded', 'failed')),
  "started_at" TEXT NOT NULL,
  "finished_at" TEXT NULL,
  "policy_name" TEXT NOT NULL,
  "policy_hash" TEXT NOT NULL,
  "host" TEXT NOT NULL,
  "stats" TEXT NULL,
  "error" TEXT NULL,
  "heartbeat_at" TEXT NULL);

CREATE INDEX "sync_runs_brand"
  ON "sync_runs" ("brand_id");

CREATE TABLE "rejected_rows" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "run_id" INTEGER NOT NULL REFERENCES "sync_runs" ("id"),
  "brand_id" INTEGER NOT NULL,
  "source" TEXT NOT NULL,
  "window_days" INTEGER NULL,
  "position" INTEGER NULL,
  "reason" TEXT NOT NULL,
  "raw" TEXT NULL,
  "inserted_at" TEXT NOT NULL);

CREATE INDEX "rejected_rows_run"
  ON "rejected_rows" ("run_id");

CREATE TABLE "due_runs" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "brand_id" INTEGER NOT NULL,
  "due_at" TEXT NOT NULL);

CREATE UNIQUE INDEX "due_runs_key"
  ON "due_runs" (
    "brand_id",
    "due_at");

CREATE TABLE IF NOT EXISTS "tidemark_schema_version" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "migration" INTEGER NOT NULL);

INSERT OR IGNORE INTO "tidemark_schema_version" (
  "name", "version", "migration")
  VALUES ('tidemark', 1, 0);

