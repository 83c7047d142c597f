// SPDX-License-Identifier: BSL-1.0
// usage: node peer_duckdb.js ROWS DATE csv|jsonl DATABASE [figures]
//
// The job of `tidemark sync` for brand 1 and one day, by hand in DuckDB; DATABASE is a file or
// :memory:. `figures` prints counts and sums at the end. It trusts its input: no row is checked or
// rejected, and there is no lock, ledger or explanation. Of the forms that were tried, this is the
// fastest: rows are picked by their rowid (arg_max), so that only what decides is copied; MERGE
// writes; the tables have no unique index, which would take it a third longer.
const { DuckDBInstance } = require("@duckdb/node-api");
const [, , rows, date, format, database, wanted] = process.argv;

// The columns of a window's file, as the tables have them; `payload` makes what is stored of a row.
const csvTypes = {
  id: "VARCHAR", title: "VARCHAR", username: "VARCHAR", video_post_time: "TIMESTAMP",
  duration: "BIGINT", hash_tags: "VARCHAR", gmv: "DECIMAL(18,2)", gpm: "DECIMAL(18,2)",
  sku_orders: "BIGINT", items_sold: "BIGINT", views: "BIGINT", affiliate_orders: "BIGINT",
  likes: "BIGINT", comments: "BIGINT", shares: "BIGINT", est_commission: "DECIMAL(18,2)",
  click_through_rate: "DECIMAL(12,6)",
};
const money = '{"amount": "DECIMAL(18,2)", "currency": "VARCHAR"}';
const jsonTypes = `{
  "id": "VARCHAR", "username": "VARCHAR", "title": "VARCHAR", "video_post_time": "TIMESTAMP",
  "gmv": ${money}, "gpm": ${money}, "est_commission": ${money}, "views": "BIGINT",
  "items_sold": "BIGINT", "affiliate_orders": "BIGINT", "likes": "BIGINT", "comments": "BIGINT",
  "shares": "BIGINT", "click_through_rate": "DECIMAL(12,6)", "duration": "BIGINT",
  "hash_tags": ["VARCHAR"]}`;

function windowRows(days) {
  const file = `'${rows}/${date}-${days}d.${format}'`;
  const columns = (row, amount) => `
    ${days}::INTEGER AS window_days, ${row}id AS tiktok_video_id,
    lower(${row}username) AS username, ${row}title AS title,
    ${row}video_post_time AS posted_at, (${row}gmv${amount} * 100)::BIGINT AS gmv_cents,
    (${row}gpm${amount} * 100)::BIGINT AS gpm_cents,
    (${row}est_commission${amount} * 100)::BIGINT AS est_commission_cents, ${row}views AS views,
    ${row}items_sold AS items_sold, ${row}affiliate_orders AS affiliate_orders,
    ${row}likes AS likes, ${row}comments AS comments, ${row}shares AS shares,
    (${row}click_through_rate * 100)::DECIMAL(9,4) AS ctr, ${row}duration AS duration`;
  const present = `
    (gmv_cents IS NOT NULL)::TINYINT + (gpm_cents IS NOT NULL)::TINYINT
    + (views IS NOT NULL)::TINYINT + (items_sold IS NOT NULL)::TINYINT
    + (ctr IS NOT NULL)::TINYINT + (duration IS NOT NULL)::TINYINT
    + (posted_at IS NOT NULL)::TINYINT + (hash_tags IS NOT NULL)::TINYINT AS present`;
  const source = format === "csv"
    ? `SELECT ${columns("", "")}, string_split(hash_tags, '|') AS hash_tags, sku_orders
       FROM read_csv(${file}, header = true, delim = ',', quote = '"', escape = '"',
                     columns = ${JSON.stringify(csvTypes).replaceAll('"', "'")})`
    : `SELECT ${columns("s.", ".amount")}, s.hash_tags AS hash_tags, line
       FROM (SELECT json AS line, json_transform(json, '${jsonTypes}') AS s
             FROM read_json_objects(${file}, format = 'newline_delimited'))`;
  return `SELECT *, ${present} FROM (${source})`;
}

// A CSV row is stored as an object in the names of its columns, a JSON line as it is.
const payload = format === "jsonl" ? "o.line" : `to_json({
  id: o.tiktok_video_id, title: o.title, username: o.username, video_post_time: o.posted_at,
  duration: o.duration, hash_tags: o.hash_tags, gmv: (o.gmv_cents / 100)::DECIMAL(18,2),
  gpm: (o.gpm_cents / 100)::DECIMAL(18,2), sku_orders: o.sku_orders, items_sold: o.items_sold,
  views: o.views, affiliate_orders: o.affiliate_orders, likes: o.likes, comments: o.comments,
  shares: o.shares, est_commission: (o.est_commission_cents / 100)::DECIMAL(18,2),
  click_through_rate: o.ctr})`;

