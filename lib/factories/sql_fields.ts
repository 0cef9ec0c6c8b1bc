import type { ConfigFields } from "../config/mod.ts";
import { COLUMNS_TYPE } from "./column_fields.ts";
import { TIME_COLUMN_FIELD, TTL_FIELD } from "./common_fields.ts";

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
    help:
      "One SELECT (or WITH … SELECT), which may name paths and source URLs itself, in quotes; by default " +
      "everything from the one pattern",
  },
  schema: {
    type: {
      is: "list-or-map",
      list: COLUMNS_TYPE,
      map: { is: "map", key: RELATION_NAME, of: COLUMNS_TYPE },
    },
    help: "Columns of a glob that matches nothing: one list, or lists by relation name",
  },
  captures: {
    type: {
      is: "list-or-map",
      list: { is: "list", of: { is: "string" } },
      map: { is: "map", key: RELATION_NAME, of: { is: "list", of: { is: "string" } } },
    },
    help: "Columns for what a glob's wildcards matched, the first for $0: one list, or lists by " +
      "relation name",
  },
  cache: {
    type: {
      is: "object",
      fields: {
        refresh: {
          type: { is: "duration" },
          help:
            "Keep the result that long and serve it, even though its sources change; by default, and with 0, it is computed each time",
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

/** Rules across the fields, for help. */
export const SQL_RULES: readonly string[] = [
  "`patterns` or `source`, not both",
  "`query` may be left out where there is one relation",
];
