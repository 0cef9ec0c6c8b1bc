import { PondError, ROOT_ID } from "../../base/mod.ts";
import type { Field, Row } from "../../delta/mod.ts";
import type { Value } from "../../parquet/mod.ts";
import { isName } from "../../paths/mod.ts";
import type { NodeKind } from "../../tinyfs/mod.ts";
import type { OplogRow } from "./oplog_row.ts";

const field = (name: string, type: Field["type"], nullable = false): Field => ({
  name,
  type,
  nullable,
});

/** The columns of the log; `content` last. */
export const OPLOG_SCHEMA: readonly Field[] = [
  field("part_id", "string"),
  field("node_id", "string"),
  field("name", "string"),
  field("version", "long"),
  field("txn_seq", "long"),
  field("deleted", "boolean"),
  field("file_type", "string"),
  field("factory", "string", true),
  field("timestamp", "timestamp"),
  field("sha256", "string", true),
  field("size", "long"),
  field("min_event_time", "long", true),
  field("max_event_time", "long", true),
  field("extended_attributes", "string", true),
  field("content", "binary", true),
];

/** Order of rows in every data file. */
export const OPLOG_ORDER: readonly string[] = ["part_id", "name", "txn_seq", "version"];

/** Everything but the content, which only opening a file needs. */
export const FACT_COLUMNS: readonly string[] = OPLOG_SCHEMA.map(({ name }) => name)
  .filter((name) => name !== "content");

const KINDS: ReadonlySet<string> = new Set<NodeKind>([
  "data",
  "table",
  "series",
  "directory",
  "symlink",
]);

/** `row` as the table keeps it. */
export function encodeRow(row: OplogRow): Row {
  return Object.assign(Object.create(null), {
    part_id: row.partId,
    node_id: row.nodeId,
    name: row.name,
    version: BigInt(row.version),
    txn_seq: BigInt(row.txnSeq),
    deleted: row.deleted,
    file_type: row.kind,
    factory: row.factory,
    timestamp: row.timestampUs,
    sha256: row.sha256,
    size: BigInt(row.sizeBytes),
    min_event_time: row.minEventTimeUs,
    max_event_time: row.maxEventTimeUs,
    extended_attributes: row.attributes,
    content: row.content ?? null,
  });
}

/**
 * A row of the table.
 * @throws {PondError} `corrupt` when a column holds what pond never writes
 */
export function decodeRow(row: Row): OplogRow {
  const kind = textOf(row, "file_type");
  if (!KINDS.has(kind)) throw damagedRow(row, "file_type");
  // A name becomes part of paths, on the host too when a tree is copied out, so a forged one goes
  // no further.
  const name = textOf(row, "name");
  if (!isName(name) && row["node_id"] !== ROOT_ID) throw damagedRow(row, "name");
  const { factory, sha256, extended_attributes: attributes, timestamp, deleted } = row;
  if (typeof timestamp !== "bigint") throw damagedRow(row, "timestamp");
  if (typeof deleted !== "boolean") throw damagedRow(row, "deleted");
  return {
    partId: textOf(row, "part_id"),
    nodeId: textOf(row, "node_id"),
    name,
    version: numberOf(row, "version"),
    txnSeq: numberOf(row, "txn_seq"),
    deleted,
    kind: kind as NodeKind,
    factory: typeof factory === "string" ? factory : null,
    timestampUs: timestamp,
    sha256: typeof sha256 === "string" ? sha256 : null,
    sizeBytes: numberOf(row, "size"),
    minEventTimeUs: bigintOrNull(row["min_event_time"]),
    maxEventTimeUs: bigintOrNull(row["max_event_time"]),
    attributes: typeof attributes === "string" ? attributes : null,
  };
}

function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw damagedRow(row, column);
  return value;
}

function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "bigint" || value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw damagedRow(row, column);
  }
  return Number(value);
}

function bigintOrNull(value: Value | undefined): bigint | null {
  return typeof value === "bigint" ? value : null;
}

function damagedRow(row: Row, column: string): PondError {
  return new PondError(
    "corrupt",
    `cannot read the log: the row of ${JSON.stringify(row["name"])} has a damaged ${column}`,
  );
}
