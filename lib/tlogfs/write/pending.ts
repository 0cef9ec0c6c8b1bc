import type { Row } from "../../delta/mod.ts";
import { compareNames } from "../../paths/mod.ts";
import {
  attributesStating,
  earlierPlaces,
  encodeRow,
  type MergedPart,
  type NodeHistory,
  type OplogRow,
  type Place,
  withdrawnOf,
} from "../rows/mod.ts";
import type { RowSource } from "../read/mod.ts";

const NO_HISTORY: NodeHistory = { versions: [], merged: [], withdrawn: new Set() };

/** A node that a transaction has touched. */
export interface PendingNode {
  /** Its newest row in the snapshot; null for a new node. */
  readonly base: OplogRow | null;
  /** Where it is now; null: removed. */
  readonly place: Place | null;
  /**
   * The last row, with its content, of a node that had left and is back; its place is not that of
   * {@linkcode base}.
   */
  readonly earlier: OplogRow | null;
  /** Versions that this transaction has written, oldest first. */
  readonly written: readonly OplogRow[];
  /** What a series is made of, where this transaction changes it. */
  readonly composition: Composition | null;
}

/** Which versions a series is without, and which files stand for others. */
export interface Composition {
  readonly withdrawn: ReadonlySet<number>;
  readonly merged: readonly MergedPart[];
}

/** As the transaction changes it. */
interface WritableNode extends PendingNode {
  base: OplogRow | null;
  place: Place | null;
  written: OplogRow[];
  composition: Composition | null;
}

/**
 * What a transaction has changed, on top of the rows of its snapshot. Only the outcome counts: what
 * was made and removed again leaves no row, and a node that was moved twice was moved once.
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
    const known = node.base ?? node.earlier;
    const before = known ? await this.#base.history(known) : NO_HISTORY;
    return { ...before, ...node.composition, versions: [...before.versions, ...node.written] };
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

  /**
   * The node whose last row was `row`, given with its content, is back at `place`; no node is
   * there.
   */
  revive(row: OplogRow, place: Place): void {
    const node = this.#touch(row.nodeId, null, row);
    this.#settle(row.nodeId, node, place);
  }

  /** The series whose newest row is `row`, given with its content, is made of other versions. */
  recompose(row: OplogRow, composition: Composition): void {
    const isTouched = this.#nodes.has(row.nodeId);
    const node = this.#touch(row.nodeId, row);
    node.composition = composition;
    if (!isTouched) this.#settle(row.nodeId, node, { partId: row.partId, name: row.name });
  }

  /** The node with this id, when the transaction has touched it. */
  node(nodeId: string): PendingNode | undefined {
    return this.#nodes.get(nodeId);
  }

  /** Every node that the transaction has touched, by id. */
  touched(): Iterable<readonly [string, PendingNode]> {
    return this.#nodes;
  }

  /**
   * Puts what was done to a node onto `base`, its newest row now: versions that were written follow
   * on that.
   */
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
    const row = node?.written[node.written.length - 1] ?? node?.base ?? node?.earlier;
    return row && node?.place ? { ...row, ...node.place } : undefined;
  }

  #touch(
    nodeId: string,
    base: OplogRow | null,
    earlier: OplogRow | null = null,
  ): WritableNode {
    const known: WritableNode = this.#nodes.get(nodeId) ??
      { base, earlier, place: null, written: [], composition: null };
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
 * The rows that bring `node` from its base to where it is. A node that left its place has a row
 * there that says so, stating its last version, and its newest version is stated again where it
 * went, with the way back to the older ones.
 */
function rowsOf(node: PendingNode, txnSeq: number): OplogRow[] {
  const { base, earlier, place, written, composition } = node;
  if (!place) return base ? [departure(base, txnSeq)] : [];
  const isMoved = base !== null && (base.partId !== place.partId || base.name !== place.name);
  const isRestated = isMoved || earlier !== null || composition !== null;
  if (!isRestated && written.length === 0) return [];
  const before = base ?? earlier;
  const versions = written.length > 0 ? written : [before!];
  const stated = {
    places: before ? placesBefore(before, place) : [],
    withdrawn: composition ? [...composition.withdrawn] : before ? withdrawnOf(before) : [],
    ...(composition ? { merged: composition.merged } : {}),
  };
  const rows = versions.map((row) => ({
    ...row,
    ...place,
    txnSeq,
    attributes: attributesStating(row, stated),
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
