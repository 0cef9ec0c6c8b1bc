import type { Pond } from "../../pond/mod.ts";

/** Room in memory for a Parquet file: beside a table of one's own there is no place to put one. */
export const memoryScratch: Pond["cache"]["scratch"] = async (write) => {
  let bytes = new Uint8Array(64 * 1024);
  let size = 0;
  const read = () => ({
    sizeBytes: size,
    readSync(offset: number, into: Uint8Array): number {
      const part = bytes.subarray(offset, Math.min(size, offset + into.length));
      into.set(part);
      return part.length;
    },
    close() {},
  });
  await write({
    writeSync(chunk, offset) {
      const end = offset + chunk.length;
      if (end > bytes.length) {
        const grown = new Uint8Array(Math.max(end, bytes.length * 2));
        grown.set(bytes);
        bytes = grown;
      }
      bytes.set(chunk, offset);
      size = Math.max(size, end);
    },
    open: () => Promise.resolve(read()),
  });
  return read();
};
