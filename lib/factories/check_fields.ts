import type { ConfigFields } from "../config/mod.ts";
import { TIME_COLUMN_FIELD } from "./common_fields.ts";
import { SQL_FIELDS } from "./sql_fields.ts";

const { patterns, source } = SQL_FIELDS;

/** The fields of `check`. */
export const CHECK_FIELDS = {
  source: { ...source, help: "What is checked, which a query calls source" },
  patterns: { ...patterns, help: "Instead of source, for a query alone: its relations by name" },
  query: { type: { is: "sql" }, help: "A SELECT that must give no row" },
  freshness: { type: { is: "duration" }, help: "The newest row must be younger" },
  gaps: { type: { is: "duration" }, help: "Between rows there must not be more time" },
  by: {
    type: { is: "list", of: { is: "string" } },
    help: "Columns of what has times of its own, for gaps (such as a site)",
  },
  rows: {
    type: {
      is: "object",
      fields: {
        min: { type: { is: "integer" }, help: "At least so many" },
        max: { type: { is: "integer" }, help: "At most so many" },
      },
    },
    help: "How many rows there must be",
  },
  nulls: {
    type: { is: "map", key: /^.+$/s, of: { is: "string" } },
    help: "Which share of a column's values may be NULL, by column: 0 to 1",
  },
  unique: {
    type: { is: "list", of: { is: "string" } },
    help: "Columns whose values together must not be there twice",
  },
  time_column: TIME_COLUMN_FIELD,
} as const satisfies ConfigFields;
