import { PondError, ROOT_ID } from "../../base/mod.ts";
import { parsePath } from "../../paths/mod.ts";
import type { Contents } from "../read/mod.ts";
import {
  attributesStating,
  type Inventory,
  isDropped,
  isNewer,
  type NodeHistory,
  type OplogRow,
  type Place,
} from "../rows/mod.ts";
import type { ChangeList } from "./change_list.ts";
import type { Composition, PendingRows } from "./pending.ts";
import type { TouchedPlaces } from "./touched.ts";

/** A transaction, as far as taking back needs it. */
export interface TakingBack {
  readonly rows: PendingRows;
  readonly contents: Contents;
  readonly touched: TouchedPlaces;
  readonly changes: ChangeList;
  readonly nowUs: () => bigint;
  /** Every row of the state that the transaction began on. */
  readonly now: Inventory;
}

/**
 * Makes nodes what they were: where they were, with the content they had; those that weren't there
 * are removed. Directories come before what they hold, and names are made free before they are
 * taken.
 * @param ids of the nodes; a removed directory's entries must be among them
 * @throws {PondError} `exists` where another node has a name, `not-found` where a directory is
 *   gone, `expired`
 */
export async function makeAsBefore(
  { then, ...context }: TakingBack & { readonly then: Inventory },
  ids: ReadonlySet<string>,
): Promise<void> {
  const { now } = context;
  const wanted = [...ids].filter((id) => isPresent(then, id))
    .sort((a, b) => depth(then, a) - depth(then, b));
  const unwanted = [...ids].filter((id) => !isPresent(then, id) && isPresent(now, id))
    .sort((a, b) => depth(now, b) - depth(now, a));
  for (const id of unwanted) removeNode(context, now.nodes.get(id)!.newest);
  for (const id of wanted) {
    const { newest } = now.nodes.get(id) ?? {};
    // Nodes may have changed places with each other.
    if (newest && !newest.deleted && !isAt(newest, then.nodes.get(id)!.newest)) {
      context.rows.move(await context.contents.withContent(newest), null);
    }
  }
  for (const id of wanted) {
    const row = then.nodes.get(id)!.newest;
    const path = then.pathOf(id);
    await bringBack(context, { row, path });
    const before = then.nodes.get(id)!.history;
    if (row.kind !== "directory" || row.factory !== null) {
      await restoreContent(context, { row, path, before });
    }
  }
}

/** The id of the node at a path; undefined where none is. Links are not followed. */
export function idAt(inventory: Inventory, path: string): string | undefined {
  const present = new Map<string, string>();
  for (const [id, { newest }] of inventory.nodes) {
    if (!newest.deleted) present.set(placeKey(newest), id);
  }
  let id: string | undefined = ROOT_ID;
  for (const name of parsePath(path)) {
    id = id === undefined ? undefined : present.get(placeKey({ partId: id, name }));
  }
  return id;
}

/** Whether the node is somewhere in the tree. */
export function isPresent(inventory: Inventory, id: string): boolean {
  const node = inventory.nodes.get(id);
  return node !== undefined && !node.newest.deleted;
}

/** The ids of the node and of all below it that are there. */
export function idsBelow(inventory: Inventory, id: string): Set<string> {
  const children = new Map<string, string[]>();
  for (const [child, { newest }] of inventory.nodes) {
    if (newest.deleted) continue;
    const siblings = children.get(newest.partId);
    if (siblings) siblings.push(child);
    else children.set(newest.partId, [child]);
  }
  const ids = new Set<string>([id]);
  for (const each of ids) for (const child of children.get(each) ?? []) ids.add(child);
  return ids;
}

/**
 * The last transaction up to which something was at `path`.
 * @param newest the number of the state that `inventory` is of
 * @throws {PondError} `not-found` where nothing ever was
 */
export function lastSeen(inventory: Inventory, path: string, newest: number): number {
  const places = new Map<string, OplogRow[]>();
  for (const { rows } of inventory.nodes.values()) {
    for (const row of rows) {
      const key = placeKey(row);
      const known = places.get(key);
      if (known) known.push(row);
      else places.set(key, [row]);
    }
  }
  const components = parsePath(path);
  let limit = newest;
  for (let at = 0, id = ROOT_ID; at < components.length;) {
    const name = components[at]!;
    const rows = places.get(placeKey({ partId: id, name })) ?? [];
    const found = newestAt(rows.filter((row) => row.txnSeq <= limit));
    if (!found) {
      throw new PondError("not-found", `cannot restore ${path}: nothing was ever there`, {
        data: { path },
      });
    }
    if (found.deleted) {
      // It was there until then; the directories on the way may have been others.
      limit = found.txnSeq - 1;
      [at, id] = [0, ROOT_ID];
    } else {
      [at, id] = [at + 1, found.nodeId];
    }
  }
  return limit;
}

/**
 * What was at a place last: of each node its newest row, and one that stays before one that leaves.
 */
function newestAt(rows: readonly OplogRow[]): OplogRow | undefined {
  const byNode = new Map<string, OplogRow>();
  for (const row of rows) {
    const known = byNode.get(row.nodeId);
    if (!known || isNewer(row, known)) byNode.set(row.nodeId, row);
  }
  const newest = [...byNode.values()];
  return newest.find((row) => !row.deleted) ??
    newest.reduce<OplogRow | undefined>(
      (a, b) => a === undefined || b.txnSeq > a.txnSeq ? b : a,
      undefined,
    );
}

