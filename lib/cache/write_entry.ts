import { checkLimits, type Environment, isPondError, newId } from "../base/mod.ts";
import type { Store, StoreWriter } from "../store/mod.ts";
import type { CachedBytes, CacheFacts, CacheTarget } from "./cache.ts";
import { CACHE_DIRECTORY, hashBytes, parquetName, sidecarName } from "./entry_files.ts";
import { encodeSidecar, type Sidecar } from "./sidecar.ts";

/**
 * Set when the disk failed, not the computation: then the result is computed in memory. An engine
 * may wrap what its target threw, so the error itself doesn't tell.
 */
export interface StorageFailure {
  failure?: unknown;
}

/** Where and with what to write. */
export interface WriteContext {
  readonly store: Store;
  readonly environment: Environment;
  readonly storage: StorageFailure;
}

/**
 * Fills a file under `tmp/`, gives it its name, then writes its sidecar: from then on the entry is
 * there. The file's name carries its hash, so two processes that compute one key don't mix up their
 * files.
 * @throws {PondError} `io`, `no-space`, `permission` with `storage.failure` set, and what `write`
 *   throws
 */
export async function writeEntry(
  key: string,
  write: (target: CacheTarget) => Promise<CacheFacts>,
  context: WriteContext,
): Promise<Sidecar> {
  return await withTemporary("cache", context, async ({ writer, temporary, close }) => {
    const facts = await write(targetOf(context, { temporary, writer }));
    return await onDisk(context, async () => {
      await writer.sync();
      close();
      return await publish(key, { temporary, facts }, context);
    });
  });
}

/**
 * Fills a file under `tmp/` and opens it; closing removes it.
 * @throws {PondError} as {@linkcode writeEntry}
 */
export async function writeScratch(
  write: (target: CacheTarget) => Promise<void>,
  context: WriteContext,
): Promise<CachedBytes> {
  const { store } = context;
  return await withTemporary("scratch", context, async ({ writer, temporary }) => {
    await write(targetOf(context, { temporary, writer }));
    const bytes = await onDisk(context, () => store.open(temporary));
    return {
      sizeBytes: bytes.sizeBytes,
      readSync: (offset, into) => bytes.readSync(offset, into),
      close() {
        bytes.close();
        // An orphaned file costs space until tmp/ is swept.
        store.remove(temporary).catch(() => {});
      },
    };
  });
}

/** Makes an entry be there. @throws {PondError} `io`, `no-space`, `permission` */
export async function writeSidecar(sidecar: Sidecar, context: WriteContext): Promise<void> {
  const { store } = context;
  const temporary = `tmp/cache-${newId(context.environment)}.json`;
  const writer = await store.create(temporary);
  try {
    await writer.write(encodeSidecar(sidecar));
    await writer.sync();
  } finally {
    writer.close();
  }
  await store.rename(temporary, sidecarName(sidecar.key));
}

interface Temporary {
  readonly temporary: string;
  readonly writer: StoreWriter;
  /** May be called twice. */
  close(): void;
}

async function withTemporary<T>(
  purpose: string,
  context: WriteContext,
  work: (file: Temporary) => Promise<T>,
): Promise<T> {
  const { store } = context;
  const temporary = `tmp/${purpose}-${newId(context.environment)}`;
  const writer = await onDisk(context, () => store.create(temporary));
  let isOpen = true;
  const close = () => {
    if (isOpen) writer.close();
    isOpen = false;
  };
  try {
    return await work({ temporary, writer, close });
  } catch (error) {
    // An orphaned file costs space until tmp/ is swept; the error at hand matters more.
    await store.remove(temporary).catch(() => {});
    throw error;
  } finally {
    close();
  }
}

async function publish(
  key: string,
  { temporary, facts }: { readonly temporary: string; readonly facts: CacheFacts },
  context: WriteContext,
): Promise<Sidecar> {
  const { store, environment } = context;
  const name = sidecarName(key);
  const directory = name.slice(0, name.lastIndexOf("/"));
  const hash = name.slice(directory.length + 1, -".json".length);
  const bytes = await store.open(temporary);
  let sidecar: Sidecar;
  try {
    const { sizeBytes } = bytes;
    const hashes = await hashBytes(bytes);
    const file = `${hash}.${hashes.sha256.slice(0, 16)}.parquet`;
    sidecar = { ...facts, key, file, sizeBytes, ...hashes, createdUs: environment.nowUs() };
  } finally {
    bytes.close();
  }
  await store.makeDirectory(CACHE_DIRECTORY, { mode: 0o700 });
  await store.makeDirectory(directory, { mode: 0o700 });
  await store.rename(temporary, parquetName(sidecar));
  await writeSidecar(sidecar, context);
  await store.syncDirectory(directory);
  return sidecar;
}

function targetOf(
  { store, storage }: WriteContext,
  at: { readonly temporary: string; readonly writer: StoreWriter },
): CacheTarget {
  return {
    writeSync(chunk, offset) {
      checkLimits();
      try {
        at.writer.writeSync(chunk, offset);
      } catch (error) {
        storage.failure = error;
        throw error;
      }
    },
    open: () => store.open(at.temporary),
  };
}

async function onDisk<T>({ storage }: WriteContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPondError(error, "timeout", "interrupted")) storage.failure = error;
    throw error;
  }
}
