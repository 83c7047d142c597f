// SPDX-License-Identifier: BSL-1.0
// The shipped JSON Schemas, and what they say about a place in a document.
import {readFileSync} from "node:fs";
import {join} from "node:path";

import Ajv from "ajv";

const read = (path) => JSON.parse(readFileSync(join(process.env.SOURCE, path), "utf8"));
export const schemas = {
  policy: read("rules/policy.schema.json"),
  config: read("hosts/tidemark/config.schema.json"),
};

/** Refuses a schema with a keyword that neither draft-07 nor an editor knows. */
const ajv = new Ajv({strict: true, strictTypes: false, strictTuples: false, strictRequired: false,
                     allErrors: true});
ajv.addVocabulary(["enumDescriptions", "errorMessage", "patternErrorMessage"]);
const validators = {policy: ajv.compile(schemas.policy), config: ajv.compile(schemas.config)};

/** Why the schema of `kind` refuses a document: nothing if it does not. */
export const refusals = (kind, document) => {
  const validate = validators[kind];
  return validate(document) ? [] : validate.errors.map(
      ({instancePath, message}) => `${instancePath || "/"} ${message}`);
};

/** What `$ref` leads to, with the keywords beside it. */
export const resolved = (kind, schema) => {
  if (!schema.$ref) return schema;
  const {$ref, ...beside} = schema;
  return {...resolved(kind, schemas[kind].definitions[$ref.replace("#/definitions/", "")]),
          ...beside};
};

/** The schema of the value at `path`; a number is an index. The options of a plugin are in the
 * definition of its name. */
export const schemaAt = (kind, path) => path.reduce((schema, step) => {
  const next = typeof step === "number" ? schema.items : schema.properties[step];
  return resolved(kind, next);
}, schemas[kind]);

/** Every schema inside of a schema that has a key `key`, with its path. */
export const partsWith = (key, schema, path = "#") =>
  typeof schema !== "object" || schema === null ? [] : [
    ...(!Array.isArray(schema) && Object.hasOwn(schema, key) ? [{path, schema}] : []),
    ...Object.entries(schema).flatMap(([name, part]) => partsWith(key, part, `${path}/${name}`)),
  ];
