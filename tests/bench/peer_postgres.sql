-- SPDX-License-Identifier: BSL-1.0
-- peer.sql for psql: the same job by hand in PostgreSQL 15, with COPY, DISTINCT ON and MERGE (not
-- ON CONFLICT, which has already turned a missing gmv into 0 when it decides). It trusts its input
-- like that one. :rows and :date are given by tests/bench/run.
\set ON_ERROR_STOP on
\set QUIET on
CREATE SCHEMA IF NOT EXISTS peer;
SET search_path = peer;
SET client_min_messages = warning;
SET work_mem = '256MB';
SET temp_buffers = '128MB';
SET jit = off;
SET TimeZone = 'UTC';

CREATE TABLE IF NOT EXISTS creators (
  id BIGSERIAL PRIMARY KEY, tiktok_username TEXT COLLATE "C" NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS creator_videos (
  id BIGSERIAL PRIMARY KEY, brand_id BIGINT NOT NULL,
  creator_id BIGINT NOT NULL REFERENCES creators (id),
  tiktok_video_id TEXT COLLATE "C" NOT NULL, video_url TEXT, title TEXT, posted_at TIMESTAMPTZ,
  gmv_cents BIGINT NOT NULL, impressions BIGINT NOT NULL, items_sold BIGINT NOT NULL,
  affiliate_orders BIGINT NOT NULL, likes BIGINT NOT NULL, comments BIGINT NOT NULL,
  shares BIGINT NOT NULL, est_commission_cents BIGINT, gpm_cents BIGINT, ctr NUMERIC(9,4),
  duration BIGINT, hash_tags TEXT[], inserted_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL, UNIQUE (brand_id, tiktok_video_id));
CREATE TABLE IF NOT EXISTS creator_video_metric_snapshots (
  id BIGSERIAL PRIMARY KEY, brand_id BIGINT NOT NULL,
  creator_video_id BIGINT REFERENCES creator_videos (id),
  tiktok_video_id TEXT COLLATE "C" NOT NULL, snapshot_date DATE NOT NULL,
  window_days INTEGER NOT NULL, gmv_cents BIGINT NOT NULL, views BIGINT NOT NULL,
  items_sold BIGINT NOT NULL, gpm_cents BIGINT, ctr NUMERIC(9,4), source_run_id TEXT NOT NULL,
  raw_payload JSONB, inserted_at TIMESTAMPTZ NOT NULL, updated_at TIMESTAMPTZ NOT NULL,
  UNIQUE (brand_id, tiktok_video_id, window_days, snapshot_date));

BEGIN;
CREATE TEMPORARY TABLE delivered (
  seen BIGSERIAL, window_days INTEGER NOT NULL DEFAULT 90, line JSONB NOT NULL) ON COMMIT DROP;
-- Lines as they are: neither character can stand in JSON.
\set as_lines ' (FORMAT csv, DELIMITER E''\\x02'', QUOTE E''\\x01'')'
\set copy_90 '\\copy delivered (line) FROM ''' :rows '/' :date '-90d.jsonl''' :as_lines
:copy_90
ALTER TABLE delivered ALTER COLUMN window_days SET DEFAULT 30;
\set copy_30 '\\copy delivered (line) FROM ''' :rows '/' :date '-30d.jsonl''' :as_lines
:copy_30

CREATE TEMPORARY TABLE observed ON COMMIT DROP AS
SELECT seen, window_days, line,
  (line ->> 'id') COLLATE "C" AS tiktok_video_id, lower(line ->> 'username') AS username,
  line ->> 'title' AS title, (line ->> 'video_post_time')::timestamptz AS posted_at,
  ((line #>> '{gmv,amount}')::numeric * 100)::bigint AS gmv_cents,
  ((line #>> '{gpm,amount}')::numeric * 100)::bigint AS gpm_cents,
  ((line #>> '{est_commission,amount}')::numeric * 100)::bigint AS est_commission_cents,
  (line ->> 'views')::bigint AS views, (line ->> 'items_sold')::bigint AS items_sold,
  (line ->> 'affiliate_orders')::bigint AS affiliate_orders, (line ->> 'likes')::bigint AS likes,
  (line ->> 'comments')::bigint AS comments, (line ->> 'shares')::bigint AS shares,
  round((line ->> 'click_through_rate')::numeric * 100, 4) AS ctr,
  (line ->> 'duration')::bigint AS duration,
  CASE WHEN line ? 'hash_tags'
    THEN ARRAY(SELECT jsonb_array_elements_text(line -> 'hash_tags')) END AS hash_tags
FROM delivered;

CREATE TEMPORARY TABLE of_window ON COMMIT DROP AS
SELECT DISTINCT ON (window_days, tiktok_video_id) *,
  num_nonnulls(gmv_cents, gpm_cents, views, items_sold, ctr, duration, posted_at, hash_tags)
    AS present
FROM observed
ORDER BY window_days, tiktok_video_id, gmv_cents DESC NULLS LAST,
  views DESC NULLS LAST, items_sold DESC NULLS LAST, present DESC, seen;
CREATE TEMPORARY TABLE canonical ON COMMIT DROP AS
SELECT DISTINCT ON (tiktok_video_id) * FROM of_window
ORDER BY tiktok_video_id, gmv_cents DESC NULLS LAST, views DESC NULLS LAST,
  items_sold DESC NULLS LAST, present DESC, window_days DESC;
ANALYZE of_window;
ANALYZE canonical;

INSERT INTO creators (tiktok_username)
SELECT DISTINCT username FROM canonical c
WHERE NOT EXISTS (SELECT 1 FROM creators WHERE tiktok_username = c.username) ORDER BY username;

MERGE INTO creator_videos AS t
USING (SELECT o.*, c.id AS creator_id FROM canonical o
       JOIN creators c ON c.tiktok_username = o.username ORDER BY o.tiktok_video_id) AS e
ON t.brand_id = 1 AND t.tiktok_video_id = e.tiktok_video_id
WHEN MATCHED AND (e.gmv_cents > t.gmv_cents OR e.views > t.impressions
  OR e.items_sold > t.items_sold OR e.affiliate_orders > t.affiliate_orders
  OR e.likes > t.likes OR e.comments > t.comments OR e.shares > t.shares
  OR e.est_commission_cents > coalesce(t.est_commission_cents, -1)
  OR (t.posted_at IS NULL AND e.posted_at IS NOT NULL)
  OR (e.gmv_cents >= t.gmv_cents
      AND (coalesce(e.gpm_cents, t.gpm_cents), coalesce(e.ctr, t.ctr),
           coalesce(e.duration, t.duration), coalesce(e.title, t.title),
           coalesce(e.hash_tags, t.hash_tags))
        IS DISTINCT FROM (t.gpm_cents, t.ctr, t.duration, t.title, t.hash_tags))) THEN UPDATE SET
  gmv_cents = greatest(t.gmv_cents, e.gmv_cents),
  impressions = greatest(t.impressions, e.views),
  items_sold = greatest(t.items_sold, e.items_sold),
  affiliate_orders = greatest(t.affiliate_orders, e.affiliate_orders),
  likes = greatest(t.likes, e.likes), comments = greatest(t.comments, e.comments),
  shares = greatest(t.shares, e.shares),
  est_commission_cents = greatest(t.est_commission_cents, e.est_commission_cents),
  gpm_cents = CASE WHEN e.gmv_cents >= t.gmv_cents
    THEN coalesce(e.gpm_cents, t.gpm_cents) ELSE t.gpm_cents END,
  ctr = CASE WHEN e.gmv_cents >= t.gmv_cents
    THEN coalesce(e.ctr, t.ctr) ELSE t.ctr END,
  duration = CASE WHEN e.gmv_cents >= t.gmv_cents
    THEN coalesce(e.duration, t.duration) ELSE t.duration END,
  title = CASE WHEN e.gmv_cents >= t.gmv_cents
    THEN coalesce(e.title, t.title) ELSE t.title END,
  hash_tags = CASE WHEN e.gmv_cents >= t.gmv_cents
    THEN coalesce(e.hash_tags, t.hash_tags) ELSE t.hash_tags END,
  posted_at = coalesce(t.posted_at, e.posted_at), updated_at = now()
WHEN NOT MATCHED THEN INSERT (
  brand_id, creator_id, tiktok_video_id, video_url, title, posted_at, gmv_cents, impressions,
  items_sold, affiliate_orders, likes, comments, shares, est_commission_cents, gpm_cents, ctr,
  duration, hash_tags, inserted_at, updated_at)
VALUES (
  1, e.creator_id, e.tiktok_video_id,
  'https://www.tiktok.com/@' || e.username || '/video/' || e.tiktok_video_id, e.title, e.posted_at,
  coalesce(e.gmv_cents, 0), coalesce(e.views, 0), coalesce(e.items_sold, 0),
  coalesce(e.affiliate_orders, 0), coalesce(e.likes, 0), coalesce(e.comments, 0),
  coalesce(e.shares, 0), e.est_commission_cents, e.gpm_cents, e.ctr, e.duration, e.hash_tags,
  now(), now());

MERGE INTO creator_video_metric_snapshots AS t
USING (SELECT o.*, v.id AS creator_video_id FROM of_window o
       LEFT JOIN creator_videos v ON v.brand_id = 1 AND v.tiktok_video_id = o.tiktok_video_id
       ORDER BY o.tiktok_video_id, o.window_days) AS e
ON t.brand_id = 1 AND t.tiktok_video_id = e.tiktok_video_id AND t.snapshot_date = :'date'
  AND t.window_days = e.window_days
WHEN MATCHED AND (e.gmv_cents > t.gmv_cents OR e.views > t.views
  OR e.items_sold > t.items_sold
  OR (e.gmv_cents >= t.gmv_cents
      AND (coalesce(e.gpm_cents, t.gpm_cents), coalesce(e.ctr, t.ctr),
           e.line) IS DISTINCT FROM (t.gpm_cents, t.ctr, t.raw_payload))) THEN UPDATE SET
  gmv_cents = greatest(t.gmv_cents, e.gmv_cents),
  views = greatest(t.views, e.views),
  items_sold = greatest(t.items_sold, e.items_sold),
  gpm_cents = CASE WHEN e.gmv_cents >= t.gmv_cents
    THEN coalesce(e.gpm_cents, t.gpm_cents) ELSE t.gpm_cents END,
  ctr = CASE WHEN e.gmv_cents >= t.gmv_cents
    THEN coalesce(e.ctr, t.ctr) ELSE t.ctr END,
  raw_payload = CASE WHEN e.gmv_cents >= t.gmv_cents
    THEN e.line ELSE t.raw_payload END,
  source_run_id = 'peer-' || :'date', updated_at = now()
WHEN NOT MATCHED THEN INSERT (
  brand_id, creator_video_id, tiktok_video_id, snapshot_date, window_days, gmv_cents, views,
  items_sold, gpm_cents, ctr, source_run_id, raw_payload, inserted_at, updated_at)
VALUES (
  1, e.creator_video_id, e.tiktok_video_id, :'date'::date, e.window_days, coalesce(e.gmv_cents, 0),
  coalesce(e.views, 0), coalesce(e.items_sold, 0), e.gpm_cents, e.ctr, 'peer-' || :'date', e.line,
  now(), now());
COMMIT;
