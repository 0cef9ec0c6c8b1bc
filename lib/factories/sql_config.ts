import type { Column } from "../table/mod.ts";
import type { ConfigFields, ConfigOf, ConfigProblem } from "../tinyfs/mod.ts";
import {
  checkColumns,
  COLUMNS_TYPE,
  declaredColumns,
  TIME_COLUMN_FIELD,
  TTL_FIELD,
} from "./common_fields.ts";

/** A name that SQL takes without quotes. */
const RELATION_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The fields that `sql-derived-table` and `sql-derived-series` share. */
export const SQL_FIELDS = {
  patterns: {
    type: { is: "map", key: RELATION_NAME, of: { is: "pattern" } },
    help: "The query's relations: name to pond path, glob or source URL (csv:///…, jsonl:///…)",
  },
  source: {
    type: { is: "pattern" },
    help: "Instead of patterns: the one input, which the query calls source",
  },
  query: {
    type: { is: "sql" },
    help: "One SELECT (or WITH … SELECT); by default everything from the one pattern",
  },
  schema: {
    type: {
      is: "list-or-map",
      list: COLUMNS_TYPE,
      map: { is: "map", key: RELATION_NAME, of: COLUMNS_TYPE },
    },
    help: "Columns of a glob that matches nothing: one list, or lists by relation name",
  },
  cache: {
    type: {
      is: "object",
      fields: {
        refresh: {
          type: { is: "duration" },
          help: "Keep the result that long and serve it; by default it is computed each time",
        },
        ttl: TTL_FIELD,
      },
    },
    help: "How long results are kept",
  },
} as const satisfies ConfigFields;

/** The fields of `sql-derived-series`. */
export const SERIES_FIELDS = {
  ...SQL_FIELDS,
  time_column: TIME_COLUMN_FIELD,
} as const satisfies ConfigFields;

/** A config of either factory. */
export type SqlConfig = ConfigOf<typeof SERIES_FIELDS>;

/** Rules across the fields, for help. */
export const SQL_RULES: readonly string[] = [
  "`patterns` or `source`, not both",
  "`query` may be left out where there is one relation",
];

/** The relations of a config: name, what it names, and where in the config that is said. */
export interface NamedSource {
  readonly name: string;
  readonly source: string;
  readonly at: readonly string[];
}

/** Checks {@linkcode SQL_RULES} and the declared columns. */
export function checkSqlConfig(config: SqlConfig): ConfigProblem | undefined {
  const { patterns, source, query } = config;
  if (patterns && source !== undefined) {
    return { at: ["source"], why: "there are patterns as well", hint: "use one of the two" };
  }
  if (!patterns && source === undefined) {
    return {
      at: [],
      why: "patterns or source is missing",
      hint: "write source: PATH for one input, or patterns: with a name for each",
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
  return checkSchema(config);
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

/** The columns declared for relation `name` where its glob matches nothing. */
export function emptySchemaOf({ schema }: SqlConfig, name: string): readonly Column[] | undefined {
  const columns = schema instanceof Map ? schema.get(name) : schema;
  return columns && declaredColumns(columns as Parameters<typeof declaredColumns>[0]);
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
