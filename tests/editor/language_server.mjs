// SPDX-License-Identifier: BSL-1.0
// The yaml-language-server as an editor starts it: a process that speaks LSP over stdio.
import {spawn} from "node:child_process";
import {once} from "node:events";
import {createRequire} from "node:module";

const program = createRequire(import.meta.url).resolve(
    "yaml-language-server/bin/yaml-language-server");
const patience = 30_000;  // ms, for a busy machine; an answer takes 300

/** What an editor would send as its settings: no schema from the network. */
const settings = {
  yaml: {validate: true, hover: true, completion: true, format: {enable: false},
         schemaStore: {enable: false, url: ""}, schemas: {}},
};

/** Calls `take` with each message that `stream` has. */
const readMessages = (stream, take) => {
  let read = Buffer.alloc(0);
  stream.on("data", (bytes) => {
    read = Buffer.concat([read, bytes]);
    for (;;) {
      const end = read.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(read.subarray(0, end).toString())[1]);
      if (read.length < end + 4 + length) return;
      take(JSON.parse(read.subarray(end + 4, end + 4 + length).toString()));
      read = read.subarray(end + 4 + length);
    }
  });
};

/** Starts a server. `schemas` maps the address of each schema to the files that it is for. */
export const startServer = async (schemas) => {
  const child = spawn(process.execPath, [program, "--stdio"], {stdio: ["pipe", "pipe", "inherit"]});
  const asked = new Map(), diagnosed = new Map();
  let count = 0;
  const send = (message) => {
    const body = JSON.stringify({jsonrpc: "2.0", ...message});
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ask = (method, params) => new Promise((answer, fail) => {
    const id = ++count;
    const late = setTimeout(() => fail(new Error(`no answer to ${method}`)), patience);
    asked.set(id, ({result, error}) => {
      clearTimeout(late);
      if (error) fail(new Error(`${method}: ${error.message}`));
      else answer(result);
    });
    send({id, method, params});
  });
  readMessages(child.stdout, (message) => {
  
    if (message.method === "textDocument/publishDiagnostics") {
      const {uri, diagnostics} = message.params;
      diagnosed.get(uri)?.(diagnostics);
    } else if (message.method === "workspace/configuration") {
      send({id: message.id, result: message.params.items.map(({section}) =>
        section === "yaml" ? {...settings.yaml, schemas} : {})});
    } else if (message.method && message.id !== undefined) {
      send({id: message.id, result: null});
    } else if (message.id !== undefined) {
      asked.get(message.id)?.(message);
      asked.delete(message.id);
    }
  });

  await ask("initialize", {
    processId: process.pid, rootUri: null, workspaceFolders: null,
    capabilities: {
      workspace: {configuration: true},
      textDocument: {
        completion: {completionItem: {snippetSupport: true, documentationFormat: ["markdown"]}},
        hover: {contentFormat: ["markdown"]},
        publishDiagnostics: {},
      },
    },
  });
  send({method: "initialized", params: {}});

  /** Opens a file with the address `uri`, and gives what the server finds in it. */
  const open = (uri, text) => new Promise((found, fail) => {
    const late = setTimeout(() => fail(new Error(`no diagnostics of ${uri}`)), patience);
    diagnosed.set(uri, (diagnostics) => {
      clearTimeout(late);
      found(diagnostics);
    });
    send({method: "textDocument/didOpen",
          params: {textDocument: {uri, languageId: "yaml", version: 1, text}}});
  });
  const at = (method) => (uri, line, character) =>
    ask(method, {textDocument: {uri}, position: {line, character}});

  return {
    open,
    complete: at("textDocument/completion"),
    hover: at("textDocument/hover"),
    async stop() {
      await ask("shutdown", null);
      send({method: "exit"});
      await once(child, "exit");
    },
  };
};
