// SPDX-License-Identifier: BSL-1.0
// usage: node peer_chdb.js ROWS DATE csv|jsonl [figures]
//
// The job of `tidemark sync` into memory for brand 1 and one day, by hand in ClickHouse inside the
// process (chDB), for an empty state. `figures` prints counts and sums at the end. It trusts its
// input as peer_duckdb.js does. All threads read; a row's number in its file keeps the order.
const { rmSync } = require("node:fs");
const { Session } = require("chdb");
const [, , rows, date, format, wanted] = process.argv;

const csvTypes = `
  id String, title Nullable(String), username Nullable(String), video_post_time Nullable(DateTime),
  duration Nullable(Int64), hash_tags Nullable(String), gmv Nullable(Decimal(18, 2)),
  gpm Nullable(Decimal(18, 2)), sku_orders Nullable(Int64), items_sold Nullable(Int64),
  views Nullable(Int64), affiliate_orders Nullable(Int64), likes Nullable(Int64),
  comments Nullable(Int64), shares Nullable(Int64), est_commission Nullable(Decimal(18, 2)),
  click_through_rate Nullable(Decimal(12, 6))`;
const money = "Tuple(amount Nullable(Decimal(18, 2)), currency Nullable(String))";
const jsonTypes = `Tuple(
  id String, title Nullable(String), username Nullable(String), video_post_time Nullable(DateTime),
  duration Nullable(Int64), hash_tags Array(String), gmv ${money}, gpm ${money},
  items_sold Nullable(Int64), views Nullable(Int64), affiliate_orders Nullable(Int64),
  likes Nullable(Int64), comments Nullable(Int64), shares Nullable(Int64),
  est_commission ${money}, click_through_rate Nullable(Decimal(12, 6)))`;

function windowRows(days) {
  const file = `'${rows}/${date}-${days}d.${format}'`;
  const columns = (row, amount) => `
    toInt32(${days}) AS window_days, toInt64(_row_number) + ${days === 90 ? 0 : 1e12} AS seen,
    ${row}id AS tiktok_video_id,
    lower(${row}username) AS username, ${row}title AS title, ${row}video_post_time AS posted_at,
    toInt64(${row}gmv${amount} * 100) AS gmv_cents, toInt64(${row}gpm${amount} * 100) AS gpm_cents,
    toInt64(${row}est_commission${amount} * 100) AS est_commission_cents, ${row}views AS views,
    ${row}items_sold AS items_sold, ${row}affiliate_orders AS affiliate_orders,
    ${row}likes AS likes, ${row}comments AS comments, ${row}shares AS shares,
    CAST(${row}click_through_rate * 100 AS Nullable(Decimal(9, 4))) AS ctr,
    ${row}duration AS duration`;
  const source = format === "csv"
    ? `SELECT ${columns("s.", "")}, splitByChar('|', ifNull(s.hash_tags, '')) AS hash_tags,
         s.sku_orders AS sku_orders FROM file(${file}, 'CSVWithNames', '${csvTypes}') AS s`
    : `SELECT ${columns("s.", ".amount")}, s.hash_tags AS hash_tags, line
       FROM (SELECT _row_number, json AS line, JSONExtract(json, '${jsonTypes}') AS s
             FROM file(${file}, 'JSONAsString', 'json String'))`;
  return `
    SELECT *, (gmv_cents IS NOT NULL) + (gpm_cents IS NOT NULL) + (views IS NOT NULL)
      + (items_sold IS NOT NULL) + (ctr IS NOT NULL) + (duration IS NOT NULL)
      + (posted_at IS NOT NULL) + notEmpty(hash_tags) AS present
    FROM (${source})`;
}

// A CSV row is stored as an object in the names of its columns, a JSON line as it is.
const payload = format === "jsonl" ? "o.line" : `toJSONString(CAST(
  tuple(o.tiktok_video_id, o.title, o.username, o.posted_at, o.duration, o.hash_tags,
    toDecimal64(o.gmv_cents, 2) / 100, toDecimal64(o.gpm_cents, 2) / 100, o.sku_orders,
    o.items_sold, o.views, o.affiliate_orders, o.likes, o.comments, o.shares,
    toDecimal64(o.est_commission_cents, 2) / 100, o.ctr / 100),
  '${`Tuple(${csvTypes})`.replace("hash_tags Nullable(String)", "hash_tags Array(String)")}'))`;

