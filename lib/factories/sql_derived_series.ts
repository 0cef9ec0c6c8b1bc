import type { Factory, FactoryContext } from "../tinyfs/mod.ts";
import { checkSqlConfig, type SqlConfig } from "./sql_config.ts";
import { SERIES_FIELDS, SQL_RULES } from "./sql_fields.ts";
import { type Derived, derivedFile } from "./sql_derived.ts";
import { validateDerived } from "./sql_validate.ts";

const derived = (config: SqlConfig, context: FactoryContext): Derived => ({
  factory: "sql-derived-series",
  kind: "series",
  config,
  context,
});

/** A series that is the result of one query over other nodes, in the order of its time column. */
export const sqlDerivedSeries = {
  name: "sql-derived-series",
  description: "a time series computed by one SELECT over other nodes",
  configVersion: 1,
  schema: { fields: SERIES_FIELDS, rules: SQL_RULES, check: checkSqlConfig },
  example: `source: /sensors/**/*.series
query: |
  SELECT timestamp, sensor, temperature
  FROM source
  WHERE temperature > 30
time_column: timestamp
`,
  kind: () => "series",
  validate: (config: SqlConfig, context: FactoryContext) =>
    validateDerived(derived(config, context)),
  open: (config: SqlConfig, context: FactoryContext) => derivedFile(derived(config, context)),
} as const satisfies Factory<SqlConfig>;
