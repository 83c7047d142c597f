// SPDX-License-Identifier: BSL-1.0
// The schemas know every key and word that the loaders know, and no more, and they refuse nothing
// that the loaders accept.
import assert from "node:assert/strict";
import {readFileSync, readdirSync} from "node:fs";
import {basename, join} from "node:path";
import {test} from "node:test";

import {parse} from "yaml";

import {configWith, describePlugin, errorsOfConfig, errorsOfConfigFile, errorsOfPolicies,
        pluginNames, shippedPolicy} from "./loader.mjs";
import {partsWith, refusals, resolved, schemaAt, schemas} from "./schemas.mjs";

const records = ["creator_videos", "creator_video_metric_snapshots"];
const unknown = "zzz";  // resembles no key or word, so that the loader lists all that it knows

const sorted = (values) => [...values].sort();
const sameSet = (found, wanted, context) =>
  assert.deepEqual(sorted(found), sorted(wanted), context);

/** A copy of `document` with `value` at `path`; without the last step if it is undefined. */
const changed = (document, path, value) => {
  const copy = structuredClone(document);
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce((part, step) => part[step], copy);
  if (value === undefined && !Array.isArray(parent)) delete parent[last];
  else if (value === undefined) parent.splice(last, 1);
  else parent[last] = value;
  return copy;
};

/** The words that an error lists as known. What may follow them is not looked at. */
const knownIn = (errors, about) => {
  for (const text of errors) {
    const found = /"zzz"[^;]*; known: ([^\s,]+(?:, [^\s,]+)*)/.exec(text);
    if (found && text.includes(about)) return found[1].split(", ");
  }
  return assert.fail(`no error about ${about}, but: ${errors.join("\n")}`);
};

/** A policy with every key. */
const everyKey = (() => {
  const policy = parse(readFileSync(shippedPolicy, "utf8"));
  for (const record of records)
    for (const word of ["monotonic", "monotonic_down", "first_known", "latest_known", "latest",
                        "stamped", "ignored"])
      policy.upsert[record][word] ??= [];
  for (const record of records) policy.upsert[record].gated[0].on_tie = "incoming";
  policy.accepts = [
    {warning: "TM112", where: "upsert.creator_videos.gated[0]", because: "it is meant"},
    {law: "order", record: "creator_videos", fields: ["ctr"], because: "it is meant"},
  ];
  return policy;
})();
const gate = ["upsert", "creator_videos", "gated", 0];

test("the keys of a policy are those of the loader", async () => {
  const maps = [
    [], ["merge"], ["upsert"], gate, ["upsert", "creator_video_metric_snapshots", "gated", 0],
    ...records.map((record) => ["upsert", record]),
  ];
  const errors = await errorsOfPolicies([everyKey, ...maps.map(
      (path) => changed(everyKey, [...path, unknown], []))].map((each) => JSON.stringify(each)));
  assert.deepEqual(errors[0].filter((text) => text.startsWith("unknown")), []);
  assert.deepEqual(refusals("policy", everyKey), []);
  maps.forEach((path, index) => {
    const part = path.reduce((value, step) => value[step], everyKey);
    const {properties, additionalProperties} = schemaAt("policy", path);
    const context = path.join(".") || "the root";
    sameSet(Object.keys(properties), Object.keys(part), context);
    sameSet(knownIn(errors[index + 1], path.length === 1 && path[0] === "upsert"
      ? "unknown record" : "unknown key"), Object.keys(properties), context);
    assert.equal(additionalProperties, false, context);
    assert.notDeepEqual(refusals("policy", changed(everyKey, [...path, unknown], [])), []);
  });
});

test("an entry of accepts has the keys of its form, of a warning or of a law", async () => {
  const {properties} = schemaAt("policy", ["accepts", 0]);
  const all = new Set();
  for (const [index, entry] of everyKey.accepts.entries()) {
    const [errors] = await errorsOfPolicies(
        [JSON.stringify(changed(everyKey, ["accepts", index, unknown], "x"))]);
    const known = knownIn(errors, "unknown key");
    sameSet(known, Object.keys(entry));
    known.forEach((key) => all.add(key));
    for (const key of [...Object.keys(properties), unknown]) {
      const other = changed(everyKey, ["accepts", index, key],
                            entry[key] ?? everyKey.accepts[1 - index][key] ?? "x");
      if (key === "law") continue;  // makes it an entry of the other form
      assert.equal(refusals("policy", other).length === 0, known.includes(key), key);
    }
  }
  sameSet(Object.keys(properties), all);
});