const tables = `
  CREATE SEQUENCE IF NOT EXISTS creator_ids;
  CREATE SEQUENCE IF NOT EXISTS video_ids;
  CREATE SEQUENCE IF NOT EXISTS snapshot_ids;
  CREATE TABLE IF NOT EXISTS creators (
    id BIGINT NOT NULL DEFAULT nextval('creator_ids'), tiktok_username VARCHAR NOT NULL);
  CREATE TABLE IF NOT EXISTS creator_videos (
    id BIGINT NOT NULL DEFAULT nextval('video_ids'), brand_id BIGINT NOT NULL,
    creator_id BIGINT NOT NULL, tiktok_video_id VARCHAR NOT NULL, video_url VARCHAR,
    title VARCHAR, posted_at TIMESTAMP, gmv_cents BIGINT NOT NULL, impressions BIGINT NOT NULL,
    items_sold BIGINT NOT NULL, affiliate_orders BIGINT NOT NULL, likes BIGINT NOT NULL,
    comments BIGINT NOT NULL, shares BIGINT NOT NULL, est_commission_cents BIGINT,
    gpm_cents BIGINT, ctr DECIMAL(9,4), duration BIGINT, hash_tags VARCHAR[],
    inserted_at TIMESTAMPTZ NOT NULL, updated_at TIMESTAMPTZ NOT NULL);
  CREATE TABLE IF NOT EXISTS creator_video_metric_snapshots (
    id BIGINT NOT NULL DEFAULT nextval('snapshot_ids'), brand_id BIGINT NOT NULL,
    creator_video_id BIGINT, tiktok_video_id VARCHAR NOT NULL, snapshot_date DATE NOT NULL,
    window_days INTEGER NOT NULL, gmv_cents BIGINT NOT NULL, views BIGINT NOT NULL,
    items_sold BIGINT NOT NULL, gpm_cents BIGINT, ctr DECIMAL(9,4),
    source_run_id VARCHAR NOT NULL, raw_payload JSON, inserted_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL)`;

// Missing loses to every value, and of equal rows the first wins.
const lowest = "-9223372036854775808";
const rank = (seen) => `{
  gmv: coalesce(gmv_cents, ${lowest}), views: coalesce(views, ${lowest}),
  items: coalesce(items_sold, ${lowest}), present: present, seen: -${seen}}`;

const counters = {
  gmv_cents: "gmv_cents", impressions: "views", items_sold: "items_sold",
  affiliate_orders: "affiliate_orders", likes: "likes", comments: "comments", shares: "shares",
};
const gated = ["gpm_cents", "ctr", "duration", "title", "video_url", "hash_tags"];
const gate = "e.gmv_cents >= t.gmv_cents";
const differs = (column) => `(e.${column} IS NOT NULL AND e.${column} IS DISTINCT FROM t.${column})`;
const taken = (column) =>
  `${column} = CASE WHEN ${gate} THEN coalesce(e.${column}, t.${column}) ELSE t.${column} END`;

const mergeVideos = `
  MERGE INTO creator_videos AS t
  USING (SELECT o.*, c.id AS creator_id,
                'https://www.tiktok.com/@' || o.username || '/video/' || o.tiktok_video_id
                  AS video_url
         FROM canonical AS o JOIN creators AS c ON c.tiktok_username = o.username) AS e
  ON t.brand_id = 1 AND t.tiktok_video_id = e.tiktok_video_id
  WHEN MATCHED AND (
    ${Object.entries(counters).map(([to, from]) => `e.${from} > t.${to}`).join(" OR ")}
    OR (e.est_commission_cents IS NOT NULL AND (t.est_commission_cents IS NULL
        OR e.est_commission_cents > t.est_commission_cents))
    OR (t.posted_at IS NULL AND e.posted_at IS NOT NULL) OR e.creator_id <> t.creator_id
    OR (${gate} AND (${gated.map(differs).join(" OR ")})))
  THEN UPDATE SET
    ${Object.entries(counters).map(([to, from]) => `${to} = greatest(t.${to}, e.${from})`).join()},
    est_commission_cents = greatest(t.est_commission_cents, e.est_commission_cents),
    ${gated.map(taken).join()}, posted_at = coalesce(t.posted_at, e.posted_at),
    creator_id = e.creator_id, updated_at = now()
  WHEN NOT MATCHED THEN INSERT (
    brand_id, creator_id, tiktok_video_id, video_url, title, posted_at,
    ${Object.keys(counters).join()}, est_commission_cents, gpm_cents, ctr, duration, hash_tags,
    inserted_at, updated_at)
  VALUES (
    1, e.creator_id, e.tiktok_video_id, e.video_url, e.title, e.posted_at,
    ${Object.values(counters).map((from) => `coalesce(e.${from}, 0)`).join()},
    e.est_commission_cents, e.gpm_cents, e.ctr, e.duration, e.hash_tags, now(), now())`;