function isAt(row: OplogRow, place: Place): boolean {
  return placeKey(row) === placeKey(place);
}

function placeKey({ partId, name }: Place): string {
  return `${partId} ${name}`;
}

function depth(inventory: Inventory, id: string): number {
  return inventory.pathOf(id).split("/").length;
}

function removeNode({ rows, touched, changes, now }: TakingBack, row: OplogRow): void {
  const path = now.pathOf(row.nodeId);
  if (row.kind === "directory" && row.factory === null) touched.removed(row.nodeId, path);
  rows.move(row, null);
  changes.removed({ path, kind: row.kind, version: row.version, nodeId: row.nodeId });
}

/** A node as it was, and the path it had. */
interface Wanted {
  readonly row: OplogRow;
  readonly path: string;
}

/** Puts the node where it was, unless it is there. */
async function bringBack(context: TakingBack, { row, path }: Wanted): Promise<void> {
  const { rows, changes, now, contents } = context;
  const place = { partId: row.partId, name: row.name };
  const node = now.nodes.get(row.nodeId);
  if (node && !node.newest.deleted && isAt(node.newest, place)) return;
  const there = await rows.entry(place.partId, place.name);
  if (there) {
    throw new PondError("exists", `cannot restore ${path}: something else is there now`, {
      hint: `\`pond mv ${path} …\` makes room`,
      data: { path },
    });
  }
  requireDirectory(context, place.partId, path);
  const { kind, nodeId } = row;
  if (node && !node.newest.deleted) {
    rows.move(node.newest, place);
    changes.moved(now.pathOf(nodeId), { path, kind, nodeId, version: node.newest.version });
    return;
  }
  const last = node?.history.versions.at(-1);
  if (!last) throw new PondError("expired", `cannot restore ${path}: it was dropped`);
  if (isDropped(last)) throw dropped(path, last.version);
  rows.revive(await contents.withContent(last), place);
  changes.took("restored", { path, kind, nodeId, version: last.version });
}

function requireDirectory({ rows, now, touched }: TakingBack, id: string, path: string): void {
  if (id === ROOT_ID || rows.node(id)?.place) return;
  const node = now.nodes.get(id);
  if (!node || node.newest.deleted || rows.node(id)) {
    throw new PondError("not-found", `cannot restore ${path}: its directory is gone`, {
      hint: "restore the directory",
      data: { path },
    });
  }
  touched.needed.set(id, node.newest);
}

interface WantedContent extends Wanted {
  readonly before: NodeHistory;
}

/** Gives the node the content that it had; a series the versions. */
async function restoreContent(
  context: TakingBack,
  { row, path, before }: WantedContent,
): Promise<void> {
  const { history } = context.now.nodes.get(row.nodeId)!;
  const last = history.versions.at(-1)!;
  if (row.kind === "series" && row.factory === null) {
    const later = history.versions.filter(({ version }) => version > row.version);
    const withdrawn = new Set([...before.withdrawn, ...later.map(({ version }) => version)]);
    if (sameNumbers(withdrawn, history.withdrawn)) return;
    await recompose(context, { row, path, withdrawn });
    return;
  }
  if (last.version === row.version || last.sha256 === row.sha256 && last.factory === row.factory) {
    return;
  }
  await writeAgain(context, { row, path });
}

/** Writes a version that was as the next one of its node. @throws {PondError} `expired` */
export async function writeAgain(
  { rows, contents, changes, now, nowUs }: TakingBack,
  { row, path }: Wanted,
): Promise<void> {
  if (isDropped(row)) throw dropped(path, row.version);
  const { nodeId, kind } = row;
  const { newest, history } = now.nodes.get(nodeId)!;
  const { partId, name } = rows.node(nodeId)?.place ?? newest;
  const version = history.versions.at(-1)!.version + 1;
  rows.write({
    ...await contents.withContent(row),
    partId,
    name,
    version,
    timestampUs: nowUs(),
    attributes: attributesStating(row, {}),
  }, newest);
  changes.took("restored", { path, kind, nodeId, version });
}

/**
 * Leaves `withdrawn` out of a series; a file of merged versions that holds one that changes stands
 * for none any more.
 */
export async function recompose(
  { rows, contents, changes, now }: TakingBack,
  { row: { nodeId, kind }, path, withdrawn }: Wanted & { withdrawn: ReadonlySet<number> },
): Promise<void> {
  const { history, newest } = now.nodes.get(nodeId)!;
  const changed = [...withdrawn, ...history.withdrawn]
    .filter((version) => withdrawn.has(version) !== history.withdrawn.has(version));
  const merged = history.merged.filter(({ first, last }) =>
    !changed.some((version) => first <= version && version <= last)
  );
  const isMerged = (version: number) =>
    merged.some(({ first, last }) => first <= version && version <= last);
  for (const row of history.versions) {
    const isPart = row.sizeBytes > 0 && !withdrawn.has(row.version) && !isMerged(row.version);
    if (isPart && isDropped(row)) throw dropped(path, row.version);
  }
  const composition: Composition = { withdrawn, merged };
  rows.recompose(await contents.withContent(newest), composition);
  const isLess = withdrawn.size > history.withdrawn.size;
  const version = changed.length === 1 ? changed[0]! : newest.version;
  changes.took(isLess ? "withdrawn" : "restored", { path, kind, nodeId, version });
}

function sameNumbers(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

function dropped(path: string, version: number): PondError {
  return new PondError("expired", `cannot restore ${path}: version ${version} was dropped`, {
    data: { path, version },
  });
}
