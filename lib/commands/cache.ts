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
 * what a glob matches; an existing name that reads like a glob is a path.
 * @throws {PondError} `invalid-path`
 */
export async function cacheClearCommand(pond: Pond, options: CacheClearOptions): Promise<number> {
  if (options.patterns.length === 0) return await pond.cache.clear();
  const tree = await pond.read();
  const tests: ((components: readonly string[]) => boolean)[] = [];
  for (const pattern of options.patterns) {
    const isPath = !isGlob(pattern) || await nodeAt(tree, canonicalPath(pattern)) !== undefined;
    const path = isPath ? canonicalPath(pattern) : null;
    const glob = path === null ? compileGlob(pattern) : null;
    tests.push((components) =>
      glob ? glob.match(components) !== undefined : formatPath(components) === path
    );
  }
  return await pond.cache.clear((label) => {
    const components = label.split("/").filter((name) => name !== "");
    // What lies above is meant with all below it.
    return [...components.keys(), components.length].some((count) =>
      tests.some((test) => test(components.slice(0, count)))
    );
  });
}
