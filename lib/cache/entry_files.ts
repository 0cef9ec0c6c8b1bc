import { isPondError, newHasher, pace, sha256 } from "../base/mod.ts";
import type { Store } from "../store/mod.ts";
import type { CachedBytes } from "./cache.ts";
import { decodeSidecar, type Sidecar } from "./sidecar.ts";

/** An entry as the cache's directory shows it. */
export interface FoundEntry {
  /** Where its sidecar is. */
  readonly name: string;
  readonly sidecar: Sidecar | undefined;
  readonly sizeBytes: number;
  readonly usedUs: bigint;
}

/** The directory that everything lies in. */
export const CACHE_DIRECTORY = "cache";
const SIDECAR_SUFFIX = ".json";
/** Nothing else in the cache's directories is ever looked at or removed. */
const SHARD_NAME = /^[0-9a-f]{2}$/;
const SIDECAR_NAME = /^[0-9a-f]{64}\.json$/;
const PARQUET_NAME = /^[0-9a-f]{64}\.[0-9a-f]{16}\.parquet$/;
/** An entry's footer lies in here, unless it is huge. */
const TAIL_BYTES = 64 * 1024;
/** A Parquet file that no sidecar names may be one that another process is about to name. */
const ORPHAN_AGE_US = 3_600_000_000n;

/** Keys are hashes as a rule; anything else is hashed to be a file name. */
export function sidecarName(key: string): string {
  const hash = /^[0-9a-f]{64}$/.test(key) ? key : sha256(key);
  return `${CACHE_DIRECTORY}/${hash.slice(0, 2)}/${hash}${SIDECAR_SUFFIX}`;
}

/** Where the Parquet file of the entry with this sidecar is. */
export function parquetName(sidecar: Sidecar): string {
  return `${CACHE_DIRECTORY}/${sidecar.file.slice(0, 2)}/${sidecar.file}`;
}

/**
 * The sidecar under `name`; undefined where none is, `damaged` where it or its Parquet file isn't
 * what was written.
 * @throws {PondError} `io`, `permission`
 */
export async function readEntry(
  store: Store,
  key: string,
): Promise<Sidecar | "damaged" | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await store.read(sidecarName(key));
  } catch (error) {
    if (isPondError(error, "not-found", "not-a-directory")) return undefined;
    throw error;
  }
  const sidecar = decodeSidecar(bytes, key);
  return sidecar && isOwnFile(sidecar) ? sidecar : "damaged";
}

/** Whether the Parquet file that a sidecar names is its own. */
function isOwnFile({ key, file }: Sidecar): boolean {
  return PARQUET_NAME.test(file) && sidecarName(key).includes(`/${file.slice(0, 64)}.`);
}

/**
 * Hash of all of `bytes` and of its tail.
 * @throws {PondError} `io`, `timeout`, `interrupted`
 */
export async function hashBytes(
  bytes: CachedBytes,
): Promise<{ sha256: string; tailSha256: string }> {
  const all = newHasher();
  const chunk = new Uint8Array(1024 * 1024);
  for (let offset = 0; offset < bytes.sizeBytes;) {
    const count = bytes.readSync(offset, chunk);
    if (count === 0) break;
    all.update(chunk.subarray(0, count));
    offset += count;
    await pace();
  }
  return { sha256: all.digest(), tailSha256: hashTail(bytes) };
}

/** Hash of the last bytes, which hold the footer. */
export function hashTail(bytes: CachedBytes): string {
  const length = Math.min(TAIL_BYTES, bytes.sizeBytes);
  const tail = new Uint8Array(length);
  const count = bytes.readSync(bytes.sizeBytes - length, tail);
  return sha256(tail.subarray(0, count));
}

/**
 * All entries, and removes Parquet files that no entry names and that are old enough to be
 * nobody's.
 * @throws {PondError} `io`, `permission`
 */
export async function scanEntries(store: Store, nowUs: bigint): Promise<FoundEntry[]> {
  const found: FoundEntry[] = [];
  for (const { name: shard, kind } of await store.list(CACHE_DIRECTORY)) {
    if (kind !== "directory" || !SHARD_NAME.test(shard)) continue;
    const directory = `${CACHE_DIRECTORY}/${shard}`;
    const files = new Set<string>();
    const named = new Set<string>();
    for (const { name, kind } of await store.list(directory)) {
      if (kind !== "file" || !name.startsWith(shard)) continue;
      if (PARQUET_NAME.test(name)) files.add(name);
      if (!SIDECAR_NAME.test(name)) continue;
      const entry = await foundEntry(store, `${directory}/${name}`);
      if (!entry) continue;
      found.push(entry);
      if (entry.sidecar) named.add(entry.sidecar.file);
    }
    for (const file of files) {
      if (named.has(file)) continue;
      const stat = await store.stat(`${directory}/${file}`);
      if (stat && stat.modifiedUs < nowUs - ORPHAN_AGE_US) {
        await store.remove(`${directory}/${file}`);
      }
    }
  }
  return found;
}

async function foundEntry(store: Store, name: string): Promise<FoundEntry | undefined> {
  const stat = await store.stat(name);
  if (!stat) return undefined;
  const usedUs = stat.modifiedUs;
  try {
    const bytes = await store.read(name);
    const key = keyIn(bytes);
    const sidecar = key === undefined ? undefined : decodeSidecar(bytes, key);
    const isValid = sidecar && sidecarName(sidecar.key) === name && isOwnFile(sidecar);
    const valid = isValid ? sidecar : undefined;
    return { name, sidecar: valid, sizeBytes: stat.sizeBytes + (valid?.sizeBytes ?? 0), usedUs };
  } catch (error) {
    // Another process removed it between listing and reading.
    if (isPondError(error, "not-found")) return undefined;
    throw error;
  }
}

function keyIn(bytes: Uint8Array): string | undefined {
  return /"key":"([^"]*)"/.exec(new TextDecoder().decode(bytes))?.[1];
}
