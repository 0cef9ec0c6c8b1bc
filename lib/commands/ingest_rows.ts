import { quoteName } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";
import {
  type ByteSource,
  type Column,
  type Relation,
  type TimeColumn,
  timeColumnOf,
} from "../table/mod.ts";
import type { ConvertedOnce, FileNode } from "../tinyfs/mod.ts";

/** Rows that may be in a series already. */
export interface Rows {
  readonly label: string;
  readonly relation: Relation;
  readonly columns: readonly Column[];
}

/** What they are compared with. */
export interface Against {
  readonly pond: Pond;
  /** Null: nothing is there yet. */
  readonly series: FileNode | null;
  /** Columns that tell a row; empty: all of them. */
  readonly key: readonly string[];
  /** Of the series to be. */
  readonly time: TimeColumn | null;
}

/**
 * The rows that the series doesn't hold, in time order. Without a key rows are compared whole, and
 * one that is there twice counts twice; with one, the first row of each key that isn't there.
 */
export async function missingRows(rows: Rows, against: Against): Promise<ConvertedOnce> {
  const { pond, series, key, time } = against;
  const inputs = new Map<string, Relation>([["fresh", rows.relation]]);
  // Of what isn't stored a description may not know the columns; its relation does.
  const held = await series?.table?.relation({ chain: [] });
  if (held) inputs.set("held", held);
  const heldColumns = held ? await pond.tables.columns(held) : [];
  const heldNames = new Set(heldColumns.map(({ name }) => name));
  const sql = key.length > 0 ? byKey(key, held !== undefined) : wholeRows(rows.columns, heldNames);
  const source = await pond.tables.materialise({
    type: "query",
    label: rows.label,
    sql,
    inputs,
    time: (held && timeColumnOf(held)) ?? time ?? timeColumnOf(rows.relation),
    origin: { kind: "series", factory: null, cache: null },
  }, { kind: "series", label: rows.label });
  return await opened(pond, source, rows.label);
}

function byKey(key: readonly string[], isHeld: boolean): string {
  const names = key.map(quoteName);
  const same = names.map((name) => `held.${name} IS NOT DISTINCT FROM fresh.${name}`);
  const missing = isHeld
    ? ` WHERE NOT EXISTS (SELECT 1 FROM held WHERE ${same.join(" AND ")})`
    : "";
  return `SELECT * FROM fresh${missing} QUALIFY row_number() OVER (PARTITION BY ${
    names.map((name) => `fresh.${name}`).join(", ")
  }) = 1`;
}

function wholeRows(columns: readonly Column[], held: ReadonlySet<string>): string {
  if (held.size === 0) return "SELECT * FROM fresh";
  const names = columns.map(({ name }) => quoteName(name));
  const theirs = columns.map(({ name }) => held.has(name) ? quoteName(name) : "NULL");
  return `SELECT ${names.join(", ")} FROM fresh EXCEPT ALL SELECT ${theirs.join(", ")} FROM held`;
}

/** Parquet as what a conversion gives. */
async function opened(pond: Pond, source: ByteSource, label: string): Promise<ConvertedOnce> {
  try {
    return await pond.tables.convertOnce(source, { format: "parquet" }, {
      label,
      isGrowing: false,
    });
  } finally {
    source.close();
  }
}

/**
 * A converted file as a relation; it is read while that is used, and closed by who converted it.
 */
export function relationOf({ source, rows }: ConvertedOnce, label: string): Relation {
  return {
    type: "parquet",
    label,
    files: [{
      label,
      key: source.key,
      sizeBytes: source.sizeBytes,
      open: () => Promise.resolve({ ...source, close() {} }),
      bounds: null,
      rows,
      schemaKey: null,
      version: null,
    }],
    time: null,
    origin: { kind: "series", factory: null, cache: null },
  };
}