test("the words of a policy are those of the loader", async () => {
  const words = [
    {path: [...gate, "on_null"], about: "null rule"},
    {path: [...gate, "on_tie"], about: "tie rule"},
    {path: ["accepts", 1, "law"], about: "unknown law"},
    {path: ["merge", "record"], about: "unknown record"},
    // The last code is of an entry that nothing needs, and cannot itself be accepted.
    {path: ["accepts", 0, "warning"], about: "unknown warning", without: ["TM131"]},
  ];
  const errors = await errorsOfPolicies([
    ...words.map(({path}) => JSON.stringify(changed(everyKey, path, unknown))),
    JSON.stringify(changed(everyKey, ["merge", "prefer", 0], unknown)),
    JSON.stringify(changed(everyKey, [...gate, "when"], `incoming.ctr ${unknown} stored.ctr`)),
  ]);
  words.forEach(({path, about, without = []}, index) => {
    const known = knownIn(errors[index], about).filter((word) => !without.includes(word));
    sameSet(schemaAt("policy", path).enum, known, about);
    assert.notDeepEqual(refusals("policy", changed(everyKey, path, unknown)), []);
  });
  const step = schemaAt("policy", ["merge", "prefer", 0]);
  sameSet([...Object.keys(step.properties), ...schemas.policy.definitions.last_step.enum],
          knownIn(errors.at(-2), "unknown step"));
  const examples = schemaAt("policy", [...gate, "when"]).examples.map((text) => text.split(" ")[1]);
  sameSet(examples, knownIn(errors.at(-1), "unknown operator"));
  sameSet(schemaAt("policy", ["accepts", 1, "record"]).enum, records);
});

/** What to report where only one of the schema and the loader refuses something. */
const disagreement = (name, refused, errors) =>
  `${name}\nthe schema: ${refused.join("; ")}\nthe loader: ${errors.join("; ")}`;

/** Whether the loader accepts each of these policies, and that the schema agrees. */
const agreeOnPolicies = async (policies) => {
  const errors = await errorsOfPolicies(policies.map(({policy}) => JSON.stringify(policy)));
  const accepted = policies.map(({name, policy}, index) => {
    const refused = refusals("policy", policy);
    assert.equal(refused.length === 0, errors[index].length === 0,
                 disagreement(name, refused, errors[index]));
    return errors[index].length === 0;
  });
  // A table of which all entries are refused for another reason would compare nothing.
  assert.ok(accepted.includes(true) && accepted.includes(false));
};

/** The fields of each record, by the loader. */
const fieldsOf = async () => {
  const errors = await errorsOfPolicies([
    JSON.stringify(changed(everyKey, ["merge", "prefer", 0], {highest: unknown})),
    ...records.map((record) => JSON.stringify(
        changed(everyKey, ["upsert", record, "latest"], [unknown]))),
  ]);
  return ["video_row", ...records].map((record, index) =>
    [record, knownIn(errors[index], `${record} has no field`)]);
};

/** A valid policy in which every field of `record`, but not `without`, is under `latest`. */
const allLatest = (fields, record, without, rules) => {
  const policy = structuredClone(everyKey);
  delete policy.accepts;
  for (const each of records) {
    const {key} = everyKey.upsert[each];
    const left = fields.get(each).filter((field) => !key.includes(field) &&
                                                    !(each === record && without.includes(field)));
    policy.upsert[each] = {key, latest: left, ...(each === record ? rules : {})};
  }
  return policy;
};

test("the loader and the schema agree on every field under every word", async () => {
  const fields = new Map(await fieldsOf());
  const policies = [];
  for (const field of fields.get("video_row"))
    for (const step of [{highest: field}, {lowest: field}, {most_complete: [field]}])
      policies.push({name: JSON.stringify(step), policy: changed(
          allLatest(fields, "", [], {}), ["merge", "prefer"], [step, "first_seen"])});
  for (const record of records) {
    for (const field of fields.get(record)) {
      const latest = fields.get(record).filter(
          (other) => other !== field && !everyKey.upsert[record].key.includes(other));
      for (const word of Object.keys(schemaAt("policy", ["upsert", record]).properties)) {
        if (word === "key") continue;
        const rule = word !== "gated" ? [field] : [
          {when: "incoming.gmv_cents >= stored.gmv_cents", on_null: "keep", fields: [field]}];
        policies.push({name: `${record} ${word}: [${field}]`, policy: allLatest(
            fields, record, [field], word === "latest" ? {latest: [...latest, field]}
                                                       : {[word]: rule})});
      }
    }
  }
  await agreeOnPolicies(policies);
});

