// SPDX-License-Identifier: BSL-1.0
// What the language server of an editor makes of the schemas: faults at their lines, words to
// choose from, and descriptions.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {pathToFileURL} from "node:url";

import {startServer} from "./language_server.mjs";

const file = (path) => join(process.env.SOURCE, path);
const read = (path) => readFileSync(file(path), "utf8");
const schemaFiles = {
  policy: file("rules/policy.schema.json"), config: file("hosts/tidemark/config.schema.json"),
};
const policy = read("rules/videos.yaml");
const config = `policy: rules/videos.yaml
storage:
  plugin: sqlite
  path: tidemark.db
brands:
  - id: 1
    name: Example brand
    currency: USD
    sources:
      - plugin: jsonl
        path: rows-{window}.jsonl
        max_rejected: 10%
`;

let server, count = 0;
before(async () => {
  server = await startServer(Object.fromEntries(Object.entries(schemaFiles).map(
      ([kind, path]) => [pathToFileURL(path).href, [`*.${kind}.yaml`]])));
});
after(() => server?.stop());

const addressOf = (kind) => `file:///editor/${++count}.${kind}.yaml`;
/** The lines of what the server finds, each with its message. */
const faults = (diagnostics) =>
  diagnostics.map(({range, message}) => ({line: range.start.line + 1, message}));

/** `text` with one part replaced, which it must have. */
const edited = (text, from, to) => {
  assert.ok(text.includes(from), from);
  return text.replace(from, () => to);
};
const lineOf = (text, part) => text.slice(0, text.indexOf(part)).split("\n").length;

