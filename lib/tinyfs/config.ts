import { type ConfigNode, type ConfigPath, nodeOf, type Place, plainNode } from "./config_node.ts";
import { checkConfig } from "./config_check.ts";
import { configFault } from "./config_fault.ts";
import { parseYaml } from "./config_yaml.ts";
import type { PondError } from "../base/mod.ts";

/**
 * The shape of a config: fields with types, defaults and one line of help each. Validation, help, the
 * README table and the parsed TypeScript type all come from this one value.
 */
export interface ConfigSchema<Config> {
  readonly fields: { readonly [Name in keyof Config & string]-?: Field };
  /** Rules across fields, as text for help: "`patterns` or `source`". */
  readonly rules?: readonly string[];
  /** Checks those rules; the first thing wrong, if anything is. Looks at nothing but `config`. */
  check?(config: Config): ConfigProblem | undefined;
}

/** One field of a config. */
export interface Field {
  readonly help: string;
  readonly type: FieldType;
  readonly required?: boolean;
  /** As YAML would give it. */
  readonly default?: unknown;
}

/** The type of a field's value. */
export type FieldType =
  | {
    readonly is: "string" | "boolean" | "integer" | "duration" | "path" | "pattern" | "sql" | "any";
  }
  | { readonly is: "enum"; readonly values: readonly string[] }
  | { readonly is: "list"; readonly of: FieldType }
  | { readonly is: "map"; readonly key: RegExp; readonly of: FieldType }
  | { readonly is: "object"; readonly fields: { readonly [name: string]: Field } }
  /** A list or a map, told apart by what the YAML has. */
  | {
    readonly is: "list-or-map";
    readonly list: FieldType & { readonly is: "list" };
    readonly map: FieldType & { readonly is: "map" };
  };

/** What is wrong with a config, and where. */
export interface ConfigProblem {
  /** Names of fields, keys of maps and indexes of lists, from the top. */
  readonly at: ConfigPath;
  readonly why: string;
  readonly hint?: string;
}

/** How a config is read. */
export interface ReadConfigOptions {
  /** Values for `${env:NAME}`; by default no variable is set. */
  readonly env?: (name: string) => string | undefined;
  /** Whose config it is, for messages: a factory's name. */
  readonly label?: string;
}

/**
 * Reads a config in YAML: one document of at most 64 KiB in the core schema, without anchors, aliases, tags of its
 * own or directives, nested at most 32 deep. Unknown fields and duplicate keys are errors. Objects
 * have no prototype, maps are `Map`s, durations are microseconds.
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
 * As {@linkcode readConfig} for a value that is parsed already: what a field of type `any` gave, which still
 * knows its lines, or any plain value.
 * @throws {PondError} `invalid-config`
 */
export function readConfigValue<Config>(
  value: unknown,
  schema: ConfigSchema<Config>,
  options: ReadConfigOptions = {},
): Config {
  return checkNode(nodeOf(value) ?? plainNode(value), schema, options);
}

/**
 * The error for `problem` in `config`, which {@linkcode readConfig} returned: it names line and column.
 * @param options `cause`: the error takes its code and hint; `text`: where in a text of several lines
 */
export function configError(
  config: object,
  problem: ConfigProblem,
  options: { label?: string; cause?: PondError; text?: Place } = {},
): PondError {
  return configFault(problem, { node: nodeOf(config), ...options });
}

/** What a text without a document, such as one of comments alone, counts as. */
const EMPTY: ConfigNode = { is: "map", place: { line: 1, column: 1 }, entries: new Map() };

function checkNode<Config>(
  node: ConfigNode,
  schema: ConfigSchema<Config>,
  options: ReadConfigOptions,
): Config {
  const config = checkConfig(node, schema.fields, options) as Config & object;
  const problem = schema.check?.(config);
  if (problem) throw configFault(problem, { node, ...options });
  return config;
}
