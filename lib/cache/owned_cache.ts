import { isPondError, toPondError } from "../base/mod.ts";
import type { Store } from "../store/mod.ts";
import type {
  CachedBytes,
  CachedResult,
  CacheEntry,
  CacheFacts,
  CacheStats,
  CacheTarget,
  EntryOptions,
  ResultCache,
} from "./cache.ts";
import { examineCache, markCache, type Ownership } from "./ownership.ts";
import { type ResultCacheOptions, StoreResultCache } from "./result_cache.ts";

/**
 * The cache in the directory `cache/` of `store`, where that is the user's own. Does nothing until
 * it is asked.
 */
export function openResultCache(store: Store, options: ResultCacheOptions): ResultCache {
  return new OwnedCache(store, options);
}

/**
 * Results are kept in a directory of the user's own; of any other nothing is taken, nothing
 * changed, and one warning says why.
 */
class OwnedCache implements ResultCache {
  readonly #kept: StoreResultCache;
  #examining: Promise<Ownership> | undefined;
  #marking: Promise<void> | undefined;
  #warned = false;

  constructor(private readonly store: Store, private readonly options: ResultCacheOptions) {
    this.#kept = new StoreResultCache(store, { ...options, warn: (text) => this.#warn(text) });
  }

  async get(key: string, options?: EntryOptions): Promise<CacheEntry | undefined> {
    if (await this.#isOurs()) return await this.#kept.get(key, options);
    return this.#kept.known(key, options);
  }

  async put(
    key: string,
    write: (target: CacheTarget) => Promise<CacheFacts>,
    options?: Pick<EntryOptions, "madeFor">,
  ): Promise<CacheEntry> {
    if (!await this.#isOurs()) return await this.#kept.compute(key, write);
    try {
      await this.#mark();
    } catch (error) {
      // What lies where nothing is ever written has no cache, and nobody expects one.
      if (!isPondError(error, "read-only")) {
        this.#warn(`the cache can't be written: ${toPondError(error).message}`);
      }
      return await this.#kept.compute(key, write);
    }
    return await this.#kept.put(key, write, options);
  }

  scratch(write: (target: CacheTarget) => Promise<void>): Promise<CachedBytes> {
    return this.#kept.scratch(write);
  }

  async list(): Promise<readonly CachedResult[]> {
    return (await this.#examined()).isOurs ? await this.#kept.list() : [];
  }

  async stats(): Promise<CacheStats> {
    if ((await this.#examined()).isOurs) return await this.#kept.stats();
    return { entries: 0, sizeBytes: 0, limitBytes: this.options.limitBytes };
  }

  async verify(): Promise<readonly string[]> {
    return await this.#isOurs() ? await this.#kept.verify() : [];
  }

  async clear(isMeant?: (path: string) => boolean): Promise<number> {
    const ownership = await this.#examined();
    const mayClear = ownership.isOurs || isMeant === undefined && ownership.mayEmpty;
    if (!mayClear) {
      await this.#isOurs();
      return 0;
    }
    const removed = await this.#kept.clear(isMeant);
    if (!ownership.isOurs) {
      await markCache(this.store, this.options.environment);
      this.#examining = undefined;
    }
    return removed;
  }

  #examined(): Promise<Ownership> {
    return this.#examining ??= examineCache(this.store, this.options.environment);
  }

  async #isOurs(): Promise<boolean> {
    try {
      const ownership = await this.#examined();
      if (ownership.isOurs) return true;
      this.#warn(`the cache in ${this.store.root} is not used: ${ownership.why}`);
    } catch (error) {
      this.#warn(`the cache can't be read: ${toPondError(error).message}`);
    }
    return false;
  }

  /** Before the first result is kept: the directory is empty, or there is none. */
  async #mark(): Promise<void> {
    const ownership = await this.#examined();
    if (ownership.isOurs && ownership.isMarked) return;
    await (this.#marking ??= markCache(this.store, this.options.environment));
  }

  #warn(message: string): void {
    if (!this.#warned) this.options.warn(message);
    this.#warned = true;
  }
}