test("the loader and the schema agree on every comparison of a gate", async () => {
  const fields = new Map(await fieldsOf());
  const policies = [];
  for (const [record, guarded] of [["creator_videos", "title"],
                                   ["creator_video_metric_snapshots", "raw_payload"]]) {
    const add = (when) => policies.push({name: `${record}: ${when}`, policy: allLatest(
        fields, record, [guarded], {gated: [{when, on_null: "keep", fields: [guarded]}]})});
    for (const incoming of [...fields.get(record), unknown])
      for (const stored of [...fields.get(record), unknown])
        add(`incoming.${incoming} >= stored.${stored}`);
    for (const operator of [">=", ">", "<=", "<", "=", "==", "=>", "!="])
      add(`incoming.gmv_cents ${operator} stored.gmv_cents`);
    for (const when of [" incoming.gmv_cents  >\tstored.gmv_cents\n", "incoming.gmv_cents",
                        "stored.gmv_cents >= incoming.gmv_cents", "gmv_cents >= gmv_cents",
                        "incoming.gmv_cents>=stored.gmv_cents", "", 7,
                        "incoming.gmv_cents >= stored.gmv_cents or more"])
      add(when);
  }
  await agreeOnPolicies(policies);
});

test("the loader and the schema agree on values of all kinds", async () => {
  const shipped = parse(readFileSync(shippedPolicy, "utf8"));
  const prefer = (...steps) => ({path: ["merge", "prefer"], value: steps});
  const highest = {highest: "gmv_cents"};
  const changes = [
    ...[2, "1", "one", null, [], undefined].map((value) => ({path: ["tidemark"], value})),
    ...[12, true, "", null, [], {}, undefined].map((value) => ({path: ["policy"], value})),
    ...[[1], [36500], [30, 90], [0], [36501], [-1], [1.5], ["90"], [90, 90], [], [null], 90, {},
        undefined].map((value) => ({path: ["windows"], value})),
    ...[["tiktok_video_id", "brand_id"], ["brand_id"], ["brand_id", "brand_id"], "brand_id", [],
        ["brand_id", "tiktok_video_id", "gmv_cents"], undefined]
        .flatMap((value) => [{path: ["merge", "key"], value},
                             {path: ["upsert", "creator_videos", "key"], value}]),
    prefer("first_seen"), prefer("last_seen"), prefer(), prefer(highest),
    prefer("first_seen", highest),
    prefer("first_seen", "last_seen"), prefer("first_seen", "first_seen"), prefer("last_see"),
    prefer(highest, highest, "last_seen"), prefer({...highest, lowest: "views"}, "first_seen"),
    prefer({}, "first_seen"), prefer({first_seen: "views"}, "first_seen"),
    prefer("highest", "first_seen"), prefer({most_complete: []}, "first_seen"),
    prefer({most_complete: "views"}, "first_seen"), prefer({highest: ["views"]}, "first_seen"),
    prefer({most_complete: ["views", "views"]}, "first_seen"), prefer(null, "first_seen"),
    prefer(...Array(7).fill(highest), "first_seen"), prefer(...Array(7).fill(highest)),
    prefer(...Array(7).fill(highest), "first_seen", highest),
    ...[15, 16, 17].map((count) => prefer(...Array(count).fill(highest), "first_seen")),
    prefer(...Array(15).fill(highest), "first_seen", highest),
    {path: ["merge", "prefer"], value: "first_seen"}, {path: ["merge", "prefer"], value: undefined},
    {path: ["merge"], value: null}, {path: ["upsert"], value: {}}, {path: ["upsert"], value: []},
    ...records.flatMap((record) => [{path: ["upsert", record], value: undefined},
                                    {path: ["upsert", record], value: null}]),
    ...["when", "on_null", "fields"].map((key) => ({path: [...gate, key], value: undefined})),
    ...["incoming", "stored", "larger", "", true, null, "sum"]
        .map((value) => ({path: [...gate, "on_tie"], value})),
    ...["replace", "", null, ["keep"], "drop"]
        .map((value) => ({path: [...gate, "on_null"], value})),
    ...[[], "title", null].map((value) => ({path: [...gate, "fields"], value})),
    {path: ["upsert", "creator_videos", "first_known"], value: "posted_at"},
    {path: ["upsert", "creator_videos", "first_known"], value: ["posted_at", "posted_at"]},
    {path: ["upsert", "creator_videos", "first_known"], value: null},
    {path: ["upsert", "creator_videos", "ignored"], value: []},
    ...[[], {}, null, undefined].map((value) => ({path: ["accepts"], value})),
    ...["warning", "where", "because"]
        .map((key) => ({path: ["accepts", 0, key], value: undefined})),
    ...["TM131", "TM999", 112, ""].map((value) => ({path: ["accepts", 0, "warning"], value})),
    ...["windows", "merge.prefer[0]", "merge.prefer[01]", "merge.prefer", "upsert", "", null,
        "upsert.creator_videos.monotonic", "upsert.creator_videos.gated", "upsert.videos.monotonic",
        "upsert.creator_videos.key", "upsert.creator_video_metric_snapshots.stamped",
        "upsert.creator_videos.gated[0]"]
        .map((value) => ({path: ["accepts", 0, "where"], value})),
    ...[7, true, " \n", "", null, ["x"]].map((value) => ({path: ["accepts", 0, "because"], value})),
  ];
  await agreeOnPolicies(changes.map(({path, value}) => ({
    name: `${path.join(".")}: ${JSON.stringify(value)}`, policy: changed(shipped, path, value)})));
});

