import { newHasher } from "../../base/mod.ts";
import { readChunks } from "../../table/mod.ts";
import type { Store } from "../../store/mod.ts";
import { blobsOf } from "../maintain/mod.ts";
import { blobHash, listBlobs, type OplogRow, strangerText } from "../rows/mod.ts";

/**
 * What is wrong with contents beside the log. `row` is null where no row of the newest version
 * refers to one.
 */
export type BlobProblem = (
  name: string,
  problem: { readonly row: OplogRow | null; readonly why: string; readonly isForeign?: true },
) => Promise<void>;

/**
 * Reads every content beside the log whole; each must have the hash that it is named after, each
 * that a row names must be there.
 */
export async function checkBlobs(
  store: Store,
  rows: Iterable<OplogRow>,
  problem: BlobProblem,
): Promise<void> {
  const referenced = new Map<string, OplogRow>();
  for (const row of rows) {
    if (row.deleted) continue;
    for (const name of blobsOf(row)) referenced.set(name, row);
  }
  const there = await listBlobs(store);
  for (const name of there) {
    const expected = blobHash(name);
    const row = referenced.get(name) ?? null;
    if (expected === undefined) {
      await problem(name, { row, why: "it is not named as contents are", isForeign: true });
    } else if (await hashOf(store, name) !== expected) {
      await problem(name, { row, why: "its bytes don't match the hash in its name" });
    }
  }
  const names = new Set(there);
  for (const [name, row] of referenced) {
    if (names.has(name)) continue;
    const kind = await store.kind(name);
    const why = kind === undefined ? "it is missing" : `it ${strangerText(kind, "file")}`;
    await problem(name, { row, why });
  }
}

async function hashOf(store: Store, name: string): Promise<string> {
  const reader = await store.open(name);
  try {
    const hasher = newHasher();
    const source = {
      sizeBytes: reader.sizeBytes,
      key: name,
      readSync: (offset: number, into: Uint8Array) => reader.readSync(offset, into),
      close: () => {},
    };
    for await (const chunk of readChunks(source, { reuse: true })) hasher.update(chunk);
    return hasher.digest();
  } finally {
    reader.close();
  }
}
