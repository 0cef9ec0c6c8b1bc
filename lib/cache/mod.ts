/**
 * The materialisation cache: memory first, then disk, then compute. An entry is named by a key of
 * everything it depends on, so there is nothing to invalidate; time limits only bound how long it
 * is kept, or trusted where change can't be seen. Losing the cache costs time, never an answer.
 *
 * @module
 */
export * from "./cache.ts";
export { openResultCache } from "./owned_cache.ts";
export type { ResultCacheOptions } from "./result_cache.ts";
