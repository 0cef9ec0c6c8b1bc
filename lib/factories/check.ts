import { configError, type ConfigProblem } from "../config/mod.ts";
import { findTimeColumn, timeColumnOf } from "../table/mod.ts";
import type { Factory, FactoryContext, FileNode } from "../tinyfs/mod.ts";
import { CHECK_FIELDS } from "./check_fields.ts";
import { type CheckConfig, checkQuery } from "./check_sql.ts";
import { type Derived, derivedFile, resolveSource } from "./sql_derived.ts";
import { validateDerived } from "./sql_validate.ts";

/** A table with a row for everything that is wrong with other nodes; empty: all is well. */
export const check = {
  name: "check",
  description: "a table of what is wrong with other nodes; no row: all is well",
  configVersion: 1,
  schema: {
    fields: CHECK_FIELDS,
    rules: [
      "`source`, or `patterns` and `query`",
      "at least one of `query`, `freshness`, `gaps`, `rows`, `nulls`, `unique`",
    ],
    check: checkConfig,
  },
  example: `source: /sensors/*.series
query: SELECT * FROM source WHERE temp < -90
freshness: 2h
gaps: 1h
rows: {min: 1}
nulls: {temp: "0.05"}
unique: [timestamp, site]
`,
  kind: () => "table",
  validate: async (config: CheckConfig, context: FactoryContext) => {
    const { query } = config;
    // What is wrong with the query stands in the YAML; what it is wrapped in doesn't.
    await validateDerived(derived(query === undefined ? without(config) : config, context));
  },
  open: (config: CheckConfig, context: FactoryContext) => checkFile(config, context),
} as const satisfies Factory<CheckConfig>;

function checkConfig(config: CheckConfig): ConfigProblem | undefined {
  const { source, patterns, query, freshness, gaps, rows, nulls, unique } = config;
  const ofSource = freshness ?? gaps ?? rows ?? nulls ?? unique;
  if (query === undefined && ofSource === undefined) {
    return {
      at: [],
      why: "nothing is checked",
      hint: "write a query that must give no row, or freshness, gaps, rows, nulls, unique",
    };
  }
  if (source === undefined && (!patterns || ofSource !== undefined || query === undefined)) {
    return { at: [], why: "source is missing", hint: "write source: PATH" };
  }
  if (source !== undefined && patterns) {
    return { at: ["patterns"], why: "there is a source as well", hint: "use one of the two" };
  }
  for (const [column, share] of nulls ?? []) {
    if (!/^(0|1|0?\.\d+|1\.0+|0\.0*)$/.test(share)) {
      return { at: ["nulls", column], why: `${JSON.stringify(share)} has to be from 0 to 1` };
    }
  }
  if (unique?.length === 0) return { at: ["unique"], why: "there is no column" };
  return undefined;
}

/** The config as that of a derived table, with another query. */
function derived(config: CheckConfig, context: FactoryContext, query = config.query): Derived {
  const { source, patterns } = config;
  return {
    factory: "check",
    kind: "table",
    context,
    config: {
      ...source === undefined ? {} : { source },
      ...patterns === undefined ? {} : { patterns },
      ...query === undefined ? {} : { query },
    } as Derived["config"],
  };
}

function without({ query: _query, ...config }: CheckConfig): CheckConfig {
  return config;
}

/** The node: its query is made when it is read, since only its source tells its time column. */
function checkFile(config: CheckConfig, context: FactoryContext): FileNode {
  const made = async () => derivedFile(derived(config, context, await queryOf(config, context)));
  const shown = derivedFile(derived(config, context));
  return {
    ...shown,
    open: async (options) => await (await made()).open(options),
    table: {
      describe: async () => await (await made()).table!.describe(),
      relation: async (request) => await (await made()).table!.relation(request),
    },
  };
}

async function queryOf(config: CheckConfig, context: FactoryContext): Promise<string> {
  const { freshness, gaps, time_column: wanted } = config;
  if (freshness === undefined && gaps === undefined) return checkQuery(config, null);
  if (wanted !== undefined) return checkQuery(config, wanted);
  const named = { name: "source", source: config.source!, at: ["source"] };
  const relation = await resolveSource(derived(config, context), named, { chain: [] });
  const time = timeColumnOf(relation) ?? findTimeColumn(await context.tables.columns(relation));
  if (time) return checkQuery(config, time.name);
  throw configError(config, {
    at: ["source"],
    why: "no time column is found in it",
    hint: "time_column names it",
  }, { label: "check" });
}
