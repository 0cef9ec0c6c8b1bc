import type { NodeKind } from "../../tinyfs/mod.ts";

/** One version of one node: a row of the log. */
export interface OplogRow {
  /** Id of the directory that holds the node. */
  readonly partId: string;
  readonly nodeId: string;
  readonly name: string;
  readonly version: number;
  readonly txnSeq: number;
  /** The node left this directory: removed or moved away. */
  readonly deleted: boolean;
  readonly kind: NodeKind;
  readonly factory: string | null;
  readonly timestampUs: bigint;
  /** Of the content; null for directories and deleted rows. */
  readonly sha256: string | null;
  readonly sizeBytes: number;
  readonly minEventTimeUs: bigint | null;
  readonly maxEventTimeUs: bigint | null;
  /** JSON text, parsed where it is needed. */
  readonly attributes: string | null;
  /** Present where it was read, or written by this transaction; null when it is a blob. */
  readonly content?: Uint8Array | null;
}

/** Where a node is: its directory's id and its name there. */
export interface Place {
  readonly partId: string;
  readonly name: string;
}

/**
 * Whether `a` is newer than `b`: by transaction, then version, never by the clock. A node that
 * stays wins over its own leaving.
 */
export function isNewer(a: OplogRow, b: OplogRow): boolean {
  if (a.txnSeq !== b.txnSeq) return a.txnSeq > b.txnSeq;
  if (a.version !== b.version) return a.version > b.version;
  return !a.deleted && b.deleted;
}

/** Keeps in `newest`, by node id, the newest of what it holds and `rows`. */
export function keepNewest(newest: Map<string, OplogRow>, rows: Iterable<OplogRow>): void {
  for (const row of rows) {
    const known = newest.get(row.nodeId);
    if (!known || isNewer(row, known)) newest.set(row.nodeId, row);
  }
}
