import type { PondError } from "../base/mod.ts";
import { type ConfigNode, nodeOf, plainNode, type Position } from "./node.ts";
import { checkConfig } from "./check.ts";
import { configFault } from "./fault.ts";
import type { ConfigProblem, ConfigSchema, ReadConfigOptions } from "./schema.ts";

/**
 * As {@linkcode readConfig} for a value that is parsed already: what a field of type `any` gave,
 * which still knows its lines, or any plain value.
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
 * The error for `problem` in `config`, which {@linkcode readConfig} returned: it names line and
 * column.
 * @param options `cause`: the error takes its code and hint; `text`: where in a text of several
 *   lines
 */
export function configError(
  config: object,
  problem: ConfigProblem,
  options: { label?: string; cause?: PondError; text?: Position } = {},
): PondError {
  return configFault(problem, { node: nodeOf(config), ...options });
}

/** The config that `node` is, by `schema`. */
export function checkNode<Config>(
  node: ConfigNode,
  schema: ConfigSchema<Config>,
  options: ReadConfigOptions,
): Config {
  const config = checkConfig(node, schema.fields, options) as Config & object;
  const problem = schema.check?.(config);
  if (problem) throw configFault(problem, { node, ...options });
  return config;
}
