import { PondError } from "../base/mod.ts";
import type { CacheStats, Pond } from "../pond/mod.ts";
import { isGlob } from "../paths/mod.ts";
import { canonicalPath } from "./tree_facts.ts";

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

/** Removes cached results; returns how many. */
export async function cacheClearCommand(pond: Pond, options: CacheClearOptions): Promise<number> {
  if (options.patterns.length === 0) return await pond.cache.clear();
  const reader = await pond.read();
  const labels: string[] = [];
  for (const pattern of options.patterns) {
    if (!isGlob(pattern)) labels.push(canonicalPath(pattern));
    else for await (const { path } of reader.glob(pattern)) labels.push(path);
  }
  // No label at all would mean everything.
  return labels.length === 0 ? 0 : await pond.cache.clear(labels);
}
