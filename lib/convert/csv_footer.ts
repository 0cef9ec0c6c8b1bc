import type { ByteSource, CsvOptions } from "../table/mod.ts";
import { detectEncoding } from "./text_encoding.ts";

const LF = 10;
const CR = 13;
/** Read at a time, from the end. */
const CHUNK_BYTES = 64 * 1024;

/**
 * `source` without its last lines, as many as `csv.skip_footer` says. What is no line but only the
 * end of one doesn't count.
 */
export function withoutFooter(source: ByteSource, csv: CsvOptions, label: string): ByteSource {
  const { encoding } = detectEncoding(source, { encoding: csv.encoding, label });
  // No other encoding has a line feed inside a character.
  const width = encoding === "utf-16le" || encoding === "utf-16be" ? 2 : 1;
  const lowByte = encoding === "utf-16be" ? 1 : 0;
  const end = footerStart(source, { lines: csv.skip_footer, width, lowByte });
  return {
    sizeBytes: end,
    key: source.key,
    readSync: (offset, into) =>
      offset >= end
        ? 0
        : source.readSync(offset, into.subarray(0, Math.min(into.length, end - offset))),
    close: () => source.close(),
  };
}

interface Footer {
  readonly lines: number;
  /** Bytes of a character that ends a line, and which of them holds it. */
  readonly width: number;
  readonly lowByte: number;
}

/** Where the last `lines` lines begin; 0 where there are no more. */
function footerStart(source: ByteSource, { lines, width, lowByte }: Footer): number {
  const size = source.sizeBytes - source.sizeBytes % width;
  let ends = 0;
  let following = 0;
  for (let chunkEnd = size; chunkEnd > 0; chunkEnd -= CHUNK_BYTES) {
    const start = Math.max(0, chunkEnd - CHUNK_BYTES);
    const bytes = new Uint8Array(chunkEnd - start);
    readFully(source, start, bytes);
    for (let at = bytes.length - width; at >= 0; at -= width) {
      const byte = width === 1 || bytes[at + 1 - lowByte] === 0 ? bytes[at + lowByte]! : 0;
      const isLast = start + at + width === size;
      // The line feed after it has counted for the carriage return.
      const isEnd = byte === LF || byte === CR && following !== LF;
      following = byte;
      if (isEnd && !isLast && ++ends === lines) return start + at + width;
    }
  }
  return 0;
}

function readFully(source: ByteSource, start: number, into: Uint8Array): void {
  for (let at = 0; at < into.length;) {
    const count = source.readSync(start + at, into.subarray(at));
    if (count === 0) return;
    at += count;
  }
}
