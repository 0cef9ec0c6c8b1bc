import type { Row } from "../../delta/mod.ts";
import { compareNames } from "../../paths/mod.ts";
import {
  attributesAt,
  earlierPlaces,
  encodeRow,
  type NodeHistory,
  type OplogRow,
  type Place,
} from "../rows/mod.ts";
import type { RowSource } from "../read/mod.ts";

const NO_HISTORY: NodeHistory = { versions: [], merged: [] };

/** A node that a transaction has touched. */
export interface PendingNode {
  /** Its newest row in the snapshot; null for a new node. */
  readonly base: OplogRow | null;
  /** Where it is now; null: removed. */
  readonly place: Place | null;
  /** Versions that this transaction has written, oldest first. */
  readonly written: readonly OplogRow[];
}

/** As the transaction changes it. */
interface WritableNode extends PendingNode {
  base: OplogRow | null;
  place: Place | null;
  written: OplogRow[];
}

/**
 * What a transaction has changed, on top of the rows of its snapshot. Only the outcome counts: what was made and
 * removed again leaves no row, and a node that was moved twice was moved once.
 */
export class PendingRows implements RowSource {
  readonly #nodes = new Map<string, WritableNode>();
  /** By directory and name: the id of the node that is there now, or null. */
  readonly #names = new Map<string, Map<string, string | null>>();

  readonly #base: RowSource;
  readonly #txnSeq: number;

  /** @param txnSeq the transaction that the rows are shown as part of until the commit knows */
  constructor(base: RowSource, txnSeq: number) {
    this.#base = base;
    this.#txnSeq = txnSeq;
  }

  /** Whether a commit would write anything. */
  get isEmpty(): boolean {
    for (const node of this.#nodes.values()) {
      if (rowsOf(node, this.#txnSeq).length > 0) return false;
    }
    return true;
  }

  async entry(partId: string, name: string): Promise<OplogRow | undefined> {
    const id = this.#names.get(partId)?.get(name);
    if (id === undefined) return await this.#base.entry(partId, name);
    return id === null ? undefined : this.#newest(id);
  }

  async entries(partId: string): Promise<readonly OplogRow[]> {
    const changed = this.#names.get(partId);
    const before = await this.#base.entries(partId);
    if (!changed) return before;
    const rows = before.filter((row) => !changed.has(row.name));
    for (const id of changed.values()) {
      const row = id === null ? undefined : this.#newest(id);
      if (row) rows.push(row);
    }
    return rows.sort((a, b) => compareNames(a.name, b.name));
  }

  async history(newest: OplogRow): Promise<NodeHistory> {
    const node = this.#nodes.get(newest.nodeId);
    if (!node) return await this.#base.history(newest);
    const before = node.base ? await this.#base.history(node.base) : NO_HISTORY;
    return { ...before, versions: [...before.versions, ...node.written] };
  }

  /** Adds a version, the first one or the next, of the node at the row's place. */
  write(row: OplogRow, base: OplogRow | null): void {
    const node = this.#touch(row.nodeId, base);
    node.written.push(row);
    this.#settle(row.nodeId, node, { partId: row.partId, name: row.name });
  }

  /** The node whose newest row is `row` leaves its place for `to`, or for good. */
  move(row: OplogRow, to: Place | null): void {
    const node = this.#touch(row.nodeId, row);
    this.#name({ partId: row.partId, name: row.name }, null);
    this.#settle(row.nodeId, node, to);
  }

  /** The node with this id, when the transaction has touched it. */
  node(nodeId: string): PendingNode | undefined {
    return this.#nodes.get(nodeId);
  }

  /** Every node that the transaction has touched, by id. */
  touched(): Iterable<readonly [string, PendingNode]> {
    return this.#nodes;
  }

  /** Puts what was done to a node onto `base`, its newest row now: versions that were written follow on that. */
  rebase(nodeId: string, base: OplogRow): void {
    const node = this.#nodes.get(nodeId);
    if (!node) return;
    node.base = base;
    node.written = node.written.map((row, i) => ({ ...row, version: base.version + 1 + i }));
  }

  /** The rows to be committed as part of transaction `txnSeq`. */
  toRows(txnSeq: number): Row[] {
    return [...this.#nodes.values()].flatMap((node) => rowsOf(node, txnSeq)).map(encodeRow);
  }

  /** The versions written that the outcome keeps. */
  writtenRows(): OplogRow[] {
    return [...this.#nodes.values()].flatMap((node) => node.place ? node.written : []);
  }

  /** The node's newest row, at the place where it is now. */
  #newest(nodeId: string): OplogRow | undefined {
    const node = this.#nodes.get(nodeId);
    const row = node?.written[node.written.length - 1] ?? node?.base;
    return row && node?.place ? { ...row, ...node.place } : undefined;
  }

  #touch(nodeId: string, base: OplogRow | null): WritableNode {
    const known: WritableNode = this.#nodes.get(nodeId) ?? { base, place: null, written: [] };
    this.#nodes.set(nodeId, known);
    return known;
  }

  #settle(nodeId: string, node: WritableNode, place: Place | null): void {
    node.place = place;
    if (place) this.#name(place, nodeId);
    else if (!node.base) this.#nodes.delete(nodeId);
  }

  #name({ partId, name }: Place, nodeId: string | null): void {
    const names = this.#names.get(partId) ?? new Map<string, string | null>();
    this.#names.set(partId, names);
    names.set(name, nodeId);
  }
}

/**
 * The rows that bring `node` from its base to where it is. A node that left its place has a row there that says so,
 * stating its last version, and its newest version is stated again where it went, with the way back to the older ones.
 */
function rowsOf({ base, place, written }: PendingNode, txnSeq: number): OplogRow[] {
  if (!place) return base ? [departure(base, txnSeq)] : [];
  const isMoved = base !== null && (base.partId !== place.partId || base.name !== place.name);
  if (!isMoved && written.length === 0) return [];
  const places = base ? placesBefore(base, place) : [];
  const versions = written.length > 0 ? written : [base!];
  const rows = versions.map((row) => ({
    ...row,
    ...place,
    txnSeq,
    attributes: attributesAt(row, places),
  }));
  return isMoved ? [departure(base, txnSeq), ...rows] : rows;
}

/** Where older versions of the node are, but for its present place, which is read anyway. */
function placesBefore(base: OplogRow, now: Place): Place[] {
  const places = new Map<string, Place>();
  for (const { partId, name } of [...earlierPlaces(base), base]) {
    if (partId !== now.partId || name !== now.name) {
      places.set(`${partId}/${name}`, { partId, name });
    }
  }
  return [...places.values()];
}

function departure(row: OplogRow, txnSeq: number): OplogRow {
  const nothing = { sha256: null, sizeBytes: 0, minEventTimeUs: null, maxEventTimeUs: null };
  return { ...row, ...nothing, txnSeq, deleted: true, attributes: null, content: null };
}
