-- SPDX-License-Identifier: GPL-2.0-only
-- Rows in every table of the versions before 3, the same on all databases. Due runs: brand 1 has a
-- settled one and an open claim, brand 2 a settled one, brand 3 the moment from which its schedule
-- counts.

INSERT INTO creators (tiktok_username) VALUES ('anna'), ('ben');

INSERT INTO creator_videos (brand_id, creator_id, tiktok_video_id, title, posted_at, gmv_cents,
    impressions, ctr, inserted_at, updated_at) VALUES
  (1, 1, 'v', 'a "video"', '2026-02-18 08:07:06', 900, 70, 2.4, '2026-02-19 03:01:00', '2026-02-20 03:01:00'),
  (1, 2, 'w', NULL, NULL, 30, 0, NULL, '2026-02-19 03:01:00', '2026-02-19 03:01:00'),
  (2, 2, 'v', NULL, NULL, 5, 0, NULL, '2026-02-20 03:01:00', '2026-02-20 03:01:00');

INSERT INTO creator_video_metric_snapshots (brand_id, creator_video_id, tiktok_video_id,
    snapshot_date, window_days, gmv_cents, views, source_run_id, raw_payload, inserted_at,
    updated_at) VALUES
  (1, 1, 'v', '2026-02-19', 30, 400, 40, 'first', '{"gmv":"4.00"}', '2026-02-19 03:01:00', '2026-02-19 03:01:00'),
  (1, 1, 'v', '2026-02-20', 30, 300, 30, 'second', NULL, '2026-02-20 03:01:00', '2026-02-20 03:01:00'),
  (1, 1, 'v', '2026-02-19', 90, 900, 70, 'first', NULL, '2026-02-19 03:01:00', '2026-02-19 03:01:00'),
  (1, NULL, 'nobody', '2026-02-19', 30, 1, 1, 'first', NULL, '2026-02-19 03:01:00', '2026-02-19 03:01:00');

INSERT INTO sync_runs (brand_id, source_run_id, snapshot_date, status, started_at, finished_at,
    policy_name, policy_hash, host, stats, error, heartbeat_at) VALUES
  (1, 'first', '2026-02-19', 'succeeded', '2026-02-19 03:00:01', '2026-02-19 03:01:00', 'videos', 'h', 'old host', '{"videos_synced":2}', NULL, NULL),
  (2, 'other', '2026-02-20', 'failed', '2026-02-20 03:00:01', '2026-02-20 03:01:00', 'videos', 'h', 'old host', NULL, 'no rows', NULL),
  (1, 'second', '2026-02-20', 'running', '2026-02-20 03:00:01', NULL, 'videos', 'h', 'old host', NULL, NULL, '2026-02-20 03:00:31');

INSERT INTO rejected_rows (run_id, brand_id, source, window_days, position, reason, raw,
    inserted_at) VALUES
  (1, 1, 'a.jsonl', 30, 17, 'no id', '{}', '2026-02-19 03:00:30');

INSERT INTO due_runs (brand_id, due_at) VALUES
  (1, '2026-02-19 03:00:00'), (1, '2026-02-19 03:00:00.000001'), (1, '2026-02-20 03:00:00'),
  (2, '2026-02-20 03:00:00'), (2, '2026-02-20 03:00:00.000001'),
  (3, '2026-02-20 08:59:59.000001');