test("right files have no faults", async () => {
  const files = [
    ["policy", policy], ["config", config],
    ...["affiliate_export", "exec_source", "own_source", "quickstart", "seller_center",
        "video_studio"].map((name) => ["config", read(`examples/${name}/tidemark.yaml`)
        .replace(/^# yaml-language-server:.*\n/gm, "")]),
    ["config", edited(config, "plugin: jsonl", "plugin: my_own\n        shelf: {height: 1}")],
    ["config", edited(edited(config, "id: 1", "id: ${BRAND}"), "10%", "${SHARE}")],
    ["policy", edited(policy, "on_null: keep", "on_null: replace\n        on_tie: larger")],
  ];
  await Promise.all(files.map(async ([kind, text]) =>
    assert.deepEqual(faults(await server.open(addressOf(kind), text)), [], text)));
});

// Each with the part to replace, what replaces it, the part whose line has the fault (the new text
// itself if nothing is named), and what the message says.
const wrong = {
  policy: [
    ["policy: videos", "policy: videos\ncolour: red", /colour is not allowed/, "colour"],
    ["policy: videos", "policy: [videos]", /Incorrect type/],
    ["tidemark: 1 ", "tidemark: 2 ", /Valid values: 1/],
    ["[90, 30]", "[90, 30.5]", /Expected "integer"/],
    ["[90, 30]", "[90, month]", /Expected "integer"/],
    ["[90, 30]", "[90, 0]", /minimum of 1/],
    ["- highest: views", "- higest: views", /higest is not allowed/],
    ["- highest: views", "- highest: vews", /Valid values: .*"views"/],
    ["    - first_seen\n", "", /must be first_seen or last_seen/, "- highest: gmv_cents"],
    ["- first_seen", "- first_seen\n    - highest: likes", /too many items/,
     "- highest: gmv_cents"],
    ["- highest: items_sold", "- highest", /a step with its field/, "- highest\n"],
    ["        on_null: keep\n", "", /Missing property "on_null"/, "- when"],
    ["on_null: keep", "on_null: kep", /"keep", "replace"/],
    ["on_null: keep", "on_null: keep\n        on_tie: sum", /"larger"/, "on_tie"],
    [">= stored.gmv_cents", "= stored.gmv_cents", /incoming\.FIELD OP stored\.FIELD/],
    [">= stored.gmv_cents", ">= stored.ctr", /of the same type/],
    ["[posted_at]", "[postd_at]", /Valid values: .*"posted_at"/],
    ["[posted_at]", "posted_at", /Expected "array"/, "first_known: posted_at"],
    ["monotonic: [gmv_cents, imp", "monotonic: [title, imp", /Valid values/],
    ["first_known", "first_know", /first_know is not allowed/],
    ["  creator_videos:", "  creator_video:", /creator_video is not allowed/],
    ["warning: TM112", "warning: TM999", /"TM112"/],
    ["where: upsert.creator_videos.gated", "where: upsert.videos.gated", /upsert\.RECORD\.WORD/],
    ["window_days]", "window]", /"window_days"/],
  ],
  config: [
    ["currency", "curency", /curency is not allowed/],
    ["currency: USD", "currency: usd", /three capitals/],
    ["id: 1", "id: one", /whole number/],
    ["id: 1", "id: 0", /minimum of 1/],
    ["name: Example brand", "name: {a: b}", /Incorrect type/],
    ["    sources:", "    source:", /source is not allowed/],
    ["10%", "10", /percentage/],
    ["max_rejected", "max_rejectd", /max_rejectd is not allowed/],
    ["plugin: sqlite", "plugin: postgres", /path is not allowed/, "path: tidemark.db"],
    ["path: tidemark.db", "file: tidemark.db", /file is not allowed/],
    ["        path: rows-{window}.jsonl\n", "", /Missing property "path"/, "- plugin: jsonl"],
    ["path: rows", "time_zones: UTC\n        path: rows", /time_zones is not allowed/,
     "time_zones"],
    ["brands:", "daemon: {workers: 65}\nbrands:", /maximum of 64/, "daemon"],
    ["brands:", "daemon: {listen: localhost:80}\nbrands:", /IP address and a port/, "daemon"],
    ["brands:", "daemon: {shutdown_timeout: 30}\nbrands:", /duration/, "daemon"],
    ["brands:", "retention: {snapshots_days: all}\nbrands:", /whole number/, "retention"],
    ["    name:", "    time_zone: UTC\n    name:", /schedule required/, "- id: 1"],
    ["    name:", "    schedule: hourly\n    name:", /five fields/, "schedule"],
    ["plugin: jsonl", "plugin: csv\n        columns: {gmw: GMV}", /gmw is not allowed/, "columns"],
  ],
};

for (const [kind, right] of [["policy", policy], ["config", config]])
  test(`a wrong ${kind} has a fault at the right line`, async () => {
    await Promise.all(wrong[kind].map(async ([from, to, message, place = to]) => {
      const text = edited(right, from, to);
      const found = faults(await server.open(addressOf(kind), text));
      assert.ok(found.some((fault) => fault.line === lineOf(text, place) &&
                                      message.test(fault.message)),
                `${from} -> ${to}: line ${lineOf(text, place)} of ${JSON.stringify(found)}`);
    }));
  });

/** The place of the caret `|^|` in `text`, and the text without it. */
const atCaret = (text) => {
  const lines = text.slice(0, text.indexOf("|^|")).split("\n");
  return {text: text.replace("|^|", ""), line: lines.length - 1, character: lines.at(-1).length};
};
const completed = async (kind, marked) => {
  const {text, line, character} = atCaret(marked);
  const uri = addressOf(kind);
  await server.open(uri, text);
  const answer = await server.complete(uri, line, character);
  return answer.items ?? answer;
};

test("an editor offers the words and keys that can be written at a place", async () => {
  const record = "tidemark: 1\nupsert:\n  creator_videos:\n    |^|\n";
  const offers = [
    ["policy", record, ["key", "monotonic", "monotonic_down", "gated", "first_known",
                        "latest_known", "latest", "stamped", "ignored"]],
    ["policy", edited(policy, "    first_known", "    |^|\n    first_known"),
     ["monotonic_down", "latest", "stamped", "ignored"], ["monotonic", "latest_known"]],
    ["policy", edited(policy, "incoming.gmv_cents >= stored.gmv_cents", "|^|"),
     [">=", ">", "<=", "<"].map((word) => `incoming.gmv_cents ${word} stored.gmv_cents`)],
    ["policy", edited(policy, "on_null: keep", "on_null: |^|"), ["keep", "replace"]],
    ["policy", edited(policy, "on_null: keep", "on_null: keep\n        |^|"), ["on_tie"], ["when"]],
    ["policy", edited(policy, "on_null: keep", "on_null: keep\n        on_tie: |^|"),
     ["incoming", "stored", "larger"]],
    ["policy", edited(policy, "- first_seen", "- |^|"),
     ["highest", "lowest", "most_complete", "first_seen", "last_seen"]],
    ["policy", edited(policy, "highest: views", "highest: |^|"), ["views", "posted_at"], ["title"]],
    ["policy", edited(policy, "[posted_at]", "[|^|]"), ["posted_at", "creator_id"], ["brand_id"]],
    ["policy", edited(policy, "warning: TM112", "warning: |^|"), ["TM112"], ["TM131"]],
    ["config", "|^|\n", ["policy", "plugin_path", "storage", "brands", "daemon", "retention",
                         "max_rejected_kept"]],
    ["config", edited(config, "plugin: sqlite", "plugin: |^|"), ["sqlite", "postgres", "memory"],
     ["csv"]],
    ["config", edited(config, "    name:", "    |^|\n    name:"),
     ["schedule", "time_zone", "jitter", "catch_up", "enrichers"], ["currency"]],
    ["config", edited(config, "plugin: jsonl", "plugin: csv\n        |^|"),
     ["columns", "delimiter", "numbers", "add_by"], ["command"]],
    ["config", `${config}daemon:\n  |^|\n`,
     ["listen", "workers", "shutdown_timeout", "auth_token"]],
  ];
  await Promise.all(offers.map(async ([kind, marked, wanted, unwanted = []]) => {
    const items = await completed(kind, marked);
    const labels = items.map(({label}) => label);
    const context = `${marked}\n${labels.join(", ")}`;
    for (const label of wanted) assert.ok(labels.includes(label), `${label} in ${context}`);
    for (const label of unwanted) assert.ok(!labels.includes(label), `${label} in ${context}`);
  }));
  const words = await completed("policy", record);
  const described = words.find(({label}) => label === "monotonic").documentation;
  assert.match(described.value ?? described, /only rises/);
});

test("an editor shows what a key or word means", async () => {
  const meanings = [
    ["policy", policy, "windows:", /in days: whole numbers/],
    ["policy", policy, "prefer:", /first step that distinguishes/],
    ["policy", policy, "highest: views", /larger value of this field/],
    ["policy", policy, "monotonic:", /only rises/],
    ["policy", policy, "gated:", /open gate/],
    ["policy", policy, "when:", /missing incoming value closes the gate/],
    ["policy", policy, "keep", /`replace`: Removes the stored value/],
    ["policy", policy, "TM112", /order in which rows arrive/],
    ["config", config, "storage:", /Where records are stored/],
    ["config", config, "sqlite", /one SQLite file/],
    ["config", config, "currency:", /three capitals/],
    ["config", config, "path: rows", /file of JSON Lines/],
    ["config", config, "max_rejected:", /The run fails/],
  ];
  const shown = {policy: addressOf("policy"), config: addressOf("config")};
  await Promise.all([server.open(shown.policy, policy), server.open(shown.config, config)]);
  for (const [kind, text, part, meaning] of meanings) {
    const {line, character} = atCaret(edited(text, part, `${part[0]}|^|${part.slice(1)}`));
    const {contents} = await server.hover(shown[kind], line, character);
    assert.match(contents.value, meaning, part);
  }
});

test("a file can name its schema by a path, as the quickstart does", async () => {
  const quickstart = file("examples/quickstart/tidemark.yaml");
  const text = read("examples/quickstart/tidemark.yaml");
  const wrongText = edited(text, "currency", "curency");
  assert.deepEqual(await server.open(pathToFileURL(quickstart).href, text), []);
  const beside = pathToFileURL(join(quickstart, "../unsaved.yaml")).href;
  assert.deepEqual(faults(await server.open(beside, wrongText)).map(({line}) => line),
                   [lineOf(wrongText, "curency")]);
  // With the whole path, as for installed schemas.
  const own = `# yaml-language-server: $schema=${schemaFiles.policy}\n${
    edited(policy, "on_null: keep", "on_null: kep")}`;
  const [fault] = faults(await server.open("file:///editor/own.yaml", own));
  assert.equal(fault.line, lineOf(own, "kep"));
});
