-- SPDX-License-Identifier: BSL-1.0
-- The job of `tidemark sync` for one brand and day, by hand, for the sqlite3 shell: what a careful
-- person would write who needs just this. It trusts its input: no row is checked or rejected, the
-- payload is kept as delivered, and there is no lock, ledger, explanation or table for period
-- queries. @ROWS@ and @DATE@ are filled in by tests/bench/run.
.bail on
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -262144;
PRAGMA temp_store = MEMORY;

CREATE TABLE IF NOT EXISTS creators (
  id INTEGER PRIMARY KEY, tiktok_username TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS creator_videos (
  id INTEGER PRIMARY KEY, brand_id INTEGER NOT NULL, creator_id INTEGER NOT NULL,
  tiktok_video_id TEXT NOT NULL, video_url TEXT, title TEXT, posted_at TEXT,
  gmv_cents INTEGER NOT NULL, impressions INTEGER NOT NULL, items_sold INTEGER NOT NULL,
  affiliate_orders INTEGER NOT NULL, likes INTEGER NOT NULL, comments INTEGER NOT NULL,
  shares INTEGER NOT NULL, est_commission_cents INTEGER, gpm_cents INTEGER, ctr REAL,
  duration INTEGER, hash_tags TEXT, inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS creator_videos_key ON creator_videos (brand_id, tiktok_video_id);
CREATE TABLE IF NOT EXISTS creator_video_metric_snapshots (
  id INTEGER PRIMARY KEY, brand_id INTEGER NOT NULL, creator_video_id INTEGER,
  tiktok_video_id TEXT NOT NULL, snapshot_date TEXT NOT NULL, window_days INTEGER NOT NULL,
  gmv_cents INTEGER NOT NULL, views INTEGER NOT NULL, items_sold INTEGER NOT NULL,
  gpm_cents INTEGER, ctr REAL, source_run_id TEXT NOT NULL, raw_payload TEXT,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS snapshots_key ON creator_video_metric_snapshots
  (brand_id, tiktok_video_id, window_days, snapshot_date);

CREATE TEMP TABLE delivered_90 (line TEXT);
CREATE TEMP TABLE delivered_30 (line TEXT);
.mode ascii
.separator "\001" "\n"
.import --schema temp @ROWS@/@DATE@-90d.jsonl delivered_90
.import --schema temp @ROWS@/@DATE@-30d.jsonl delivered_30
.mode list

BEGIN IMMEDIATE;
CREATE TEMP TABLE observed AS
SELECT window_days, seen, tiktok_video_id, gmv_cents, views, items_sold,
       (gmv_cents IS NOT NULL) + (gpm_cents IS NOT NULL) + (views IS NOT NULL) +
         (items_sold IS NOT NULL) + (ctr IS NOT NULL) + (duration IS NOT NULL) +
         (posted_at IS NOT NULL) + (hash_tags IS NOT NULL) AS present,
       username, title, posted_at, gpm_cents, est_commission_cents, affiliate_orders, likes,
       comments, shares, ctr, duration, hash_tags, line
FROM (SELECT window_days, seen, line,
             line ->> '$.id' AS tiktok_video_id,
             lower(line ->> '$.username') AS username,
             line ->> '$.title' AS title,
             line ->> '$.video_post_time' AS posted_at,
             CAST(replace(line ->> '$.gmv.amount', '.', '') AS INTEGER) AS gmv_cents,
             CAST(replace(line ->> '$.gpm.amount', '.', '') AS INTEGER) AS gpm_cents,
             CAST(replace(line ->> '$.est_commission.amount', '.', '') AS INTEGER)
               AS est_commission_cents,
             line ->> '$.views' AS views,
             line ->> '$.items_sold' AS items_sold,
             line ->> '$.affiliate_orders' AS affiliate_orders,
             line ->> '$.likes' AS likes,
             line ->> '$.comments' AS comments,
             line ->> '$.shares' AS shares,
             round((line ->> '$.click_through_rate') * 100, 4) AS ctr,
             line ->> '$.duration' AS duration,
             line ->> '$.hash_tags' AS hash_tags
      FROM (SELECT 90 AS window_days, rowid AS seen, line FROM delivered_90
            UNION ALL SELECT 30, rowid, line FROM delivered_30));

-- Only what decides is sorted; the winners' rows are fetched by their rowid.
CREATE TEMP TABLE of_window_id AS
SELECT id FROM (
  SELECT rowid AS id, row_number() OVER (
    PARTITION BY window_days, tiktok_video_id
    ORDER BY gmv_cents DESC NULLS LAST, views DESC NULLS LAST, items_sold DESC NULLS LAST,
             present DESC, seen) AS place
  FROM observed) WHERE place = 1;
CREATE TEMP TABLE of_window AS
SELECT o.* FROM of_window_id AS w CROSS JOIN observed AS o ON o.rowid = w.id;
CREATE TEMP TABLE canonical_id AS
SELECT id FROM (
  SELECT rowid AS id, row_number() OVER (
    PARTITION BY tiktok_video_id
    ORDER BY gmv_cents DESC NULLS LAST, views DESC NULLS LAST, items_sold DESC NULLS LAST,
             present DESC, window_days DESC) AS place
  FROM of_window) WHERE place = 1;
CREATE TEMP TABLE canonical AS
SELECT o.* FROM canonical_id AS w CROSS JOIN of_window AS o ON o.rowid = w.id;

INSERT OR IGNORE INTO creators (tiktok_username)
SELECT DISTINCT username FROM canonical ORDER BY username;

UPDATE creator_videos AS t SET
  gmv_cents = max(t.gmv_cents, ifnull(e.gmv_cents, t.gmv_cents)),
  impressions = max(t.impressions, ifnull(e.views, t.impressions)),
  items_sold = max(t.items_sold, ifnull(e.items_sold, t.items_sold)),
  affiliate_orders = max(t.affiliate_orders, ifnull(e.affiliate_orders, t.affiliate_orders)),
  likes = max(t.likes, ifnull(e.likes, t.likes)),
  comments = max(t.comments, ifnull(e.comments, t.comments)),
  shares = max(t.shares, ifnull(e.shares, t.shares)),
  est_commission_cents = ifnull(max(t.est_commission_cents, e.est_commission_cents),
                                ifnull(t.est_commission_cents, e.est_commission_cents)),
  gpm_cents = iif(e.gmv_cents >= t.gmv_cents, ifnull(e.gpm_cents, t.gpm_cents), t.gpm_cents),
  ctr = iif(e.gmv_cents >= t.gmv_cents, ifnull(e.ctr, t.ctr), t.ctr),
  duration = iif(e.gmv_cents >= t.gmv_cents, ifnull(e.duration, t.duration), t.duration),
  title = iif(e.gmv_cents >= t.gmv_cents, ifnull(e.title, t.title), t.title),
  hash_tags = iif(e.gmv_cents >= t.gmv_cents, ifnull(e.hash_tags, t.hash_tags), t.hash_tags),
  posted_at = ifnull(t.posted_at, e.posted_at),
  updated_at = datetime('now')
FROM canonical AS e
WHERE t.brand_id = 1 AND t.tiktok_video_id = e.tiktok_video_id
  AND (e.gmv_cents > t.gmv_cents OR e.views > t.impressions OR e.items_sold > t.items_sold
       OR e.affiliate_orders > t.affiliate_orders OR e.likes > t.likes
       OR e.comments > t.comments OR e.shares > t.shares
       OR e.est_commission_cents > ifnull(t.est_commission_cents, -1)
       OR (t.posted_at IS NULL AND e.posted_at IS NOT NULL)
       OR (e.gmv_cents >= t.gmv_cents
           AND (ifnull(e.gpm_cents, t.gpm_cents) IS NOT t.gpm_cents
                OR ifnull(e.ctr, t.ctr) IS NOT t.ctr
                OR ifnull(e.duration, t.duration) IS NOT t.duration
                OR ifnull(e.title, t.title) IS NOT t.title
                OR ifnull(e.hash_tags, t.hash_tags) IS NOT t.hash_tags)));

INSERT INTO creator_videos (
  brand_id, creator_id, tiktok_video_id, video_url, title, posted_at, gmv_cents, impressions,
  items_sold, affiliate_orders, likes, comments, shares, est_commission_cents, gpm_cents, ctr,
  duration, hash_tags, inserted_at, updated_at)
SELECT 1, c.id, e.tiktok_video_id,
  'https://www.tiktok.com/@' || e.username || '/video/' || e.tiktok_video_id, e.title, e.posted_at,
  ifnull(e.gmv_cents, 0), ifnull(e.views, 0), ifnull(e.items_sold, 0),
  ifnull(e.affiliate_orders, 0), ifnull(e.likes, 0), ifnull(e.comments, 0), ifnull(e.shares, 0),
  e.est_commission_cents, e.gpm_cents, e.ctr, e.duration, e.hash_tags,
  datetime('now'), datetime('now')
FROM canonical AS e JOIN creators AS c ON c.tiktok_username = e.username
WHERE NOT EXISTS (SELECT 1 FROM creator_videos AS t
                  WHERE t.brand_id = 1 AND t.tiktok_video_id = e.tiktok_video_id);

UPDATE creator_video_metric_snapshots AS t SET
  gmv_cents = max(t.gmv_cents, ifnull(e.gmv_cents, t.gmv_cents)),
  views = max(t.views, ifnull(e.views, t.views)),
  items_sold = max(t.items_sold, ifnull(e.items_sold, t.items_sold)),
  gpm_cents = iif(e.gmv_cents >= t.gmv_cents, ifnull(e.gpm_cents, t.gpm_cents), t.gpm_cents),
  ctr = iif(e.gmv_cents >= t.gmv_cents, ifnull(e.ctr, t.ctr), t.ctr),
  raw_payload = iif(e.gmv_cents >= t.gmv_cents, e.line, t.raw_payload),
  source_run_id = 'peer-@DATE@',
  updated_at = datetime('now')
FROM of_window AS e
WHERE t.brand_id = 1 AND t.tiktok_video_id = e.tiktok_video_id AND t.snapshot_date = '@DATE@'
  AND t.window_days = e.window_days
  AND (e.gmv_cents > t.gmv_cents OR e.views > t.views OR e.items_sold > t.items_sold
       OR (e.gmv_cents >= t.gmv_cents
           AND (ifnull(e.gpm_cents, t.gpm_cents) IS NOT t.gpm_cents
                OR ifnull(e.ctr, t.ctr) IS NOT t.ctr OR e.line IS NOT t.raw_payload)));

INSERT INTO creator_video_metric_snapshots (
  brand_id, creator_video_id, tiktok_video_id, snapshot_date, window_days, gmv_cents, views,
  items_sold, gpm_cents, ctr, source_run_id, raw_payload, inserted_at, updated_at)
SELECT 1, v.id, e.tiktok_video_id, '@DATE@', e.window_days, ifnull(e.gmv_cents, 0),
  ifnull(e.views, 0), ifnull(e.items_sold, 0), e.gpm_cents, e.ctr, 'peer-@DATE@', e.line,
  datetime('now'), datetime('now')
FROM of_window AS e
JOIN creator_videos AS v ON v.brand_id = 1 AND v.tiktok_video_id = e.tiktok_video_id
WHERE NOT EXISTS (SELECT 1 FROM creator_video_metric_snapshots AS t
                  WHERE t.brand_id = 1 AND t.tiktok_video_id = e.tiktok_video_id
                    AND t.snapshot_date = '@DATE@' AND t.window_days = e.window_days);
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
