import { type Environment, isPondError, newId } from "../base/mod.ts";
import type { Store } from "../store/mod.ts";
import { CACHE_DIRECTORY } from "./entry_files.ts";

/**
 * What the cache's directory says of itself: which one it was when pond began to keep results in
 * it.
 */
const MARK = `${CACHE_DIRECTORY}/owner.json`;

/** Whether results may be taken from the cache's directory and put there. */
export type Ownership =
  /** `isMarked`: it is ours; otherwise it is empty or not there, and may become ours. */
  | { readonly isOurs: true; readonly isMarked: boolean }
  /** `mayEmpty`: it is the user's own, and what is in it may go. */
  | { readonly isOurs: false; readonly why: string; readonly mayEmpty: boolean };

/**
 * Looks whether the cache is the user's own, closed to others and marked by this pond on this
 * machine. An entry's hash proves only that it is what somebody wrote: results that came with a
 * pond from elsewhere, or that another user put there, could say anything. The mark names the
 * directory by what no copy of it has, its inode and the moment when it was made.
 * @throws {PondError} `io`
 */
export async function examineCache(store: Store, environment: Environment): Promise<Ownership> {
  try {
    const kind = await store.kind(CACHE_DIRECTORY);
    if (kind === undefined) return { isOurs: true, isMarked: false };
    const identity = await store.identity(CACHE_DIRECTORY);
    if (kind !== "directory" || !identity) return foreign("it is no directory");
    const { key, ownerId, mode } = identity;
    const user = ownerId === null ? null : await ownId(store, environment);
    if (user === undefined) {
      return foreign("the pond can't be written, so whose it is can't be told");
    }
    if (ownerId !== user) return foreign("it is not this user's");
    if (mode !== null && (mode & 0o077) !== 0) return foreign("others may look into it");
    const marked = await readMark(store);
    if (marked === key) return { isOurs: true, isMarked: true };
    if (marked === null && (await store.list(CACHE_DIRECTORY)).length === 0) {
      return { isOurs: true, isMarked: false };
    }
    const why = "it was not made by this pond on this machine (pond cache clear starts it anew)";
    return { isOurs: false, why, mayEmpty: true };
  } catch (error) {
    if (isPondError(error, "permission")) return foreign("it can't be looked into");
    throw error;
  }
}

/**
 * Makes the directory and marks it as this pond's.
 * @throws {PondError} `io`, `no-space`, `permission`
 */
export async function markCache(store: Store, environment: Environment): Promise<void> {
  await store.makeDirectory(CACHE_DIRECTORY, { mode: 0o700 });
  const identity = await store.identity(CACHE_DIRECTORY);
  const temporary = `tmp/cache-${newId(environment)}.json`;
  const writer = await store.create(temporary);
  try {
    await writer.write(new TextEncoder().encode(`${JSON.stringify({ made: identity?.key })}\n`));
    await writer.sync();
  } finally {
    writer.close();
  }
  // Whoever marks it at the same time writes the same.
  await store.rename(temporary, MARK);
}

function foreign(why: string): Ownership {
  return { isOurs: false, why, mayEmpty: false };
}

/**
 * The user that this process writes as; undefined where it can't write: then nothing is its own.
 */
async function ownId(store: Store, environment: Environment): Promise<number | null | undefined> {
  const temporary = `tmp/cache-${newId(environment)}`;
  try {
    (await store.create(temporary)).close();
  } catch (error) {
    if (isPondError(error, "permission", "no-space", "io")) return undefined;
    throw error;
  }
  try {
    return (await store.identity(temporary))?.ownerId;
  } finally {
    await store.remove(temporary);
  }
}

async function readMark(store: Store): Promise<string | null> {
  try {
    const { made } = JSON.parse(new TextDecoder().decode(await store.read(MARK)));
    return typeof made === "string" ? made : null;
  } catch (error) {
    if (error instanceof SyntaxError || isPondError(error, "not-found", "corrupt")) return null;
    throw error;
  }
}
