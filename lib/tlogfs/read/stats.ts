import { isPondError } from "../../base/mod.ts";
import type { Store } from "../../store/mod.ts";
import {
  isDropped,
  isUnfinishedName,
  keepNewest,
  listBlobs,
  type OplogRow,
  ownerOf,
  type TlogOptions,
  type TlogStats,
} from "../rows/mod.ts";

/** Unfinished writes older than this have no writer any more. */
const LEFTOVER_US = 86_400_000_000n;

/** Counts the nodes that are there, and the versions of them that can be read. */
export async function countTree(
  rows: AsyncIterable<OplogRow>,
  rootId: string,
): Promise<Pick<TlogStats, "nodes" | "directories" | "versions">> {
  const newest = new Map<string, OplogRow>();
  const versions = new Map<string, Set<number>>();
  for await (const row of rows) {
    if (row.nodeId === rootId) continue;
    keepNewest(newest, [row]);
    if (row.deleted || isDropped(row)) continue;
    const known = versions.get(row.nodeId) ?? new Set();
    versions.set(row.nodeId, known.add(row.version));
  }
  const present = [...newest.values()].filter((row) => !row.deleted);
  return {
    nodes: present.length,
    directories: present.filter((row) => row.kind === "directory").length,
    versions: present.reduce((sum, row) => sum + (versions.get(row.nodeId)?.size ?? 0), 0),
  };
}

/** Counts the contents that are kept beside the log, referenced or not. */
export async function countBlobs(
  store: Store,
): Promise<Pick<TlogStats, "blobs" | "blobBytes">> {
  let [blobs, blobBytes] = [0, 0];
  for (const name of await listBlobs(store)) {
    const stat = await store.stat(name);
    if (!stat) continue;
    blobs++;
    blobBytes += stat.sizeBytes;
  }
  return { blobs, blobBytes };
}

/** Names of unfinished writes; some may have a living writer. */
export async function leftoversOf(store: Store): Promise<readonly string[]> {
  const entries = await store.list("tmp");
  return entries
    .filter(({ name, kind }) => kind === "file" && isUnfinishedName(name))
    .map(({ name }) => `tmp/${name}`);
}

/** Names of unfinished writes that are old enough to have no writer. */
export async function oldLeftovers(
  { store, environment }: Pick<TlogOptions, "store" | "environment">,
): Promise<readonly string[]> {
  const before = environment.nowUs() - LEFTOVER_US;
  const old: string[] = [];
  for (const name of await leftoversOf(store)) {
    const stat = await store.stat(name);
    if (!stat || stat.modifiedUs >= before) continue;
    if (!await hasLivingOwner(store, name)) old.push(name);
  }
  return old;
}

/**
 * Whether the transaction that an unfinished file belongs to goes on: it holds a lock as long as it
 * does.
 */
async function hasLivingOwner(store: Store, name: string): Promise<boolean> {
  const lockName = ownerOf(name);
  if (lockName === undefined || await store.kind(lockName) === undefined) return false;
  try {
    const lock = await store.lock(lockName, { deadlineMs: 0 });
    await lock.release();
    return false;
  } catch (error) {
    if (isPondError(error, "locked")) return true;
    throw error;
  }
}

/**
 * Removes unfinished writes without a writer; returns how many. Failing is only a warning: it costs
 * room.
 */
export async function sweepLeftovers(
  options: Pick<TlogOptions, "store" | "environment" | "warn">,
): Promise<number> {
  let removed = 0;
  try {
    for (const name of await oldLeftovers(options)) {
      await options.store.remove(name);
      removed++;
    }
  } catch (error) {
    options.warn(`cannot sweep tmp: ${error instanceof Error ? error.message : error}`);
  }
  return removed;
}
