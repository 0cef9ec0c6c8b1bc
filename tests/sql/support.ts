import { createSqlEngine, type EngineQuery, type QueryCounters } from "../../lib/sql/mod.ts";
import {
  type Column,
  memorySource,
  type ParquetFile,
  type Relation,
  type TimeBounds,
  type TimeColumn,
} from "../../lib/table/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";

/**
 * One engine for all tests of a file: starting one takes 0.3 s. It is started here, since what Deno
 * 2.7 opens for it would count as a leak of the test that needs it first.
 */
export const engine = createSqlEngine();
await engine.columns({ sql: "SELECT 1 AS a", relations: new Map() });

export const TS: TimeColumn = { name: "ts", unit: "us", native: true };

/** A target in memory. */
export class MemoryTarget {
  #bytes = new Uint8Array(1 << 14);
  #end = 0;

  writeSync(chunk: Uint8Array, offset: number): void {
    while (offset + chunk.length > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, offset);
    this.#end = Math.max(this.#end, offset + chunk.length);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#end);
  }
}

/** The rows of a SELECT without relations, as Parquet. */
export async function parquet(sql: string): Promise<Uint8Array> {
  const target = new MemoryTarget();
  await engine.writeParquet({ sql, relations: new Map() }, target);
  return target.bytes();
}

let made = 0;

/** Parquet bytes as a stored version; `opened` counts. */
export function fileOf(
  bytes: Uint8Array,
  options: { bounds?: TimeBounds | null; label?: string; schemaKey?: string | null } = {},
): ParquetFile & { opened: number; closed: number } {
  const version = ++made;
  const key = `file-${version}`;
  const footer = readParquetFooter(memorySource(bytes, key), key);
  return {
    label: options.label ?? `/data/${key}`,
    key,
    sizeBytes: bytes.length,
    bounds: options.bounds ?? null,
    rows: footer.rows,
    schemaKey: options.schemaKey === undefined ? footer.schemaKey : options.schemaKey,
    version,
    opened: 0,
    closed: 0,
    open() {
      this.opened++;
      const source = memorySource(bytes, key);
      return Promise.resolve({ ...source, close: () => void this.closed++ });
    },
  };
}

export function scan(
  files: readonly ParquetFile[],
  time: TimeColumn | null = TS,
  label = "/data/all.series",
): Relation {
  const origin = { kind: "series", factory: null, cache: null } as const;
  return { type: "parquet", label, files, time, origin };
}

export function derived(
  sql: string,
  inputs: Readonly<Record<string, Relation>>,
  label = "/derived",
): Relation {
  const origin = { kind: "series", factory: "sql-derived-series", cache: null } as const;
  return { type: "query", label, sql, inputs: new Map(Object.entries(inputs)), time: TS, origin };
}

export function query(
  sql: string,
  relations: Readonly<Record<string, Relation>> = {},
): EngineQuery {
  return { sql, relations: new Map(Object.entries(relations)) };
}

export interface Rows {
  readonly rows: readonly (readonly unknown[])[];
  readonly columns: readonly Column[];
  readonly counters: QueryCounters;
}

/** All rows, bigints as numbers. */
export async function rowsOf(
  sql: string,
  relations: Readonly<Record<string, Relation>> = {},
): Promise<Rows> {
  await using result = await engine.run(query(sql, relations));
  const rows: unknown[][] = [];
  for await (const batch of result.batches) {
    const columns = batch.schema.fields.map((_, i) => batch.getChildAt(i)!);
    for (let i = 0; i < batch.numRows; i++) {
      rows.push(columns.map((column) => plain(column.get(i))));
    }
  }
  return { rows, columns: result.columns, counters: result.counters() };
}

export const us = (iso: string): bigint => BigInt(Date.parse(`${iso}Z`)) * 1000n;

/** One file a day of January 2024, a row a minute: ts, v (0 … 1439), sensor (s0, s1, s2). */
export async function days(count: number): Promise<(ParquetFile & { opened: number })[]> {
  const files = [];
  for (let day = 1; day <= count; day++) {
    const date = `2024-01-${String(day).padStart(2, "0")}`;
    const bytes = await parquet(
      `SELECT TIMESTAMP '${date}' + INTERVAL (range) MINUTE AS ts, range::INT AS v,
       's' || (range % 3) AS sensor FROM range(1440)`,
    );
    const bounds = { minUs: us(`${date}T00:00:00`), maxUs: us(`${date}T23:59:00`) };
    files.push(fileOf(bytes, { bounds }));
  }
  return files;
}

function plain(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
