// SPDX-License-Identifier: BSL-1.0
// usage: node peer_polars.js ROWS DATE csv|jsonl [figures]
//
// The job of `tidemark sync` into memory for brand 1 and one day, by hand in Polars, for an empty
// state. `figures` prints counts and sums at the end. It trusts its input as peer_duckdb.js does,
// and that amounts have two decimals and rates four. Only what decides is sorted; the rows that win
// are gathered by their position.
const pl = require("nodejs-polars");
const [, , rows, date, format, wanted] = process.argv;
const { col, lit } = pl;
const integer = pl.Int64;
const text = pl.Utf8;

const csvTypes = {
  id: text, title: text, username: text, video_post_time: text, duration: integer, hash_tags: text,
  gmv: text, gpm: text, sku_orders: integer, items_sold: integer, views: integer,
  affiliate_orders: integer, likes: integer, comments: integer, shares: integer,
  est_commission: text, click_through_rate: text,
};
const moneyKeys = ["gmv", "gpm", "est_commission"];
const withoutPoint = (value) => value.str.replace("\\.", "").cast(integer);

/** The rows of a window's file, of which `line` or the CSV columns make what is stored of a row. */
function windowRows(days) {
  const file = `${rows}/${date}-${days}d.${format}`;
  let read;
  if (format === "csv") {
    read = pl.readCSV(file, { dtypes: csvTypes });
  } else {
    const lines = pl.readCSV(file, {
      hasHeader: false, sep: "\x01", quoteChar: "", dtypes: { column_1: text },
    });
    read = pl.scanJson(file, { inferSchemaLength: 1000 }).collectSync();
    read = read.withColumns(lines.getColumn("column_1").rename("line"));
  }
  const amount = (key) => (format === "csv" ? col(key) : col(key).struct.field("amount"));
  return read.select(
    lit(days).cast(pl.Int32).alias("window_days"), col("id"),
    col("username").str.toLowerCase().alias("username"), col("title"),
    col("video_post_time").str.strptime(pl.Datetime("ms"), "%Y-%m-%d %H:%M:%S").alias("posted_at"),
    ...moneyKeys.map((key) => withoutPoint(amount(key)).alias(`${key}_cents`)),
    "views", "items_sold", "affiliate_orders", "likes", "comments", "shares",
    withoutPoint(col("click_through_rate")).mul(lit(100).cast(integer)).alias("ctr"), // 0.0001 %
    "duration",
    (format === "csv" ? col("hash_tags").str.split("|") : col("hash_tags")).alias("tags"),
    ...(format === "csv"
      ? ["video_post_time", ...moneyKeys, "sku_orders", "click_through_rate"] : ["line"]),
  );
}

// Missing loses to every value, and of equal rows the first wins: the 90-day window comes first.
const complete = ["gmv_cents", "gpm_cents", "views", "items_sold", "ctr", "duration", "posted_at",
  "tags"];
const order = {
  by: ["gmv_cents", "views", "items_sold", "present", "seen"],
  descending: [true, true, true, true, false], nullsLast: true,
};
function picked(from, key) {
  const decides = from.select(...key, ...order.by);
  const winners = decides.sort(order).unique({ subset: key, keep: "first" });
  return from.join(winners.select("seen"), { on: "seen", how: "semi" });
}

const observed = pl.concat([windowRows(90), windowRows(30)])
  .withColumns(complete.map((key) => col(key).isNotNull().cast(pl.Int8))
    .reduce((sum, one) => sum.add(one)).alias("present"))
  .withRowIndex("seen");
const ofWindow = picked(observed, ["window_days", "id"]);
const canonical = picked(ofWindow, ["id"]);

const orZero = (key, name = key) => col(key).fillNull(lit(0).cast(integer)).alias(name);
const creators = canonical.select(col("username").alias("tiktok_username"))
  .filter(col("tiktok_username").isNotNull()).unique().sort("tiktok_username")
  .withRowIndex("id", 1);
const creatorVideos = canonical
  .join(creators.rename({ id: "creator_id" }),
    { leftOn: "username", rightOn: "tiktok_username", how: "inner" })
  .select(
    lit(1).cast(integer).alias("brand_id"), "creator_id", col("id").alias("tiktok_video_id"),
    pl.concatString([lit("https://www.tiktok.com/@"), col("username"), lit("/video/"), col("id")],
      "").alias("video_url"),
    "title", "posted_at", orZero("gmv_cents"), orZero("views", "impressions"),
    orZero("items_sold"), orZero("affiliate_orders"), orZero("likes"), orZero("comments"),
    orZero("shares"), "est_commission_cents", "gpm_cents", "ctr", "duration",
    col("tags").alias("hash_tags"), lit(new Date()).alias("inserted_at"),
    lit(new Date()).alias("updated_at"))
  .withRowIndex("id", 1);

// A CSV row is stored as an object in the names of its columns, a JSON line as it is.
const payload = format === "jsonl" ? col("line") : pl.struct(Object.keys(csvTypes).map((key) =>
  key === "hash_tags" ? col("tags").alias(key) : col(key))).struct.jsonEncode();
const snapshots = ofWindow
  .join(creatorVideos.select(col("id").alias("creator_video_id"), col("tiktok_video_id")),
    { leftOn: "id", rightOn: "tiktok_video_id", how: "left" })
  .select(
    lit(1).cast(integer).alias("brand_id"), "creator_video_id", col("id").alias("tiktok_video_id"),
    lit(date).alias("snapshot_date"), "window_days", orZero("gmv_cents"), orZero("views"),
    orZero("items_sold"), "gpm_cents", "ctr", lit(`peer-${date}`).alias("source_run_id"),
    payload.alias("raw_payload"), lit(new Date()).alias("inserted_at"),
    lit(new Date()).alias("updated_at"))
  .withRowIndex("id", 1);

/** Prints counts and sums, one line a table, as peer_duckdb.js does. */
function printFigures() {
  const print = (name, of, values) =>
    console.log([...name, of.height, ...of.select(...values).row(0)].map(String).join("|"));
  const sum = (key) => col(key).cast(integer).sum();
  const length = (key) => col(key).str.lengths().cast(integer).alias(key);
  const tags = col("hash_tags").lst;
  const lengths = creatorVideos.select(length("title"), length("video_url"),
    tags.join("").str.lengths().cast(integer) // and the brackets, the quotes and the commas
      .add(tags.lengths().cast(integer).mul(3)).add(1).alias("hash_tags"));
  print(["videos"], creatorVideos.withColumns(...lengths.getColumns()), [
    ...["gmv_cents", "impressions", "items_sold", "affiliate_orders", "likes", "comments", "shares",
      "est_commission_cents", "gpm_cents", "ctr", "duration"].map((key) => sum(key)),
    col("posted_at").count(), sum("title"), sum("hash_tags"), sum("video_url")]);
  for (const days of [30, 90])
    print(["snapshots", date, days], snapshots.filter(col("window_days").eq(days)), [
      col("creator_video_id").count(),
      ...["gmv_cents", "views", "items_sold", "gpm_cents", "ctr"].map((key) => sum(key)),
      col("raw_payload").count()]);
  console.log(`creators|${creators.height}`);
}
if (wanted === "figures") printFigures();
process.reallyExit(0); // the system takes memory back faster
