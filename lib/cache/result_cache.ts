import {
  checkLimits,
  countedReads,
  type Environment,
  isPondError,
  PondError,
  toPondError,
  untilLimit,
} from "../base/mod.ts";
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
import {
  hashBytes,
  hashTail,
  parquetName,
  readEntry,
  scanEntries,
  sidecarName,
} from "./entry_files.ts";
import { MemoryTarget } from "../parquet/mod.ts";
import { encodeSidecar, type Sidecar } from "./sidecar.ts";
import {
  type StorageFailure,
  type WriteContext,
  writeEntry,
  writeScratch,
  writeSidecar,
} from "./write_entry.ts";

/** How a cache is opened. */
export interface ResultCacheOptions {
  readonly environment: Environment;
  /** Least recently used entries go when all together are larger. */
  readonly limitBytes: number;
  /** Told once what is wrong with the cache; results are computed then. */
  readonly warn: (message: string) => void;
}

/**
 * Up to here an entry is hashed whole when a process first opens it; beyond, only its footer is.
 */
const FULL_CHECK_BYTES = 64 * 1024 * 1024;
/** Where the disk keeps nothing, results up to this size are kept in memory. */
const MEMORY_ENTRY_BYTES = 16 * 1024 * 1024;
/** Using an entry is noted on disk (its sidecar is written anew) at most this often. */
const TOUCH_INTERVAL_US = 600_000_000n;
/** Other processes add entries too, so sizes are counted anew after so many of our own. */
const RESCAN_PUTS = 100;

/**
 * Results kept in the directory `cache/` of a store, which must be this pond's own; see
 * `openResultCache`.
 */
export class StoreResultCache implements ResultCache {
  /** Entries that this process has found or made. */
  readonly #known = new Map<string, CacheEntry>();
  /** Files that this process has found to be what was written. */
  readonly #whole = new Set<string>();
  /** Keys and nodes that are known to be noted. */
  readonly #noted = new Set<string>();
  readonly #pending = new Map<string, Promise<CacheEntry>>();
  #warned = false;
  #sizeBytes: number | undefined;
  #puts = 0;

  constructor(readonly store: Store, readonly options: ResultCacheOptions) {}

