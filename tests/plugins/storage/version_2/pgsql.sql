-- SPDX-License-Identifier: GPL-2.0-only
-- The tables of schema version 2, as a database of that time has them.

CREATE TABLE "creators" (
  "id" BIGSERIAL NOT NULL PRIMARY KEY,
  "tiktok_username" TEXT NOT NULL COLLATE "C");

CREATE UNIQUE INDEX "creators_tiktok_username_i"
  ON "creators" ("tiktok_username");

CREATE TABLE "creator_videos" (
  "id" BIGSERIAL NOT NULL PRIMARY KEY,
  "brand_id" BIGINT NOT NULL,
  "creator_id" BIGINT NOT NULL REFERENCES "creators" ("id"),
  "tiktok_video_id" TEXT NOT NULL COLLATE "C",
  "video_url" TEXT NULL,
  "title" TEXT NULL,
  "posted_at" TIMESTAMPTZ NULL,
  "gmv_cents" BIGINT NOT NULL DEFAULT 0,
  "impressions" BIGINT NOT NULL DEFAULT 0,
  "items_sold" BIGINT NOT NULL DEFAULT 0,
  "affiliate_orders" BIGINT NOT NULL DEFAULT 0,
  "likes" BIGINT NOT NULL DEFAULT 0,
  "comments" BIGINT NOT NULL DEFAULT 0,
  "shares" BIGINT NOT NULL DEFAULT 0,
  "est_commission_cents" BIGINT NULL,
  "gpm_cents" BIGINT NULL,
  "ctr" NUMERIC(9,4) NULL,
  "duration" BIGINT NULL,
  "hash_tags" TEXT[] NULL,
  "thumbnail_url" TEXT NULL,
  "inserted_at" TIMESTAMPTZ NOT NULL,
  "updated_at" TIMESTAMPTZ NOT NULL);

CREATE UNIQUE INDEX "creator_videos_key"
  ON "creator_videos" (
    "brand_id",
    "tiktok_video_id");

CREATE INDEX "creator_videos_gmv"
  ON "creator_videos" (
    "brand_id",
    "gmv_cents" DESC,
    "tiktok_video_id");

CREATE TABLE "creator_video_metric_snapshots" (
  "id" BIGSERIAL NOT NULL PRIMARY KEY,
  "brand_id" BIGINT NOT NULL,
  "creator_video_id" BIGINT NULL REFERENCES "creator_videos" ("id"),
  "tiktok_video_id" TEXT NOT NULL COLLATE "C",
  "snapshot_date" DATE NOT NULL,
  "window_days" INTEGER NOT NULL,
  "gmv_cents" BIGINT NOT NULL DEFAULT 0,
  "views" BIGINT NOT NULL DEFAULT 0,
  "items_sold" BIGINT NOT NULL DEFAULT 0,
  "gpm_cents" BIGINT NULL,
  "ctr" NUMERIC(9,4) NULL,
  "source_run_id" TEXT NOT NULL,
  "raw_payload" JSONB NULL,
  "inserted_at" TIMESTAMPTZ NOT NULL,
  "updated_at" TIMESTAMPTZ NOT NULL);

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
  "id" BIGSERIAL NOT NULL PRIMARY KEY,
  "brand_id" BIGINT NOT NULL,
  "source_run_id" TEXT NOT NULL,
  "snapshot_date" DATE NOT NULL,
  "status" TEXT NOT NULL CHECK ("status" IN ('running', 'succeeded', 'failed')),
  "started_at" TIMESTAMPTZ NOT NULL,
  "finished_at" TIMESTAMPTZ NULL,
  "policy_name" TEXT NOT NULL,
  "policy_hash" TEXT NOT NULL,
  "host" TEXT NOT NULL,
  "stats" JSONB NULL,
  "error" TEXT NULL,
  "heartbeat_at" TIMESTAMPTZ NULL);

CREATE INDEX "sync_runs_brand"
  ON "sync_runs" ("brand_id");

CREATE INDEX "sync_runs_status"
  ON "sync_runs" ("status");

CREATE TABLE "rejected_rows" (
  "id" BIGSERIAL NOT NULL PRIMARY KEY,
  "run_id" BIGINT NOT NULL REFERENCES "sync_runs" ("id"),
  "brand_id" BIGINT NOT NULL,
  "source" TEXT NOT NULL,
  "window_days" INTEGER NULL,
  "position" BIGINT NULL,
  "reason" TEXT NOT NULL,
  "raw" TEXT NULL,
  "inserted_at" TIMESTAMPTZ NOT NULL);

CREATE INDEX "rejected_rows_run"
  ON "rejected_rows" ("run_id");

CREATE TABLE "due_runs" (
  "id" BIGSERIAL NOT NULL PRIMARY KEY,
  "brand_id" BIGINT NOT NULL,
  "due_at" TIMESTAMPTZ NOT NULL);

CREATE UNIQUE INDEX "due_runs_key"
  ON "due_runs" (
    "brand_id",
    "due_at");

CREATE TABLE "video_latest" (
  "brand_id" BIGINT NOT NULL,
  "window_days" INTEGER NOT NULL,
  "tiktok_video_id" TEXT NOT NULL COLLATE "C",
  "gmv_cents" BIGINT NOT NULL DEFAULT 0,
  "views" BIGINT NOT NULL DEFAULT 0,
  "items_sold" BIGINT NOT NULL DEFAULT 0,
  "gpm_cents" BIGINT NULL,
  "ctr" NUMERIC(9,4) NULL,
  "snapshot_date" DATE NULL,
  PRIMARY KEY ("brand_id",
               "window_days",
               "tiktok_video_id"));

CREATE INDEX "video_latest_gmv"
  ON "video_latest" (
    "brand_id",
    "window_days",
    "gmv_cents" DESC,
    "tiktok_video_id");

CREATE TABLE "brand_totals" (
  "brand_id" BIGINT NOT NULL PRIMARY KEY,
  "videos" BIGINT NOT NULL);

CREATE TABLE "brand_windows" (
  "brand_id" BIGINT NOT NULL,
  "window_days" INTEGER NOT NULL,
  "latest_date" DATE NOT NULL,
  PRIMARY KEY ("brand_id",
               "window_days"));

CREATE TABLE "tidemark_schema_version" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "version" BIGINT NOT NULL,
  "migration" BOOLEAN NOT NULL);

INSERT INTO "tidemark_schema_version" (
  "name", "version", "migration")
  VALUES ('tidemark', 2, FALSE);

