import { ROOT_ID } from "../../base/mod.ts";
import type { RowSource } from "../read/mod.ts";
import type { OplogRow, Place } from "../rows/mod.ts";
import type { PendingNode, PendingRows } from "./pending.ts";
import type { TouchedPlaces } from "./touched.ts";

/** A transaction that was made on an older state, and the newest one. */
export interface RebaseInput {
  readonly rows: PendingRows;
  readonly touched: TouchedPlaces;
  readonly newest: RowSource;
  /** The row with its content, for stating it again elsewhere. */
  readonly withContent: (row: OplogRow) => Promise<OplogRow>;
  /** Told of nodes whose versions have other numbers now. */
  readonly onRenumber: (nodeId: string, version: number) => void;
}

/** Why a transaction can't be put onto the newest state. */
export interface Obstacle {
  readonly path: string;
  /** What another writer did there. */
  readonly did: "made" | "removed" | "changed";
}

/**
 * Puts a transaction onto the newest state. New names, appends to a series, versions and removals
 * of other nodes are as true there as they were; what both can't be is an obstacle: one name made
 * twice; a node, or a directory on the way, that is gone or has moved; an entry in a directory that
 * is removed; a config that was changed twice; a version that was made from the content of an older
 * one; a series that was changed and is to be made of other versions.
 * @returns null when the rows are as they must be now
 */
export async function rebase(input: RebaseInput): Promise<Obstacle | null> {
  const { rows, touched } = input;
  for (const row of touched.needed.values()) {
    if (await hasLeft(input, row)) return obstacle(input, row, "removed");
  }
  for (const id of touched.removedDirectories) {
    for (const entry of await input.newest.entries(id)) {
      if (!rows.node(entry.nodeId)) return obstacle(input, entry, "made");
    }
  }
  for (const dependency of touched.dependencies) {
    const { place, row } = dependency;
    const now = await input.newest.entry(place.partId, place.name);
    if (now?.nodeId !== row?.nodeId || now?.version !== row?.version) {
      return obstacle(input, place, row ? "changed" : "made");
    }
  }
  for (const [nodeId, node] of rows.touched()) {
    const found = await rebaseNode(input, nodeId, node);
    if (found) return found;
  }
  return null;
}

async function rebaseNode(
  input: RebaseInput,
  nodeId: string,
  { base, place, written, composition }: PendingNode,
): Promise<Obstacle | null> {
  const isPlaced = place !== null &&
    (base === null || base.partId !== place.partId || base.name !== place.name);
  if (isPlaced && await isTaken(input, place)) return obstacle(input, place, "made");
  if (base === null) return null;
  const now = await input.newest.entry(base.partId, base.name);
  if (now?.nodeId !== nodeId) return obstacle(input, base, "removed");
  if (now.txnSeq === base.txnSeq) return null;
  if (composition) return obstacle(input, base, "changed");
  const isChanged = now.version !== base.version;
  if (isChanged && written.length > 0 && !mayFollow(input, now)) {
    return obstacle(input, base, "changed");
  }
  const isRestated = isPlaced && written.length === 0;
  input.rows.rebase(nodeId, isRestated ? await input.withContent(now) : now);
  if (isChanged) input.onRenumber(nodeId, now.version + written.length);
  return null;
}

/**
 * Whether a version written without knowing the newest one can be the next: unless it was made from
 * the older content.
 */
function mayFollow({ touched }: RebaseInput, { nodeId, kind, factory }: OplogRow): boolean {
  return factory === null && (kind === "series" || !touched.read.has(nodeId));
}

/** Whether something has the name that this transaction doesn't take away. */
async function isTaken({ rows, newest }: RebaseInput, place: Place): Promise<boolean> {
  if (rows.node(place.partId)?.base === null) return false;
  const there = await newest.entry(place.partId, place.name);
  if (!there) return false;
  const pending = rows.node(there.nodeId);
  const stays = pending?.place?.partId === place.partId && pending.place.name === place.name;
  return !pending || stays;
}

async function hasLeft({ rows, newest }: RebaseInput, row: OplogRow): Promise<boolean> {
  // What this transaction made or changed itself is looked at with its nodes.
  if (row.nodeId === ROOT_ID || rows.node(row.nodeId)) return false;
  return (await newest.entry(row.partId, row.name))?.nodeId !== row.nodeId;
}

function obstacle({ touched }: RebaseInput, place: Place, did: Obstacle["did"]): Obstacle {
  return { path: touched.pathOf(place), did };
}
