let total = 0;

/** Bytes of contents, cached results and host files that this process has read so far. */
export function bytesReadSoFar(): number {
  return total;
}

/** Counts bytes that were read otherwise than by {@linkcode countedReads}. */
export function countRead(bytes: number): void {
  total += bytes;
}

/** `reader.readSync`, counted. */
export function countedReads(
  reader: { readSync(offset: number, into: Uint8Array): number },
): (offset: number, into: Uint8Array) => number {
  return (offset, into) => {
    const count = reader.readSync(offset, into);
    total += count;
    return count;
  };
}
