/** A match is at least this long, and its length is written less it. */
const MIN_MATCH = 4;
/** Hadoop writes the sizes of a block before and after compression in front of it. */
const HADOOP_HEAD_BYTES = 8;

/**
 * Decompresses one LZ4 block (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md) of
 * `sizeBytes` bytes.
 * @throws {RangeError} for anything else
 */
export function decompressLz4(input: Uint8Array, sizeBytes: number): Uint8Array {
  const output = new Uint8Array(sizeBytes);
  let at = 0;
  let end = 0;
  const length = (nibble: number): number => {
    let sum = nibble;
    if (nibble < 15) return sum;
    for (let byte = 255; byte === 255; sum += byte) {
      if (at >= input.length) throw new RangeError("an LZ4 block ends early");
      byte = input[at++]!;
    }
    return sum;
  };
  while (at < input.length) {
    const token = input[at++]!;
    const literals = length(token >> 4);
    if (at + literals > input.length || end + literals > sizeBytes) {
      throw new RangeError("an LZ4 block's literals are longer than it");
    }
    output.set(input.subarray(at, at + literals), end);
    at += literals;
    end += literals;
    // The last sequence has no match.
    if (at === input.length) break;
    if (at + 2 > input.length) throw new RangeError("an LZ4 block ends early");
    const distance = input[at]! | input[at + 1]! << 8;
    at += 2;
    const match = length(token & 15) + MIN_MATCH;
    if (distance === 0 || distance > end || end + match > sizeBytes) {
      throw new RangeError("an LZ4 block's match lies outside of it");
    }
    // A match may overlap what it makes, so bytes are copied one by one.
    for (let from = end - distance, i = 0; i < match; i++) output[end++] = output[from++]!;
  }
  return end === sizeBytes ? output : output.subarray(0, end);
}

/**
 * The codec LZ4, which writers have used for two things: Hadoop's blocks, each behind its sizes in
 * big-endian words, and a bare block. As other readers do, the first is tried first.
 * @throws {RangeError} when it is neither
 */
export function decompressLz4Frames(input: Uint8Array, sizeBytes: number): Uint8Array {
  return hadoopBlocks(input, sizeBytes) ?? decompressLz4(input, sizeBytes);
}

function hadoopBlocks(input: Uint8Array, sizeBytes: number): Uint8Array | null {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const output = new Uint8Array(sizeBytes);
  let end = 0;
  let at = 0;
  while (at + HADOOP_HEAD_BYTES <= input.length) {
    const plainBytes = view.getUint32(at);
    const blockBytes = view.getUint32(at + 4);
    at += HADOOP_HEAD_BYTES;
    if (blockBytes > input.length - at || plainBytes > sizeBytes - end) return null;
    try {
      const block = decompressLz4(input.subarray(at, at + blockBytes), plainBytes);
      if (block.length !== plainBytes) return null;
      output.set(block, end);
    } catch {
      // No block of Hadoop's: then it is a bare one, and that is read or refused.
      return null;
    }
    at += blockBytes;
    end += plainBytes;
  }
  return at === input.length && end === sizeBytes ? output : null;
}
