import { BitWriter } from "./bit_writer.ts";
import type { IntegerArray } from "./hybrid_decoding.ts";

/** Equal levels that are worth a run of their own; a group of packed ones holds 8. */
const MIN_RUN = 16;
/** What the size and a run's head may take. */
const SIZE_BYTES = 4;
const HEAD_BYTES = 5;

/**
 * Levels of at most `max` as a page of version 1 has them: runs and packed groups, behind their
 * size in four bytes.
 */
export function encodeLevels(levels: IntegerArray, max: number): Uint8Array {
  const width = 32 - Math.clz32(max);
  // Packed groups take the most: their heads are as rare as there are runs of MIN_RUN between them.
  const most = Math.ceil(levels.length / 8) * width + Math.ceil(levels.length / 8) * 2 +
    4 * HEAD_BYTES;
  const output = new BitWriter(SIZE_BYTES + most);
  output.length = SIZE_BYTES;
  let packedFrom = 0;
  for (let at = 0; at < levels.length;) {
    let end = at + 1;
    while (end < levels.length && levels[end] === levels[at]) end++;
    // A run begins where the packed groups before it end.
    const start = packedFrom + Math.ceil((at - packedFrom) / 8) * 8;
    if (end - start >= MIN_RUN) {
      packLevels(output, levels, { from: packedFrom, to: start, width });
      output.varint(2 * (end - start));
      for (let i = 0; i < width; i += 8) output.bytes[output.length++] = levels[at]! >> i;
      packedFrom = end;
    }
    at = end;
  }
  packLevels(output, levels, { from: packedFrom, to: levels.length, width });
  const encoded = output.bytes.subarray(0, output.length);
  new DataView(encoded.buffer).setUint32(0, encoded.length - SIZE_BYTES, true);
  return encoded;
}

function packLevels(
  output: BitWriter,
  levels: IntegerArray,
  { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
): void {
  if (to === from) return;
  output.varint(Math.ceil((to - from) / 8) * 2 + 1);
  output.pack(Int32Array.from(levels.subarray(from, to)), { from: 0, to: to - from, width });
}
