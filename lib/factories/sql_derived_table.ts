import type { ConfigOf } from "../config/mod.ts";
import type { Factory, FactoryContext } from "../tinyfs/mod.ts";
import { checkSqlConfig } from "./sql_config.ts";
import { SQL_FIELDS, SQL_RULES } from "./sql_fields.ts";
import { type Derived, derivedFile } from "./sql_derived.ts";
import { validateDerived } from "./sql_validate.ts";

type Config = ConfigOf<typeof SQL_FIELDS>;

const derived = (config: Config, context: FactoryContext): Derived => ({
  factory: "sql-derived-table",
  kind: "table",
  config,
  context,
});

/** A table that is the result of one query over other nodes. */
export const sqlDerivedTable = {
  name: "sql-derived-table",
  description: "a table computed by one SELECT over other nodes",
  configVersion: 1,
  schema: { fields: SQL_FIELDS, rules: SQL_RULES, check: checkSqlConfig },
  example: `patterns:
  orders: /sales/*.series
  customers: csv:///ref/customers.csv
query: |
  SELECT c.name, sum(o.amount) AS total
  FROM orders o JOIN customers c USING (id)
  GROUP BY c.name
cache: {refresh: 1h}
`,
  kind: () => "table",
  validate: (config: Config, context: FactoryContext) => validateDerived(derived(config, context)),
  open: (config: Config, context: FactoryContext) => derivedFile(derived(config, context)),
} as const satisfies Factory<Config>;
