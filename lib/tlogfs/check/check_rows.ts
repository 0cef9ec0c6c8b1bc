import { isPondError, PondError, sha256 } from "../../base/mod.ts";
import { compareValues } from "../../parquet/mod.ts";
import type { DataFile, DeltaSnapshot, DeltaTable, Row } from "../../delta/mod.ts";
import { BLOB_BYTES, decodeRow, isDropped, type OplogRow } from "../rows/mod.ts";

/** Told of each thing that is wrong with a row, or (row null) with a file. */
export type RowProblem = (row: OplogRow | null, why: string) => void;

/**
 * Reads every value of a data file: its rows, as many as the log says and within the bounds that it
 * states, each with the content that its hash names.
 * @returns the rows, without contents; null when the file can't be read, which is a problem told as
 *   well
 */
export async function checkDataFile(
  { table, snapshot }: { readonly table: DeltaTable; readonly snapshot: DeltaSnapshot },
  file: DataFile,
  problem: RowProblem,
): Promise<readonly OplogRow[] | null> {
  const rows: OplogRow[] = [];
  const outside = new Set<string>();
  try {
    for await (const batch of table.read(snapshot, { files: [file] })) {
      for (const stored of batch) {
        boundsBroken(file, stored).forEach((column) => outside.add(column));
        const row = checkRow(stored, problem);
        if (row) rows.push(row);
      }
    }
  } catch (error) {
    if (!isPondError(error, "corrupt", "expired")) throw error;
    problem(null, error.code === "expired" ? "it is missing" : error.message);
    return null;
  }
  for (const column of outside) problem(null, `column ${column} has values outside its statistics`);
  if (file.rows !== null && file.rows !== rows.length) {
    problem(null, `it has ${rows.length} good rows, the log says ${file.rows}`);
  }
  return rows;
}

/**
 * Rows among `superseded`, which listings don't read, that are not superseded by any of `rows`.
 * @param rows all there are
 */
export function* notSuperseded<Held extends { readonly row: OplogRow }>(
  superseded: readonly Held[],
  rows: readonly OplogRow[],
): Generator<Held> {
  const newest = new Map<string, OplogRow>();
  if (superseded.length === 0) return;
  for (const row of rows) {
    const known = newest.get(stateKeyOf(row));
    if (!known || isLater(row, known)) newest.set(stateKeyOf(row), row);
  }
  for (const held of superseded) {
    if (!isLater(newest.get(stateKeyOf(held.row))!, held.row)) yield held;
  }
}

function stateKeyOf({ partId, name, nodeId }: OplogRow): string {
  return `${partId} ${nodeId} ${name}`;
}

function isLater(a: OplogRow, b: OplogRow): boolean {
  return a.txnSeq > b.txnSeq || a.txnSeq === b.txnSeq && a.version > b.version;
}

function checkRow(stored: Row, problem: RowProblem): OplogRow | undefined {
  try {
    const row = decodeRow(stored);
    const why = contentProblem(row, stored["content"] ?? null);
    if (why !== null) problem(row, why);
    return row;
  } catch (error) {
    if (!(error instanceof PondError)) throw error;
    problem(null, error.message);
    return undefined;
  }
}

function contentProblem(row: OplogRow, content: Row[string]): string | null {
  if (row.deleted || row.sha256 === null || isDropped(row)) return null;
  if (row.sizeBytes >= BLOB_BYTES) {
    return content === null ? null : "its content is in the log and should be beside it";
  }
  const bytes = content instanceof Uint8Array ? content : new Uint8Array(0);
  if (bytes.length !== row.sizeBytes) {
    return `its content has ${bytes.length} bytes instead of ${row.sizeBytes}`;
  }
  return sha256(bytes) === row.sha256 ? null : "its content doesn't match its hash";
}

function boundsBroken({ bounds }: DataFile, row: Row): string[] {
  const broken: string[] = [];
  for (const [column, { min, max, nulls }] of bounds) {
    const value = row[column] ?? null;
    const isOutside = value === null
      ? nulls === 0
      : min !== null && compareValues(value, min) < 0 ||
        max !== null && compareValues(value, max) > 0;
    if (isOutside) broken.push(column);
  }
  return broken;
}
