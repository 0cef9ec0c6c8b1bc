import {
  checkNode,
  configFault,
  type ConfigNode,
  type ConfigSchema,
  plainValue,
  type ReadConfigOptions,
} from "../mod.ts";
import { parseYaml } from "./parse_yaml.ts";

/**
 * Reads a config in YAML: one document of at most 64 KiB in the core schema, without anchors,
 * aliases, tags of its own or directives, nested at most 32 deep. Unknown fields and duplicate keys
 * are errors. Objects have no prototype, maps are `Map`s, durations are microseconds.
 * @throws {PondError} `invalid-config`, with `data.line` and `data.column` from 1
 */
export function readConfig<Config>(
  yaml: string,
  schema: ConfigSchema<Config>,
  options: ReadConfigOptions = {},
): Config {
  const documents = parseYaml(yaml, options);
  const [node, second] = documents;
  if (second) {
    throw configFault({ at: [], why: "a config is one document, this is the second" }, {
      node: second,
      ...options,
    });
  }
  return checkNode(node ?? EMPTY, schema, options);
}

/**
 * Reads a text of several documents, each with the shape of `schema`, under the rules of
 * {@linkcode readConfig}. Empty documents are left out.
 * @throws {PondError} `invalid-config`
 */
export function readConfigDocuments<Config>(
  yaml: string,
  schema: ConfigSchema<Config>,
  options: ReadConfigOptions = {},
): Config[] {
  return parseYaml(yaml, options)
    .filter((node) => node.is !== "scalar" || node.value !== null)
    .map((node) => checkNode(node, schema, options));
}

/**
 * A config before any schema: maps, lists and scalars that are the caller's own, to be changed at
 * will.
 * @throws {PondError} `invalid-config`
 */
export function plainConfig(yaml: string, options: ReadConfigOptions = {}): unknown {
  // Values remember the text that they come from; a copy is read as what it is when it is read.
  return structuredClone(plainValue(parseYaml(yaml, options)[0] ?? EMPTY));
}

/** What a text without a document, such as one of comments alone, counts as. */
const EMPTY: ConfigNode = { is: "map", position: { line: 1, column: 1 }, entries: new Map() };