const mergeSnapshots = `
  MERGE INTO creator_video_metric_snapshots AS t
  USING (SELECT o.*, v.id AS creator_video_id, ${payload} AS raw_payload
         FROM of_window AS o
         LEFT JOIN (SELECT id, tiktok_video_id FROM creator_videos WHERE brand_id = 1) AS v
         USING (tiktok_video_id)) AS e
  ON t.brand_id = 1 AND t.tiktok_video_id = e.tiktok_video_id
    AND t.snapshot_date = DATE '${date}' AND t.window_days = e.window_days
  WHEN MATCHED AND (
    e.gmv_cents > t.gmv_cents OR e.views > t.views OR e.items_sold > t.items_sold
    OR ${differs("creator_video_id")}
    OR (${gate} AND (${["gpm_cents", "ctr", "raw_payload"].map(differs).join(" OR ")})))
  THEN UPDATE SET
    gmv_cents = greatest(t.gmv_cents, e.gmv_cents), views = greatest(t.views, e.views),
    items_sold = greatest(t.items_sold, e.items_sold),
    ${["gpm_cents", "ctr", "raw_payload"].map(taken).join()},
    creator_video_id = coalesce(e.creator_video_id, t.creator_video_id),
    source_run_id = 'peer-${date}', updated_at = now()
  WHEN NOT MATCHED THEN INSERT (
    brand_id, creator_video_id, tiktok_video_id, snapshot_date, window_days, gmv_cents, views,
    items_sold, gpm_cents, ctr, source_run_id, raw_payload, inserted_at, updated_at)
  VALUES (
    1, e.creator_video_id, e.tiktok_video_id, DATE '${date}', e.window_days,
    coalesce(e.gmv_cents, 0), coalesce(e.views, 0), coalesce(e.items_sold, 0), e.gpm_cents, e.ctr,
    'peer-${date}', e.raw_payload, now(), now())`;

const steps = [
  tables,
  "BEGIN",
  // The rowid is the order of arrival; a window after the other, so that all threads read.
  `CREATE TEMP TABLE observed AS ${windowRows(90)}`,
  `INSERT INTO observed ${windowRows(30)}`,
  `CREATE TEMP TABLE window_ids AS
   SELECT s.rowid AS seen, s.window_days, s.tiktok_video_id, gmv_cents, views, items_sold, present
   FROM observed AS s
   SEMI JOIN (SELECT arg_max(rowid, ${rank("rowid")}) AS seen FROM observed
              GROUP BY window_days, tiktok_video_id) AS w ON s.rowid = w.seen`,
  `CREATE TEMP TABLE canonical_ids AS
   SELECT arg_max(seen, ${rank("seen")}) AS seen FROM window_ids GROUP BY tiktok_video_id`,
  `CREATE TEMP VIEW of_window AS
   SELECT o.* FROM observed AS o SEMI JOIN window_ids AS w ON o.rowid = w.seen`,
  `CREATE TEMP VIEW canonical AS
   SELECT o.* FROM observed AS o SEMI JOIN canonical_ids AS w ON o.rowid = w.seen`,
  `INSERT INTO creators (tiktok_username)
   SELECT username
   FROM (SELECT DISTINCT username FROM canonical WHERE username IS NOT NULL) AS named
   ANTI JOIN creators ON creators.tiktok_username = named.username ORDER BY username`,
  mergeVideos,
  mergeSnapshots,
  "COMMIT",
];

// One line a table, as tests/bench/run prints them for the other databases.
const figures = [
  `SELECT 'videos', count(*), sum(gmv_cents), sum(impressions), sum(items_sold),
     sum(affiliate_orders), sum(likes), sum(comments), sum(shares), sum(est_commission_cents),
     sum(gpm_cents), sum(ctr * 10000)::BIGINT, sum(duration), count(posted_at),
     sum(length(title)), sum(length(to_json(hash_tags))), sum(length(video_url))
   FROM creator_videos`,
  `SELECT 'snapshots', snapshot_date, window_days, count(*), count(creator_video_id),
     sum(gmv_cents), sum(views), sum(items_sold), sum(gpm_cents), sum(ctr * 10000)::BIGINT,
     count(raw_payload)
   FROM creator_video_metric_snapshots GROUP BY snapshot_date, window_days
   ORDER BY snapshot_date, window_days`,
  "SELECT 'creators', count(*) FROM creators",
];

async function main() {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  for (const step of steps) await connection.run(step);
  if (database !== ":memory:") await connection.run("CHECKPOINT");
  for (const query of wanted === "figures" ? figures : [])
    for (const row of (await connection.runAndReadAll(query)).getRows())
      console.log(row.map(String).join("|"));
  if (database !== ":memory:") {
    connection.closeSync();
    instance.closeSync();
  }
  process.reallyExit(0); // the system takes memory back faster
}

main().catch((problem) => {
  console.error(String(problem).slice(0, 3000));
  process.exit(1);
});
