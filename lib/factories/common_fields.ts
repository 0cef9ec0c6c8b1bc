import type {
  CachePolicy,
  ConfigFields,
  ConfigOf,
  ConfigPath,
  ConfigProblem,
} from "../tinyfs/mod.ts";
import type { Column } from "../table/mod.ts";

/** The field `time_column`. */
export const TIME_COLUMN_FIELD = {
  type: { is: "string" },
  help: "The time column of a series; by default the first of timestamp, time, ts, datetime, " +
    "event_time, date that there is, in any case",
} as const;

/** One declared column. */
const COLUMN_FIELDS = {
  name: { type: { is: "string" }, required: true, help: "The column's name" },
  type: {
    type: { is: "string" },
    required: true,
    help:
      "boolean, int8 … int64, uint8 … uint64, float, double, decimal(p,s), string, binary, date, " +
      "time, timestamp, uuid",
  },
  nullable: { type: { is: "boolean" }, default: true, help: "Whether it may hold NULL" },
} as const satisfies ConfigFields;

/** The type of a list of declared columns. */
export const COLUMNS_TYPE = {
  is: "list",
  of: { is: "object", fields: COLUMN_FIELDS },
} as const;

/** How long a converted file is kept. */
export const TTL_FIELD = {
  type: { is: "duration" },
  help:
    "How long an unchanged result is kept (default 24h for tables, 6h for series); 0 always looks",
} as const;

const COLUMN_TYPE = new RegExp(
  "^(boolean|u?int(8|16|32|64)|float|double|string|binary|date|time|timestamp|uuid|" +
    "decimal\\((\\d{1,2}), ?(\\d{1,2})\\))$",
);

/** What a config says of caching, as the services want it. */
export function cachePolicy(
  cache: { readonly ttl?: bigint; readonly refresh?: bigint } | undefined,
): CachePolicy {
  return { ttlUs: cache?.ttl ?? null, refreshUs: cache?.refresh ?? null };
}

/** The first thing wrong with declared columns: an unknown type, a name twice, none at all. */
export function checkColumns(
  columns: readonly ConfigOf<typeof COLUMN_FIELDS>[],
  at: ConfigPath,
): ConfigProblem | undefined {
  if (columns.length === 0) return { at, why: "a schema has at least one column" };
  const names = new Set<string>();
  for (const [i, column] of columns.entries()) {
    if (!isColumnType(column.type)) {
      return {
        at: [...at, i, "type"],
        why: `there is no column type ${JSON.stringify(column.type)}`,
        hint: `types: ${COLUMN_FIELDS.type.help}`,
      };
    }
    const name = column.name.toLowerCase();
    if (column.name === "" || names.has(name)) {
      const why = name === ""
        ? "a column needs a name"
        : `the column ${column.name} is there twice`;
      return { at: [...at, i, "name"], why };
    }
    names.add(name);
  }
  return undefined;
}

/** Declared columns as plain columns. */
export function declaredColumns(columns: readonly ConfigOf<typeof COLUMN_FIELDS>[]): Column[] {
  return columns.map(({ name, type, nullable }) => ({
    name,
    type: type.replace(", ", ","),
    nullable,
  }));
}

function isColumnType(type: string): boolean {
  const match = COLUMN_TYPE.exec(type);
  if (!match) return false;
  const [, , , precision, scale] = match;
  return precision === undefined ||
    (Number(precision) >= 1 && Number(precision) <= 38 && Number(scale) <= Number(precision));
}
