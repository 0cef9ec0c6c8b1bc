import type { Column } from "../table/mod.ts";
import { compileGlob, isSourceUrl, sourcePath } from "../paths/mod.ts";
import type { ConfigOf, ConfigProblem } from "../config/mod.ts";
import { checkColumns, declaredColumns } from "./column_fields.ts";
import type { SERIES_FIELDS } from "./sql_fields.ts";

/** A config of either factory. */
export type SqlConfig = ConfigOf<typeof SERIES_FIELDS>;

/** The relations of a config: name, what it names, and where in the config that is said. */
export interface NamedSource {
  readonly name: string;
  readonly source: string;
  readonly at: readonly string[];
}

/** Checks `SQL_RULES` and the declared columns. */
export function checkSqlConfig(config: SqlConfig): ConfigProblem | undefined {
  const { patterns, source, query } = config;
  if (patterns && source !== undefined) {
    return { at: ["source"], why: "there are patterns as well", hint: "use one of the two" };
  }
  if (!patterns && source === undefined && namedInQuery(config).length === 0) {
    return {
      at: [],
      why: "patterns or source is missing",
      hint:
        "write source: PATH for one input, patterns: with a name for each, or name paths in the\n" +
        'query: FROM "/sensors/*"',
    };
  }
  if (patterns?.size === 0) return { at: ["patterns"], why: "there is no pattern" };
  if (query === undefined && patterns && patterns.size > 1) {
    return {
      at: ["patterns"],
      why: "the query is missing",
      hint: "with several patterns a query says how they become one table",
    };
  }
  return checkSchema(config) ?? checkCaptures(config);
}

/** The relations that `config` names, in its order. */
export function sourcesOf(config: SqlConfig): NamedSource[] {
  if (config.source !== undefined) {
    return [{ name: "source", source: config.source, at: ["source"] }];
  }
  return [...config.patterns ?? []].map(([name, source]) => ({
    name,
    source,
    at: ["patterns", name],
  }));
}

/** A path or source URL in quotes. */
const QUOTED = /"((?:[^"]|"")+)"|'((?:[^']|'')+)'/g;

/** The paths and source URLs that the query of `config` names itself, each once; perhaps a text or column that looks like one. */
export function namedInQuery({ query = "" }: SqlConfig): NamedSource[] {
  const names = [...query.matchAll(QUOTED)]
    .map(([, quoted, text]) => quoted?.replaceAll('""', '"') ?? text!.replaceAll("''", "'"));
  return [...new Set(names)].filter(isNamedDirectly).map(directSource);
}

/** Whether a relation's name says itself what it stands for. */
export function isNamedDirectly(name: string): boolean {
  return name.startsWith("/") || isSourceUrl(name);
}

/** What such a name stands for. */
export function directSource(name: string): NamedSource {
  return { name, source: name, at: ["query"] };
}

/** The columns declared for relation `name` where its glob matches nothing. */
export function emptySchemaOf({ schema }: SqlConfig, name: string): readonly Column[] | undefined {
  const columns = schema instanceof Map ? schema.get(name) : schema;
  return columns && declaredColumns(columns as Parameters<typeof declaredColumns>[0]);
}

/** The columns that hold what the wildcards of relation `name` matched. */
export function capturesOf({ captures }: SqlConfig, name: string): readonly string[] | undefined {
  return captures instanceof Map ? captures.get(name) : captures as readonly string[] | undefined;
}

/** Each name goes with a wildcard, and no two are one to SQL. */
function checkCaptures(config: SqlConfig): ConfigProblem | undefined {
  const sources = sourcesOf(config);
  const { captures } = config;
  const names = captures instanceof Map ? [...captures.keys()] : [];
  const unknown = names.find((name) => !sources.some((source) => source.name === name));
  if (unknown !== undefined) {
    return { at: ["captures", unknown], why: `there is no relation called ${unknown}` };
  }
  for (const { name, source } of sources) {
    const columns = capturesOf(config, name) ?? [];
    const at = captures instanceof Map ? ["captures", name] : ["captures"];
    const most = compileGlob(sourcePath(source)).wildcards;
    if (columns.length > most) {
      const why = `${columns.length} columns, but ${source} has ${most} wildcards`;
      return { at, why, hint: "each *, ?, [a-z] and ** counts" };
    }
    const lower = columns.map((column) => column.toLowerCase());
    if (lower.includes("") || new Set(lower).size < lower.length) {
      return { at, why: "every column needs a name of its own" };
    }
  }
  return undefined;
}

function checkSchema(config: SqlConfig): ConfigProblem | undefined {
  const { schema } = config;
  if (schema === undefined) return undefined;
  if (!(schema instanceof Map)) return checkColumns(schema as readonly never[], ["schema"]);
  const names = sourcesOf(config).map(({ name }) => name);
  for (const [name, columns] of schema) {
    if (!names.includes(name)) {
      return {
        at: ["schema", name],
        why: `there is no relation called ${name}`,
        hint: `there are ${names.join(", ")}`,
      };
    }
    const problem = checkColumns(columns, ["schema", name]);
    if (problem) return problem;
  }
  return undefined;
}