// Missing loses to every value, and of equal rows the first wins: the 90-day window comes first.
const lowest = "-9223372036854775808";
const rank = `(ifNull(gmv_cents, ${lowest}), ifNull(views, ${lowest}),
  ifNull(items_sold, ${lowest}), present, -seen)`;
const picked = (from, key) => `
  SELECT * FROM ${from}
  WHERE seen IN (SELECT argMax(seen, ${rank}) FROM ${from} GROUP BY ${key})`;

const table = (name, query) => `CREATE TABLE ${name} ENGINE = Memory AS ${query}`;
const steps = [
  "SET join_use_nulls = 1, session_timezone = 'UTC'",
  "CREATE DATABASE peer",
  "USE peer",
  table("observed", windowRows(90)),
  `INSERT INTO observed ${windowRows(30)}`,
  table("of_window", picked("observed", "window_days, tiktok_video_id")),
  table("canonical", picked("of_window", "tiktok_video_id")),
  table("creators", `
    SELECT rowNumberInAllBlocks() + 1 AS id, username AS tiktok_username
    FROM (SELECT DISTINCT username FROM canonical WHERE username IS NOT NULL ORDER BY username)`),
  table("creator_videos", `
    SELECT rowNumberInAllBlocks() + 1 AS id, toInt64(1) AS brand_id, c.id AS creator_id,
      o.tiktok_video_id AS tiktok_video_id,
      concat('https://www.tiktok.com/@', o.username, '/video/', o.tiktok_video_id) AS video_url,
      o.title AS title, o.posted_at AS posted_at, ifNull(o.gmv_cents, 0) AS gmv_cents,
      ifNull(o.views, 0) AS impressions, ifNull(o.items_sold, 0) AS items_sold,
      ifNull(o.affiliate_orders, 0) AS affiliate_orders, ifNull(o.likes, 0) AS likes,
      ifNull(o.comments, 0) AS comments, ifNull(o.shares, 0) AS shares,
      o.est_commission_cents AS est_commission_cents, o.gpm_cents AS gpm_cents, o.ctr AS ctr,
      o.duration AS duration, o.hash_tags AS hash_tags, now() AS inserted_at, now() AS updated_at
    FROM canonical AS o JOIN creators AS c ON c.tiktok_username = o.username`),
  table("creator_video_metric_snapshots", `
    SELECT rowNumberInAllBlocks() + 1 AS id, toInt64(1) AS brand_id, v.id AS creator_video_id,
      o.tiktok_video_id AS tiktok_video_id, toDate('${date}') AS snapshot_date,
      o.window_days AS window_days, ifNull(o.gmv_cents, 0) AS gmv_cents,
      ifNull(o.views, 0) AS views, ifNull(o.items_sold, 0) AS items_sold,
      o.gpm_cents AS gpm_cents, o.ctr AS ctr, 'peer-${date}' AS source_run_id,
      ${payload} AS raw_payload, now() AS inserted_at, now() AS updated_at
    FROM of_window AS o
    LEFT JOIN (SELECT id, tiktok_video_id FROM creator_videos) AS v
    ON v.tiktok_video_id = o.tiktok_video_id`),
];

// One line a table, as peer_duckdb.js prints them.
const figures = [
  `SELECT 'videos', count(), sum(gmv_cents), sum(impressions), sum(items_sold),
     sum(affiliate_orders), sum(likes), sum(comments), sum(shares), sum(est_commission_cents),
     sum(gpm_cents), toInt64(sum(ctr * 10000)), sum(duration), count(posted_at),
     sum(lengthUTF8(title)), sum(lengthUTF8(toJSONString(hash_tags))), sum(length(video_url))
   FROM creator_videos`,
  `SELECT 'snapshots', snapshot_date, window_days, count(), count(creator_video_id),
     sum(gmv_cents), sum(views), sum(items_sold), sum(gpm_cents), toInt64(sum(ctr * 10000)),
     count(raw_payload)
   FROM creator_video_metric_snapshots GROUP BY snapshot_date, window_days
   ORDER BY snapshot_date, window_days`,
  "SELECT 'creators', count() FROM creators",
];

const session = new Session();
for (const step of steps) session.query(step);
for (const query of wanted === "figures" ? figures : [])
  process.stdout.write(session.query(query, "TSV").replaceAll("\t", "|"));
rmSync(session.path, { recursive: true }); // its folder; all tables are in memory
process.reallyExit(0); // the system takes memory back faster