  async get(key: string, options: EntryOptions = {}): Promise<CacheEntry | undefined> {
    if (!this.#known.has(key)) await this.#load(key);
    const entry = this.known(key, options);
    if (entry && options.madeFor !== undefined) await this.#note(key, options.madeFor);
    return entry;
  }

  /** What this process has found or made; undefined where it is older than `maxAgeUs`. */
  known(key: string, options: { maxAgeUs?: bigint } = {}): CacheEntry | undefined {
    const entry = this.#known.get(key);
    if (!entry) return undefined;
    const ageUs = this.options.environment.nowUs() - entry.createdUs;
    if (options.maxAgeUs !== undefined && ageUs > options.maxAgeUs) return undefined;
    return entry;
  }

  async put(
    key: string,
    write: (target: CacheTarget) => Promise<CacheFacts>,
    { madeFor }: Pick<EntryOptions, "madeFor"> = {},
  ): Promise<CacheEntry> {
    const noting = async (target: CacheTarget) => {
      const facts = await write(target);
      const isLabel = madeFor === undefined || madeFor === facts.label;
      return isLabel ? facts : { ...facts, nodes: [madeFor] };
    };
    // Two readers of one process that want the same result wait for the same computation.
    for (let pending; (pending = this.#pending.get(key));) {
      try {
        return await untilLimit(pending);
      } catch (error) {
        // It was under the limits of whoever began it, which may not be this reader's.
        if (!isPondError(error, "timeout", "interrupted")) throw error;
        checkLimits();
      }
    }
    const pending = this.#compute(key, noting).finally(() => this.#pending.delete(key));
    this.#pending.set(key, pending);
    return await pending;
  }

  async scratch(write: (target: CacheTarget) => Promise<void>): Promise<CachedBytes> {
    const storage: StorageFailure = {};
    try {
      return await writeScratch(write, this.#at(storage));
    } catch (error) {
      if (storage.failure === undefined) throw error;
      this.#warn(`no room for temporary files: ${toPondError(storage.failure).message}`);
    }
    const target = new MemoryTarget();
    await write(target);
    return await target.open();
  }

  async list(): Promise<readonly CachedResult[]> {
    const found = await scanEntries(this.store, this.#nowUs());
    return found.flatMap(({ sidecar }) =>
      pathsOf(sidecar).map((label) => ({ label, createdUs: sidecar!.createdUs }))
    ).sort((a, b) => a.createdUs < b.createdUs ? -1 : a.createdUs > b.createdUs ? 1 : 0);
  }

  async stats(): Promise<CacheStats> {
    const found = await scanEntries(this.store, this.options.environment.nowUs());
    const sizeBytes = found.reduce((sum, entry) => sum + entry.sizeBytes, 0);
    return { entries: found.length, sizeBytes, limitBytes: this.options.limitBytes };
  }

  async verify(): Promise<readonly string[]> {
    const damaged: string[] = [];
    for (const { name, sidecar } of await scanEntries(this.store, this.#nowUs())) {
      if (sidecar && await this.#isWhole(sidecar)) continue;
      damaged.push(sidecar?.label ?? name);
      await this.#remove(name, sidecar);
    }
    return damaged;
  }

  async clear(isMeant?: (path: string) => boolean): Promise<number> {
    let removed = 0;
    for (const { name, sidecar } of await scanEntries(this.store, this.#nowUs())) {
      if (isMeant && !pathsOf(sidecar).some(isMeant)) continue;
      await this.#remove(name, sidecar);
      removed++;
    }
    return removed;
  }

  /**
   * From disk; undefined where nothing is there, or less than was written. The content is checked
   * when it is opened.
   */
  async #load(key: string): Promise<CacheEntry | undefined> {
    try {
      const sidecar = await readEntry(this.store, key);
      if (sidecar === undefined) return undefined;
      if (sidecar === "damaged" || !await this.#isThere(sidecar)) {
        await this.#removeDamaged(key, sidecar === "damaged" ? undefined : sidecar);
        return undefined;
      }
      await this.#touch(sidecar);
      return this.#remember(sidecar);
    } catch (error) {
      this.#warn(`the cache can't be read: ${toPondError(error).message}`);
      return undefined;
    }
  }

  async #isThere(sidecar: Sidecar): Promise<boolean> {
    return (await this.store.stat(parquetName(sidecar)))?.sizeBytes === sidecar.sizeBytes;
  }

  async #removeDamaged(key: string, sidecar: Sidecar | undefined): Promise<void> {
    this.#warn(`an entry of the cache is damaged and is computed anew (${sidecarName(key)})`);
    await this.#remove(sidecarName(key), sidecar);
  }

  async #isWhole(sidecar: Sidecar): Promise<boolean> {
    let bytes: CachedBytes;
    try {
      bytes = await this.store.open(parquetName(sidecar));
    } catch (error) {
      if (isPondError(error, "not-found")) return false;
      throw error;
    }
    try {
      return await isWritten(bytes, sidecar, Infinity);
    } finally {
      bytes.close();
    }
  }

  async #compute(
    key: string,
    write: (target: CacheTarget) => Promise<CacheFacts>,
  ): Promise<CacheEntry> {
    const storage: StorageFailure = {};
    try {
      const sidecar = await writeEntry(key, write, this.#at(storage));
      await this.#enforceLimit(sidecar);
      return this.#remember(sidecar);
    } catch (error) {
      if (storage.failure === undefined) throw error;
      this.#warn(`the cache can't be written: ${toPondError(storage.failure).message}`);
    }
    return await this.compute(key, write);
  }

  /** Computes an entry without keeping it on disk; a small one is known to this process. */
  async compute(
    key: string,
    write: (target: CacheTarget) => Promise<CacheFacts>,
  ): Promise<CacheEntry> {
    const target = new MemoryTarget();
    const facts = await write(target);
    const { sizeBytes } = target;
    const open = () => target.open();
    const entry: CacheEntry = { ...facts, key, sizeBytes, createdUs: this.#nowUs(), open };
    if (sizeBytes <= MEMORY_ENTRY_BYTES) this.#known.set(key, entry);
    return entry;
  }

  /** Notes that a node shows the entry too; a pond that can't be written is read all the same. */
  async #note(key: string, node: string): Promise<void> {
    const noted = `${key} ${node}`;
    if (this.#noted.has(noted)) return;
    this.#noted.add(noted);
    try {
      const sidecar = await readEntry(this.store, key);
      if (!sidecar || sidecar === "damaged" || pathsOf(sidecar).includes(node)) return;
      const nodes = [...sidecar.nodes ?? [], node];
      await writeSidecar({ ...sidecar, nodes }, this.#at({}));
    } catch {
      // The entry is only found by fewer names.
    }
  }

  /**
   * Notes the use by the sidecar's modification time; a pond that can't be written is read all the
   * same.
   */
  async #touch(sidecar: Sidecar): Promise<void> {
    try {
      const stat = await this.store.stat(sidecarName(sidecar.key));
      if (stat && stat.modifiedUs > this.#nowUs() - TOUCH_INTERVAL_US) return;
      await writeSidecar(sidecar, this.#at({}));
    } catch {
      // The entry only looks less used than it is.
    }
  }

  #remember(sidecar: Sidecar): CacheEntry {
    const { file: _file, sha256: _sha256, tailSha256: _tail, ...facts } = sidecar;
    const entry: CacheEntry = { ...facts, open: () => this.#open(sidecar) };
    this.#known.set(sidecar.key, entry);
    return entry;
  }

  /** The content of an entry; what isn't what was written, is removed. */
  async #open(sidecar: Sidecar): Promise<CachedBytes> {
    const { key, label } = sidecar;
    try {
      const opened = await this.store.open(parquetName(sidecar));
      const { sizeBytes } = opened;
      const bytes = { sizeBytes, readSync: countedReads(opened), close: () => opened.close() };
      if (this.#whole.has(sidecar.file) && bytes.sizeBytes === sidecar.sizeBytes) return bytes;
      let isKept = false;
      try {
        isKept = await isWritten(bytes, sidecar, FULL_CHECK_BYTES);
      } finally {
        if (!isKept) bytes.close();
      }
      if (isKept) {
        this.#whole.add(sidecar.file);
        return bytes;
      }
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
    this.#known.delete(key);
    await this.#removeDamaged(key, sidecar);
    throw new PondError("not-found", `cannot open ${label} in the cache: it is damaged`);
  }

  async #enforceLimit(added: Sidecar): Promise<void> {
    if (this.#sizeBytes !== undefined) {
      this.#sizeBytes += added.sizeBytes + encodeSidecar(added).length;
    }
    const known = this.#sizeBytes !== undefined && this.#puts++ % RESCAN_PUTS !== RESCAN_PUTS - 1;
    if (known && this.#sizeBytes! <= this.options.limitBytes) return;
    try {
      const found = await scanEntries(this.store, this.#nowUs());
      let sizeBytes = found.reduce((sum, entry) => sum + entry.sizeBytes, 0);
      found.sort((a, b) => a.usedUs < b.usedUs ? -1 : a.usedUs > b.usedUs ? 1 : 0);
      for (const { name, sidecar, sizeBytes: freed } of found) {
        if (sizeBytes <= this.options.limitBytes) break;
        // What was just asked for stays, even alone above the limit: it is about to be read.
        if (sidecar?.key === added.key) continue;
        await this.#remove(name, sidecar);
        sizeBytes -= freed;
      }
      this.#sizeBytes = sizeBytes;
    } catch (error) {
      this.#warn(`the cache can't be kept to its limit: ${toPondError(error).message}`);
    }
  }

  /** Sidecar first: an entry without one is no entry. */
  async #remove(name: string, sidecar: Sidecar | undefined): Promise<void> {
    await this.store.remove(name);
    if (!sidecar) return;
    this.#known.delete(sidecar.key);
    await this.store.remove(parquetName(sidecar));
  }

  #at(storage: StorageFailure): WriteContext {
    return { store: this.store, environment: this.options.environment, storage };
  }

  #nowUs(): bigint {
    return this.options.environment.nowUs();
  }

  #warn(message: string): void {
    if (this.#warned) return;
    this.#warned = true;
    this.options.warn(message);
  }
}

/** What an entry was made from, and the nodes that show it. */
function pathsOf(sidecar: Sidecar | undefined): readonly string[] {
  return sidecar ? [sidecar.label, ...sidecar.nodes ?? []] : [];
}

/**
 * Whether `bytes` are what was written: their footer, and the rest of them up to `fullCheckBytes`.
 */
async function isWritten(
  bytes: CachedBytes,
  sidecar: Sidecar,
  fullCheckBytes: number,
): Promise<boolean> {
  if (bytes.sizeBytes !== sidecar.sizeBytes) return false;
  if (hashTail(bytes) !== sidecar.tailSha256) return false;
  return bytes.sizeBytes > fullCheckBytes || (await hashBytes(bytes)).sha256 === sidecar.sha256;
}
