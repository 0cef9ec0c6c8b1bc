import { isPondError, PondError } from "../base/mod.ts";
import type { ChildSpec, DirectoryNode, Factory, FactoryContext, Node } from "../tinyfs/mod.ts";
import { compareNames, isName, joinPath } from "../paths/mod.ts";
import {
  configError,
  type ConfigFields,
  type ConfigOf,
  type ConfigProblem,
} from "../config/mod.ts";
import { computedDirectory } from "./computed_node.ts";

const entryFields = {
  name: { type: { is: "string" }, required: true, help: "The entry's name" },
  factory: { type: { is: "string" }, required: true, help: "The factory that makes it" },
  config: { type: { is: "any" }, default: {}, help: "That factory's config" },
} as const satisfies ConfigFields;

const fields = {
  entries: {
    type: { is: "list", of: { is: "object", fields: entryFields } },
    required: true,
    help: "The dynamic nodes in the directory",
  },
} as const satisfies ConfigFields;

type Config = ConfigOf<typeof fields>;

/** A directory of dynamic nodes, nested at will, each checked and made by its own factory. */
export const dynamicDir = {
  name: "dynamic-dir",
  description: "a directory of dynamic nodes",
  configVersion: 1,
  schema: { fields, check },
  example: `entries:
  - name: warm
    factory: sql-derived-series
    config:
      source: /sensors/*.series
      query: SELECT * FROM source WHERE temperature > 20
  - name: raw
    factory: hostmount
    config: {directory: /var/log/sensors}
`,
  kind: () => "directory",
  async validate(config: Config, context: FactoryContext): Promise<void> {
    for (const [i, entry] of config.entries.entries()) {
      try {
        await context.validateChild(specOf(entry));
      } catch (error) {
        throw isPondError(error) ? entryError(config, { i, name: entry.name, error }) : error;
      }
    }
  },
  open(config: Config, context: FactoryContext): DirectoryNode {
    const sorted = [...config.entries].sort((a, b) => compareNames(a.name, b.name));
    const entries = new Map(
      sorted.map((entry): [string, () => Node] => [
        entry.name,
        () => context.openChild(specOf(entry)),
      ]),
    );
    const { path, id, version, modifiedUs } = context;
    return computedDirectory({
      path,
      id,
      factory: "dynamic-dir",
      version,
      modifiedUs,
      inputs: sorted.map(({ name }) => ({
        name: null,
        source: joinPath(path, name),
        isLiteral: true,
      })),
      entries: () => Promise.resolve(entries),
    });
  },
} as const satisfies Factory<Config>;

function check(config: Config): ConfigProblem | undefined {
  const names = new Set<string>();
  for (const [i, { name }] of config.entries.entries()) {
    const at = ["entries", i, "name"];
    if (!isName(name)) return { at, why: `${JSON.stringify(name)} can't be a name` };
    if (names.has(name)) {
      return { at, why: `the entry ${JSON.stringify(name)} is there twice` };
    }
    names.add(name);
  }
  return undefined;
}

function specOf({ name, factory, config }: Config["entries"][number]): ChildSpec {
  return { name, factory, config };
}

/** An entry's error with its place in this config; an error that knows its own line keeps that. */
function entryError(
  config: Config,
  { i, name, error }: { i: number; name: string; error: PondError },
): PondError {
  const why = `entry ${JSON.stringify(name)}: ${error.message}`;
  if (typeof error.data["line"] === "number") {
    return new PondError(error.code, `cannot use the dynamic-dir config: entries[${i}], ${why}`, {
      data: error.data,
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
  const field = error.code === "unknown-factory" ? "factory" : "config";
  return configError(config, { at: ["entries", i, field], why }, {
    label: "dynamic-dir",
    cause: error,
  });
}
