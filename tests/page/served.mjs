// SPDX-License-Identifier: BSL-1.0
// The quickstart's rows of several days, synced into SQLite and served.
import {execFileSync, spawn} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";

const {TIDEMARK, SERVE_PAGE, QUICKSTART} = process.env;
const days = ["2026-02-12", "2026-02-14", "2026-02-16", "2026-02-18", "2026-02-20"];

/** A row of the quickstart on the day `index`: metrics rise, then fall. */
const rowOf = (line, index, window) => {
  let row;
  try {
    row = JSON.parse(line);
  } catch {
    return line;  // one of those to be rejected
  }
  const share = index < 4 ? (60 + 10 * index) / 100 : window === 90 ? 0.85 : 0.6;
  if (row.gmv?.amount > 0) row.gmv.amount = (row.gmv.amount * share).toFixed(2);
  if (Number.isInteger(row.views)) row.views = Math.round(row.views * (0.5 + 0.1 * index));
  return JSON.stringify(row);
};

/** Texts that a page must not treat as markup. */
const hostile = JSON.stringify({
  id: "1</script><b>", username: "\"><img src=x onerror=alert(1)>",
  title: "<script>alert('title')</script><img src=x onerror=alert(2)>", hash_tags: ["<i>\"'&"],
  gmv: {amount: "1.00", currency: "USD"}, views: 1,
});

const config = `policy: ${QUICKSTART}/../../rules/videos.yaml
storage: {plugin: sqlite, path: tidemark.db}
brands:
  - id: 1
    name: Example brand
    sources: [{plugin: jsonl, path: "{window}-{date}.jsonl"}]
`;

/** A folder with the database in it. */
export const makeDatabase = () => {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-page-"));
  writeFileSync(join(folder, "tidemark.yaml"), config);
  for (const window of [30, 90]) {
    const lines = readFileSync(`${QUICKSTART}/data/brand-1-${window}d.jsonl`, "utf8").split("\n");
    days.forEach((day, index) =>
      writeFileSync(join(folder, `${window}-${day}.jsonl`),
                    [...lines.filter(Boolean).map((line) => rowOf(line, index, window)), hostile]
                        .join("\n") + "\n"));
  }
  for (const day of days)
    execFileSync(TIDEMARK, ["sync", "--brand", "1", "--snapshot-date", day],
                 {cwd: folder, stdio: ["ignore", "ignore", "ignore"]});
  // Like an enricher: pictures, one of them missing, and one invalid address.
  const database = join(folder, "tidemark.db");
  execFileSync("sqlite3", [database, `UPDATE creator_videos SET thumbnail_url =
    'https://thumbnails.example/' || (id % 12) || '.svg' WHERE id % 5 <> 0;
    UPDATE creator_videos SET thumbnail_url = 'javascript:alert(3)' WHERE id % 35 = 0`]);
  return {
    database,
    sql: (text) => execFileSync("sqlite3", [database, text], {encoding: "utf8"}).trim(),
    remove: () => rmSync(folder, {recursive: true, force: true}),
  };
};

/** Serves a database; `token` is optional. */
export const serve = async (database, token) => {
  const server = spawn(SERVE_PAGE, ["sqlite", database, ...(token ? [token] : [])],
                       {stdio: ["pipe", "pipe", "inherit"]});
  const lines = createInterface({input: server.stdout});
  const address = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    server.once("exit", () => reject(new Error("the server did not start")));
  });
  return {
    address,
    stop: () => new Promise((resolve) => {
      server.once("exit", resolve);
      server.stdin.end();
    }),
  };
};
