import { countedReads, isPondError, type PondError } from "../../base/mod.ts";
import type { Store } from "../../store/mod.ts";
import type { ByteSource } from "../../table/mod.ts";
import type { NodeKind } from "../../tinyfs/mod.ts";
import { type BlockSums, checkedReads } from "./block_sums.ts";
import { isShard } from "./pond_layout.ts";

/**
 * Contents of this size and more are kept beside the log, by hash; merged versions of a series
 * always are.
 */
export const BLOB_BYTES = 65_536;

/** A content beside the log. */
export interface Blob {
  /** Its name in the store. */
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly sums: BlockSums | null;
}

/** The stored name of a content. */
export function blobName({ sha256, kind }: { sha256: string | null; kind: NodeKind }): string {
  const hash = sha256 ?? "";
  const suffix = kind === "table" || kind === "series" ? ".parquet" : "";
  return `blobs/${hash.slice(0, 2)}/${hash}${suffix}`;
}

/** The hash that a blob's stored name claims; undefined for what is no such name. */
export function blobHash(name: string): string | undefined {
  const match = /^blobs\/([0-9a-f]{2})\/([0-9a-f]{64})(?:\.parquet)?$/.exec(name);
  return match && match[2]!.startsWith(match[1]!) ? match[2] : undefined;
}

/** Every file below `blobs/`, by name. */
export async function listBlobs(store: Store): Promise<string[]> {
  const names: string[] = [];
  for (const { name: directory, kind } of await store.list("blobs")) {
    if (kind === "file") names.push(`blobs/${directory}`);
    if (kind !== "directory" || !isShard(directory)) continue;
    for (const file of await store.list(`blobs/${directory}`)) {
      if (file.kind === "file") names.push(`blobs/${directory}/${file.name}`);
    }
  }
  return names;
}

/**
 * Opens a blob; its size is checked now, its bytes block by block as they are read.
 * @param damaged makes the error, from one clause that says why
 * @throws {PondError} what `damaged` makes; `io`
 */
export async function openBlob(
  store: Store,
  { name, sha256, sizeBytes, sums }: Blob,
  damaged: (why: string) => PondError,
): Promise<ByteSource> {
  const reader = await store.open(name).catch((error) => {
    throw isPondError(error, "not-found") ? damaged(`its content ${name} is gone`) : error;
  });
  if (reader.sizeBytes !== sizeBytes) {
    reader.close();
    throw damaged(`${name} has ${reader.sizeBytes} bytes instead of ${sizeBytes}`);
  }
  const reads = countedReads(reader);
  const readSync = sums
    ? checkedReads(
      { sizeBytes, readSync: reads },
      sums,
      (offset) => damaged(`${name} is damaged at or after byte ${offset}`),
    )
    : reads;
  return { key: `sha256:${sha256}`, sizeBytes, readSync, close: () => reader.close() };
}
