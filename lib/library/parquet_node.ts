import type { ByteSource } from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";

/** Parquet that no pond holds yet, as a file of one. */
export function parquetNode(source: ByteSource, path: string): FileNode {
  const { sizeBytes, key } = source;
  return {
    kind: "data",
    path,
    id: key,
    factory: null,
    table: null,
    stat: () => Promise.resolve({ version: 1, sizeBytes, modifiedUs: null, sha256: null }),
    // Whoever made the source closes it.
    open: () => Promise.resolve({ ...source, readSync: source.readSync.bind(source), close() {} }),
  };
}
