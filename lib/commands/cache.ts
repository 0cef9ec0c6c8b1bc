import { PondError } from "../base/mod.ts";
import type { CacheStats, Pond } from "../pond/mod.ts";
import { compileGlob, formatPath, isGlob } from "../paths/mod.ts";
import { canonicalPath, nodeAt } from "./tree_facts.ts";

/** How full the cache is. */
export function cacheStatsCommand(pond: Pond): Promise<CacheStats> {
  return pond.cache.stats();
}

/**
 * Rereads every cached result; damaged ones are removed.
 * @throws {PondError} `findings`, naming the damaged ones
 */
export async function cacheVerifyCommand(pond: Pond): Promise<CacheStats> {
  const damaged = await pond.cache.verify();
  if (damaged.length === 0) return await pond.cache.stats();
  throw new PondError("findings", `cannot vouch for the cache: removed ${damaged.join(", ")}`, {
    data: { damaged },
    hint: "what was removed is computed again when it is asked for",
  });
}

/** Which cached results to drop. */
export interface CacheClearOptions {
  /** Pond paths and globs; what lies below them too. None: everything. */
  readonly patterns: readonly string[];
}

/**
 * Removes cached results; returns how many. A path means what is at it and below it, and so does
 * what a glob matches; an existing name that reads like a glob is a path. Results of a node that is
 * gone are cleared by the path that it had.
 * @throws {PondError} `invalid-path`; `not-found` for a path where nothing is or was kept, and then
 *   nothing is removed
 */
export async function cacheClearCommand(pond: Pond, options: CacheClearOptions): Promise<number> {
  if (options.patterns.length === 0) return await pond.cache.clear();
  const tree = await pond.read();
  const tests: Test[] = [];
  for (const pattern of options.patterns) {
    const node = await nodeAt(tree, canonicalPath(pattern));
    if (!node && isGlob(pattern)) {
      const glob = compileGlob(pattern);
      tests.push((components) => glob.match(components) !== undefined);
      continue;
    }
    const path = canonicalPath(pattern);
    const test: Test = (components) => formatPath(components) === path;
    if (!node) await checkKept(pond, { path, test });
    tests.push(test);
  }
  return await pond.cache.clear((label) => tests.some((test) => isWithin(label, test)));
}

/** Whether a path, given by its names, is meant. */
type Test = (components: readonly string[]) => boolean;

/** Refuses a path where no node is, and of which no result is kept. */
async function checkKept(
  pond: Pond,
  { path, test }: { readonly path: string; readonly test: Test },
): Promise<void> {
  const kept = await pond.cache.list();
  if (kept.some(({ label }) => isWithin(label, test))) return;
  throw new PondError("not-found", `cannot clear ${path} in the cache: it does not exist`);
}

/** Whether a result's path is meant, or one that lies above it. */
function isWithin(label: string, test: Test): boolean {
  const components = label.split("/").filter((name) => name !== "");
  return [...components.keys(), components.length].some((count) =>
    test(components.slice(0, count))
  );
}