/** Runs `work` for each of `items`, a few at a time. */
const forEach = async (items, work) => {
  const left = [...items.entries()], results = [];
  await Promise.all(Array.from({length: 4}, async () => {
    for (let next = left.shift(); next; next = left.shift())
      results[next[0]] = await work(next[1]);
  }));
  return results;
};

/** What the loader finds wrong with each of `items`, which `textOf` writes into one config, each in
 * a line, from the line after `head`; nothing if it accepts it. The loader looks first at all keys
 * and values, then at options, then at what plugins make of them. */
const errorsOfItems = async (items, head, textOf) => {
  const found = items.map(() => undefined);
  for (let left = [...items.keys()]; left.length > 0;) {
    const text = textOf(left.map((index) => items[index]));
    const first = text.split("\n").indexOf(head) + 2;
    const errors = await errorsOfConfig(text);
    for (const {line, text: error} of errors) {
      assert.ok(line >= first && line < first + left.length, error);
      found[left[line - first]] ??= error;
    }
    if (errors.length === 0) break;
    left = left.filter((index) => found[index] === undefined);
  }
  return found;
};

const everyConfigKey = {
  policy: shippedPolicy, plugin_path: [], storage: {plugin: "memory"},
  brands: [{
    id: 1, name: "Example", currency: "USD", schedule: "15 6 * * *", time_zone: "Europe/Berlin",
    jitter: "10m", catch_up: "last", sources: [{plugin: "jsonl", path: "rows", max_rejected: "5%"}],
    enrichers: [{plugin: "tiktok_oembed", max_per_run: 100}],
  }],
  daemon: {listen: "127.0.0.1:8080", workers: 2, shutdown_timeout: "30s",
           auth_token: "0123456789abcdef"},
  retention: {snapshots_days: 400, rejected_days: 30}, max_rejected_kept: 10,
};

const textsOfConfig = async (config) => {
  const {plugin_path: none, ...here} = config;  // an empty one finds no plugin
  return (await errorsOfConfig(JSON.stringify(here))).map(({text}) => text);
};

test("the keys of a config are those of the loader", async () => {
  assert.deepEqual(refusals("config", everyConfigKey), []);
  assert.deepEqual(await textsOfConfig(everyConfigKey), []);
  await forEach([[], ["brands", 0], ["daemon"], ["retention"]], async (path) => {
    const part = path.reduce((value, step) => value[step], everyConfigKey);
    const {properties, additionalProperties} = schemaAt("config", path);
    const wrong = changed(everyConfigKey, [...path, unknown], "x");
    sameSet(Object.keys(properties), Object.keys(part), path.join("."));
    sameSet(knownIn(await textsOfConfig(wrong), "unknown key"), Object.keys(part));
    assert.equal(additionalProperties, false);
    assert.notDeepEqual(refusals("config", wrong), []);
  });
});

