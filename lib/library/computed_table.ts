import { PondError, sha256 } from "../base/mod.ts";
import { bindParameters, type SqlParameters } from "../sql/mod.ts";
import {
  type ByteSource,
  type DerivedQuery,
  findTimeColumn,
  type FormatOptions,
  memorySource,
  type Relation,
  type TimeColumn,
  timeColumnOf,
} from "../table/mod.ts";
import type { FactoryContext, FileNode, RelationRequest } from "../tinyfs/mod.ts";
import type { TableContent } from "./change_api.ts";
import { parquetNode } from "./parquet_node.ts";
import { parquetOf } from "./table_content.ts";

/** What every computed table may be told. */
export interface ComputedTableOptions {
  /** Default `table`; the factory's `kind` says the same. */
  readonly kind?: "table" | "series";
  /** Of a series; default found by name. */
  readonly timeColumn?: string;
}

/** How rows become a computed table. */
export interface RowsTableOptions extends ComputedTableOptions {
  /** Types of columns by name; the others are inferred. */
  readonly schema?: Readonly<Record<string, string>>;
}

/** How text becomes a computed table. */
export interface CsvTableOptions extends ComputedTableOptions {
  /** As in a config of `csv-directory`. */
  readonly csv?: FormatOptions["csv"];
}

/** How a query becomes a computed table. */
export interface SqlTableOptions extends ComputedTableOptions {
  /** Values for `?`, `$1` or `$name`. */
  readonly params?: SqlParameters;
}

/**
 * A table of the rows that `rows` gives, each time it is read.
 * @param context what the factory was given
 * @param rows called when the table is looked at: rows, Arrow, or Parquet bytes
 */
export function tableFromRows(
  context: FactoryContext,
  rows: () => TableContent | Promise<TableContent>,
  options: RowsTableOptions = {},
): FileNode {
  return computedTable(context, options, async () => {
    const source = await parquetOf(await rows(), {
      label: context.path,
      schema: options.schema ?? {},
      scratch: () => Promise.reject(notHere(context.path)),
      consumed: new WeakSet(),
    });
    return await converted(context, source, { format: "parquet", ...seriesOf(options) });
  });
}

/**
 * A table of the CSV text that `text` gives, each time it is read.
 * @param context what the factory was given
 * @param text called when the table is looked at
 */
export function tableFromCsv(
  context: FactoryContext,
  text: () => string | Uint8Array | Promise<string | Uint8Array>,
  options: CsvTableOptions = {},
): FileNode {
  return computedTable(context, options, async () => {
    const given = await text();
    const bytes = typeof given === "string" ? new TextEncoder().encode(given) : given;
    const { csv } = options;
    return await converted(context, memorySource(bytes, sha256(bytes)), {
      format: "csv",
      ...(csv === undefined ? {} : { csv }),
      ...seriesOf(options),
    });
  });
}

/**
 * A table that a query gives over other nodes, which it names by paths, globs and source URLs in
 * double quotes. Filters on it reach the files below.
 * @param context what the factory was given
 */
export function tableFromSql(
  context: FactoryContext,
  sql: string,
  options: SqlTableOptions = {},
): FileNode {
  return computedTable(context, options, async ({ chain }) => {
    const { path, tables, tree } = context;
    if (chain.includes(path)) {
      throw new PondError("cycle", `cannot read ${path}: it derives from itself`, {
        data: { chain: [...chain, path] },
      });
    }
    const bound = bindParameters(sql, options.params ?? []);
    const inputs = new Map<string, Relation>();
    for (const name of await tables.checkQuery(bound)) {
      inputs.set(name, await tables.resolve(name, { chain: [...chain, path], tree }));
    }
    const kind = options.kind ?? "table";
    const query: DerivedQuery = {
      type: "query",
      label: path,
      sql: bound,
      inputs,
      time: null,
      origin: { kind, factory: null, cache: null },
    };
    return kind === "table" ? query : { ...query, time: await timeOf(context, query, options) };
  });
}

function computedTable(
  { path, id, version, modifiedUs, tables }: FactoryContext,
  { kind = "table" }: ComputedTableOptions,
  make: (request: RelationRequest) => Promise<Relation>,
): FileNode {
  const relation = (request: RelationRequest) => {
    checkVersion(path, version, request.version);
    return make(request);
  };
  return {
    kind,
    path,
    id,
    // Whoever defines the factory gives it its name.
    factory: null,
    stat: () => Promise.resolve({ version, sizeBytes: null, modifiedUs, sha256: null }),
    async open(options = {}) {
      checkVersion(path, version, options.version);
      // Rows may be others the next time, so the file is looked at anew each time.
      const policy = { ttlUs: 0n, refreshUs: null };
      return await tables.materialise(await make({ chain: [] }), { kind, label: path, policy });
    },
    table: {
      relation,
      async describe() {
        const made = await make({ chain: [] });
        const columns = await tables.columns(made);
        return { format: "computed", columns, rows: null, time: timeColumnOf(made), bounds: null };
      },
    },
  };
}

async function converted(
  { path, tables }: FactoryContext,
  source: ByteSource,
  options: FormatOptions,
): Promise<Relation> {
  const policy = { ttlUs: null, refreshUs: null };
  const { relation } = await tables.convert(parquetNode(source, path), options, policy);
  return relation;
}

function seriesOf({ kind, timeColumn = null }: { kind?: string; timeColumn?: string | null }) {
  return kind === "series" ? { series: { timeColumn } } : {};
}

async function timeOf(
  { path, tables }: FactoryContext,
  query: DerivedQuery,
  { timeColumn }: ComputedTableOptions,
): Promise<TimeColumn> {
  const columns = await tables.columns(query);
  const column = timeColumn === undefined
    ? findTimeColumn(columns)
    : columns.find(({ name }) => name === timeColumn);
  if (column?.type.is === "timestamp") return { name: column.name, unit: "us", native: true };
  if (column?.type.is === "date") return { name: column.name, unit: "date", native: false };
  throw new PondError("invalid-query", `cannot read ${path} as a series: it has no time column`, {
    hint: `timeColumn names it; there are ${columns.map(({ name }) => name).join(", ")}`,
  });
}

function checkVersion(path: string, present: number, asked: number | undefined): void {
  if (asked === undefined || asked === present) return;
  throw new PondError(
    "not-found",
    `cannot open version ${asked} of ${path}: it is computed, and keeps no versions`,
  );
}

function notHere(path: string): PondError {
  return new PondError("usage", `cannot compute ${path} from a query object: use tableFromSql`);
}
