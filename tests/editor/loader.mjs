// SPDX-License-Identifier: BSL-1.0
// What the command says about policies, configs and plugins.
import {execFile} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";

const {TIDEMARK, SOURCE} = process.env;
export const shippedPolicy = join(SOURCE, "rules/videos.yaml");
/** With the variables that configs of this tree name. */
const environment = {
  ...process.env, SHIPPED_POLICY: shippedPolicy, NAME: "7", SCHEMA: "own",
  ...Object.fromEntries(["TIDEMARK_TEST_POSTGRES", "DATABASE", "DATABASE_URL", "OTHER_DATABASE"]
      .map((name) => [name, "postgresql://host/name"])),
};

/** The output of the command in `folder`; its exit code is 0, or 2 for what it refuses. */
const answer = (folder, ...words) => new Promise((found, fail) => {
  execFile(TIDEMARK, words, {cwd: folder, env: environment, maxBuffer: 1 << 26},
           (error, stdout, stderr) => {
    if (error && error.code !== 2) fail(new Error(`tidemark ${words.join(" ")}: ${error}`));
    else found({ok: !error, stdout, stderr});
  });
});

const inFolder = async (work) => {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-editor-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
};

/** The texts of the errors of each of these policies. */
export const errorsOfPolicies = (texts) => inFolder(async (folder) => {
  const names = texts.map((text, index) => {
    writeFileSync(join(folder, `${index}.yaml`), text);
    return `${index}.yaml`;
  });
  const {stdout} = await answer(folder, "policy", "check", "--format", "json", ...names);
  const errors = names.map(() => []);
  for (const {file, severity, text} of JSON.parse(stdout).issues)
    if (severity === "error") errors[Number.parseInt(file)].push(text);
  return errors;
});

/** The errors of a config file: the line of each, and its text. */
export const errorsOfConfigFile = async (path) => {
  const {ok, stderr} = await answer(dirname(path), "--config", path, "config", "check");
  const errors = [...stderr.matchAll(/^[^\s:]+:(\d+):\d+: error: (.*)$/gm)]
      .map(([, line, text]) => ({line: Number(line), text}));
  return ok || errors.length > 0 ? errors : [{line: 0, text: stderr}];
};

/** The same for the text of a config. */
export const errorsOfConfig = (text) => inFolder((folder) => {
  writeFileSync(join(folder, "tidemark.yaml"), text);
  writeFileSync(join(folder, "url"), "http://127.0.0.1:1");  // which some name as ${file:url}
  return errorsOfConfigFile(join(folder, "tidemark.yaml"));
});

/** A manifest: the plugin's kind and options. */
export const describePlugin = (name) => inFolder(async (folder) => {
  writeFileSync(join(folder, "tidemark.yaml"), configWith({}));
  return JSON.parse((await answer(folder, "plugins", "describe", name, "--format", "json")).stdout);
});

/** The names of the installed plugins. */
export const pluginNames = () => inFolder(async (folder) => {
  writeFileSync(join(folder, "tidemark.yaml"), configWith({}));
  const {stdout} = await answer(folder, "plugins", "--format", "json");
  return JSON.parse(stdout).map(({name}) => name);
});

/** The text of a small config, with some of its parts replaced. */
export const configWith = ({storage, sources, enrichers = [], ...parts}) => {
  const lists = [["sources", sources ?? [{plugin: "jsonl", path: "rows"}]],
                 ["enrichers", enrichers]];
  return [
    ...Object.entries({policy: shippedPolicy, storage: storage ?? {plugin: "memory"}, ...parts})
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    "brands:", "  - id: 1",
    ...lists.flatMap(([key, uses]) => uses.length === 0 ? [] :
        [`    ${key}:`, ...uses.map((use) => `      - ${JSON.stringify(use)}`)]),
  ].join("\n") + "\n";
};