test("the loader and the schema agree on values of a config", async () => {
  const brand = ["brands", 0], daemon = ["daemon"];
  const source = [...brand, "sources", 0], enricher = [...brand, "enrichers", 0];
  const at = (path, ...values) => values.map((value) => ({path, value}));
  const changes = [
    ...at(["policy"], "", null, [], undefined), ...at(["storage"], undefined, null, [], {}),
    ...at(["brands"], [], {}, undefined),
    ...at([...brand, "id"], 5, "6", 0, -1, 1.5, "one", "${NAME}", true, undefined),
    ...at([...brand, "name"], 2024, true, "", null, undefined),
    ...at([...brand, "currency"], "EUR", "usd", "US", "", undefined),
    ...at([...brand, "sources"], [], null, undefined, {plugin: "jsonl"}),
    ...at([...brand, "enrichers"], [], null, undefined),
    ...at([...brand, "schedule"], "@hourly", "@daily", "@midnight", "@weekly", "@monthly",
          "@yearly", "@annually", "@often", "0 6 * * mon", " 0  6 * * * ", "0 6 * *",
          "0 6 * * * *", "", 7, undefined),
    ...at([...brand, "time_zone"], "UTC", "", null),
    ...at([...brand, "jitter"], "0s", "500ms", "1h", "7", "-1s", "1.5h", "1w", 30, null),
    ...at([...brand, "catch_up"], "none", "all", true, null),
    ...at([...source, "max_rejected"], "0%", "100%", "0.0001%", "007%", "100.0000%", "100.1%",
          "101%", "5", 5, "0.00001%", "%", "-1%", "", null),
    ...at([...enricher, "max_per_run"], 1, 100000, "7", 0, 100001, "all", null),
    ...at([...source, "plugin"], undefined, null, [], ""),
    ...at([...daemon, "listen"], "[::1]:80", "0.0.0.0:65535", "localhost:80", "127.0.0.1", ":80",
          80, "::1:80"),
    ...at([...daemon, "workers"], 1, 64, "${NAME}", 0, 65, "two", null),
    ...at([...daemon, "shutdown_timeout"], "0s", "1d", "30", 30),
    ...at([...daemon, "auth_token"], 1234567890123456, "a b", "é", "", null),
    ...at(["retention", "snapshots_days"], 1, 36500, 0, 36501, "x", null),
    ...at(["retention", "rejected_days"], 1, 36500, 0, 36501),
    ...at(["max_rejected_kept"], 1, 1e9, 0, 1000000001, "${NAME}"),
  ];
  const agree = ({path, value}, found) => {
    const refused = refusals("config", changed(everyConfigKey, path, value));
    assert.equal(refused.length === 0, found.length === 0,
                 disagreement(`${path.join(".")}: ${JSON.stringify(value)}`, refused, found));
  };
  const inBrand = changes.filter(({path: [first, index]}) => first === "brands" && index === 0);
  const brands = inBrand.map(({path, value}, index) =>
    changed({...everyConfigKey.brands[0], id: 1000 + index}, path.slice(2), value));
  const errors = await errorsOfItems(brands, "brands:", (left) =>
    configWith({}).replace(/^brands:\n[^]*/m, () => ["brands:", ...left.map(
        (each) => `  - ${JSON.stringify(each)}`)].join("\n")));
  inBrand.forEach((change, index) => agree(change, errors.slice(index, index + 1).filter(Boolean)));
  await forEach(changes.filter((change) => !inBrand.includes(change)), async (change) =>
    agree(change, await textsOfConfig(changed(everyConfigKey, change.path, change.value))));
});

test("the options of each shipped plugin are those that it declares", async () => {
  const names = await pluginNames();
  const kinds = {storage: [], source: [], enricher: []};
  for (const {name, kind, options} of await forEach(names, describePlugin)) {
    kinds[kind].push(name);
    const {properties: own} = schemas.config.definitions[kind];
    const schema = schemas.config.definitions[name];
    sameSet(Object.keys(schema.properties),
            [...Object.keys(own), ...options.map((option) => option.name)], name);
    sameSet(schema.required ?? [], options.filter(({required}) => required)
        .map((option) => option.name), name);
    assert.equal(schema.additionalProperties, false, name);
    for (const option of options) {
      const {description, default: value} = schema.properties[option.name];
      assert.equal(description, option.help, `${name}: ${option.name}`);
      assert.equal(value === undefined ? null : String(value), option.default,
                   `${name}: ${option.name}`);
    }
  }
  for (const [kind, wanted] of Object.entries(kinds)) {
    const {properties, allOf} = schemas.config.definitions[kind];
    sameSet(properties.plugin.anyOf[0].enum, wanted, kind);
    sameSet(allOf.map((part) => part.if.properties.plugin.const), wanted, kind);
    for (const part of allOf)
      assert.equal(part.then.$ref, `#/definitions/${part.if.properties.plugin.const}`);
  }
});

