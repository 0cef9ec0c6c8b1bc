import { hashParts } from "../base/mod.ts";
import {
  findTimeColumn,
  type FormatOptions,
  type Relation,
  type TableDescription,
  type TimeColumn,
} from "../table/mod.ts";
import type { CachePolicy, Converted, FactoryContext, FileNode, Match } from "../tinyfs/mod.ts";
import { declaredColumns } from "./column_fields.ts";
import { cachePolicy } from "./common_fields.ts";
import { checkVersion, madeFrom } from "./computed_node.ts";
import { type CsvDirectoryConfig, textOptions } from "./csv_config.ts";
import { compressionOf } from "./csv_names.ts";

/** What the files of one csv-directory share. */
export interface CsvFileConfig {
  readonly config: CsvDirectoryConfig;
  readonly context: FactoryContext;
  /** The config as text. */
  readonly identity: string;
  /** Files are shown as the rows that their reading passes over. */
  readonly rejects?: boolean;
}

/** A CSV file shown as a table or series; converted when its content is wanted, not before. */
export function csvFile(
  match: Match,
  { path, id }: { readonly path: string; readonly id: string },
  { config, context, identity, rejects = false }: CsvFileConfig,
): FileNode {
  const source = match.node as FileNode;
  const kind = rejects ? "table" : config.type;
  const options = { ...formatOptions(match.path, config), ...(rejects ? { rejects } : {}) };
  const policy: CachePolicy = { ...cachePolicy(config.cache), madeFor: path };
  const convert = () => context.tables.convert(source, options, policy);
  return {
    kind,
    path,
    id,
    factory: "csv-directory",
    provenance: () => madeFrom([{ name: null, source: match.path, isLiteral: true }]),
    async stat() {
      const { modifiedUs } = await source.stat();
      return { version: 1, sizeBytes: null, modifiedUs, sha256: null };
    },
    async open(asked = {}) {
      checkVersion(path, asked);
      return await (await convert()).open();
    },
    table: {
      async describe() {
        return describe(options, await context.tables.cached?.(source, options));
      },
      definition: () => Promise.resolve(hashParts([identity, JSON.stringify(rejects)])),
      relation: async () => shownAs((await convert()).relation, { path, kind }),
    },
  };
}

function formatOptions(path: string, config: CsvDirectoryConfig): FormatOptions {
  const { type, schema, time_column = [] } = config;
  const { csv, compression } = textOptions(config);
  const [timeColumn = null] = time_column;
  const joined = time_column.length > 1 ? { joined: time_column } : {};
  // Where neither config nor name say, the first bytes do.
  const byName = compressionOf(path);
  const known = compression ?? (byName === "none" ? undefined : byName);
  return {
    format: "csv",
    csv,
    ...(known === undefined ? {} : { compression: known }),
    ...(schema ? { schema: declaredColumns(schema) } : {}),
    ...(type === "series" ? { series: { timeColumn, ...joined } } : {}),
  };
}

/** What is known without converting: what was declared, or what an earlier conversion found. */
function describe(options: FormatOptions, cached: Converted | undefined): TableDescription {
  if (cached) {
    const { columns, rows, time, bounds, notes } = cached;
    return { format: "csv", columns, rows, time, bounds, ...(notes ? { notes } : {}) };
  }
  const columns = options.rejects ? null : options.schema ?? null;
  return { format: "csv", columns, rows: null, time: declaredTime(options), bounds: null };
}

function declaredTime({ schema, series, rejects }: FormatOptions): TimeColumn | null {
  if (!schema || !series || series.joined || rejects) return null;
  const name = series.timeColumn;
  const column = name === null
    ? findTimeColumn(schema)
    : schema.find((candidate) => candidate.name === name);
  return column?.type.is === "timestamp" ? { name: column.name, unit: "us", native: true } : null;
}

/** The converted file under the name and kind it has here. */
function shownAs(
  relation: Relation,
  { path, kind }: { path: string; kind: "table" | "series" },
): Relation {
  if (relation.type !== "parquet") return relation;
  const origin = { ...relation.origin, kind, factory: "csv-directory" };
  return { ...relation, label: path, origin };
}