/** `items` in groups; the loader shows up to 200 errors. */
const inGroups = (items, size = 80) => Array.from(
    {length: Math.ceil(items.length / size)},
    (_, group) => items.slice(group * size, (group + 1) * size));

test("the schema refuses no option that a plugin accepts, and none of another type", async () => {
  const values = ["text", 7, null, [], "30s", "0.5", "7", -7, 0.5, true, "${NAME}", "", ["a"], {},
                  {id: "a"}, 1001, [7], [null], ["a", "a"], {gmv: ["a", 7]}, {gmv: {a: "b"}},
                  {title: "b"}, {zzz: "a"}, {decimal: ",", group: "."}, {symbols: "$"},
                  ["click_through_rate"],
                  {column: "a", fields: ["gmv"]}, {column: "a", fields: "views"},
                  {column: "a", fields: "gpm"}, "tab", "202605", 202605, "ALL", 100];
  const needed = {
    csv: {path: "rows"}, exec: {command: ["rows"]}, jsonl: {path: "rows"}, memory: {},
    postgres: {url: "postgresql://host/name"}, sqlite: {path: "rows.db"}, tiktok_oembed: {},
    tiktok_shop: {app_key: "a", app_secret: "b", shop_cipher: "c", token_file: "tokens.json"},
  };
  const kinds = {storage: [], source: [], enricher: []};
  const configOf = (use) => {
    const {brands: [brand], ...config} = everyConfigKey;
    const kind = Object.keys(kinds).find((each) => kinds[each].includes(use.plugin));
    return kind === "storage" ? {...config, brands: [brand], storage: use}
                              : {...config, brands: [{...brand, [`${kind}s`]: [use]}]};
  };
  let accepted = 0, ofAnotherType = 0;
  const compare = (use, error) => {
    const refused = refusals("config", configOf(use));
    const context = disagreement(JSON.stringify(use), refused, [error]);
    if (error === undefined) {
      ++accepted;
      assert.deepEqual(refused, [], context);
    } else if (JSON.stringify(use).includes("${")) {
      return;  // the schema cannot know what a variable holds
    } else if (/^"[^"]*": expected |^expected /.test(error) || / has no option /.test(error) ||
               / is not a (raw name|key of)/.test(error)) {
      ++ofAnotherType;
      assert.notDeepEqual(refused, [], context);
    }
  };
  const uses = {storage: [], source: [], enricher: []};
  for (const {name, kind, options} of await forEach(await pluginNames(), describePlugin)) {
    kinds[kind].push(name);
    for (const option of [...options.map((each) => each.name), unknown])
      for (const value of kind === "storage" ? values.slice(0, 6) : values)
        uses[kind].push({plugin: name, ...needed[name], [option]: value});
  }
  for (const kind of ["source", "enricher"])
    await forEach(inGroups(uses[kind]), async (group) => {
      const errors = await errorsOfItems(group, `    ${kind}s:`,
                                         (left) => configWith({[`${kind}s`]: left}));
      group.forEach((use, index) => compare(use, errors[index]));
    });
  await forEach(uses.storage, async (use) =>
    compare(use, (await errorsOfConfig(configWith({storage: use})))[0]?.text));
  assert.ok(accepted > 150 && ofAnotherType > 800, `${accepted} and ${ofAnotherType}`);
});

test("the names inside of the options of csv are those that it knows", async () => {
  const {properties: options} = schemas.config.definitions.csv;
  const names = [["columns", unknown], ["constants", unknown], ["numbers", unknown],
                 ["add_by", unknown], ["percent", [unknown]]];
  const errors = await errorsOfItems(
      names.map(([option, name]) => ({plugin: "csv", path: "rows", [option]:
          typeof name === "string" ? {[name]: "x"} : name})),
      "    sources:", (left) => configWith({sources: left}));
  const [columns, constants, numbers, addBy, rates] = errors.map(
      (error, index) => knownIn([error], names[index][0]));
  sameSet(Object.keys(options.columns.properties), columns);
  sameSet(Object.keys(options.constants.properties), constants.filter((name) => name !== "id"));
  sameSet(Object.keys(options.numbers.properties), numbers);
  sameSet(Object.keys(options.add_by.properties), addBy);
  // The plugin says which raw names there are, and of each whether it can be added, or is a rate.
  const accepted = async (sources) => {
    const found = await errorsOfItems(sources, "    sources:",
                                      (left) => configWith({sources: left}));
    return rates.filter((_, index) => found[index] === undefined);
  };
  sameSet(schemas.config.definitions.additive.anyOf[0].enum, await accepted(rates.map((name) =>
    ({plugin: "csv", path: "rows", add_by: {column: "product", fields: [name]}}))));
  sameSet(options.percent.items.anyOf[0].enum, await accepted(rates.map((name) =>
    ({plugin: "csv", path: "rows", percent: [name]}))));
});

test("a plugin of another name has options of its own", () => {
  for (const key of ["sources", "enrichers"])
    assert.deepEqual(refusals("config", parse(configWith(
        {[key]: [{plugin: "my_own", shelf: {height: [1, 2]}}]}))), []);
  assert.deepEqual(refusals("config", parse(configWith({storage: {plugin: "own", shelf: 1}}))), []);
});

/** The files of a folder and its folders. */
const filesBelow = (folder) => readdirSync(folder, {withFileTypes: true}).flatMap((entry) =>
  entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]);

/** Every policy and config of the examples, and of the cases of tests. */
const documents = () => {
  const files = ["rules", "examples", "tests"].flatMap(
      (folder) => filesBelow(join(process.env.SOURCE, folder)))
      .filter((path) => path.endsWith(".yaml"))
      .map((path) => ({path, isFile: true, text: readFileSync(path, "utf8")}))
      .filter(({text}) => /\b(tidemark|brands):/.test(text));
  const inCases = files.flatMap(({path, text}) => {
    const {cases} = parse(text) ?? {};
    return !Array.isArray(cases) ? [] : cases.flatMap(({files: written}) =>
      Object.entries(written ?? {}).filter(([name]) => name.endsWith(".yaml"))
          .map(([name, content]) => ({path: `${path}: ${name}`, text: content})));
  });
  return [...files, ...inCases].flatMap((found) => {
    let value;
    try {
      value = parse(found.text);
    } catch {
      return [];  // a case of a file that is not YAML
    }
    if (value?.tidemark) return [{...found, kind: "policy", value}];
    return value?.brands ? [{...found, kind: "config", value}] : [];
  });
};

test("every policy and config of this tree that a loader accepts is valid", async () => {
  const found = documents();
  const policies = found.filter(({kind}) => kind === "policy");
  const errors = await errorsOfPolicies(policies.map(({text}) => text));
  const valid = policies.filter((_, index) => errors[index].length === 0);
  const configs = found.filter(({kind}) => kind === "config");
  // The loader looks for a folder when it knows that everything else is right.
  const isOfFolder = ({text}) => /: the folder .* does not exist/.test(text);
  await forEach(configs, async (config) => {
    const errors = await (config.isFile ? errorsOfConfigFile(config.path)
                                        : errorsOfConfig(config.text));
    if (errors.every(isOfFolder)) valid.push(config);
  });
  for (const {kind, path, value} of valid) assert.deepEqual(refusals(kind, value), [], path);
  const names = valid.map(({path}) => basename(path));
  assert.ok(names.includes("videos.yaml"));
  assert.ok(valid.filter(({path}) => path.includes("/examples/")).length >= 5, names.join(", "));
  assert.ok(valid.length >= 20, names.join(", "));
});

test("every key has a description, and every word that has a meaning", () => {
  for (const [kind, schema] of Object.entries(schemas)) {
    for (const {path, schema: part} of partsWith("properties", schema)) {
      if (/\/(if|then|else)$/.test(path)) continue;
      for (const [key, property] of Object.entries(part.properties)) {
        const {description, $ref} = resolved(kind, property);
        assert.match(description ?? "", /^[A-Z"].*\.$/, `${kind} ${path}: ${key} ${$ref ?? ""}`);
      }
    }
    for (const {path, schema: part} of partsWith("enumDescriptions", schema)) {
      assert.equal(part.enumDescriptions.length, part.enum.length, `${kind} ${path}`);
      for (const text of part.enumDescriptions) assert.match(text, /\.$/, `${kind} ${path}`);
    }
  }
});
