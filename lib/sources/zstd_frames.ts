import { PondError } from "../base/mod.ts";
import type { ByteSource } from "../table/mod.ts";

/** Where a frame of compressed content lies. */
export interface Frame {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** RFC 8878, 3.1: the first four bytes of a frame, and of one that holds no content. */
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const SKIPPABLE_MASK = 0xfffffff0;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;
const CHECKSUM_BYTES = 4;

/**
 * The frames of zstd content, one after the other: several may stand in one file
 * (`cat a.zst b.zst`), and ones that are to be passed over among them. Headers of frames and blocks
 * are read, nothing is unpacked.
 * @throws {PondError} `invalid-input` for a file that ends within a frame, or that has something
 *   else after one
 */
export function* zstdFrames(source: ByteSource, label: string): Generator<Frame> {
  const bytes = new Reader(source, label);
  if (source.sizeBytes === 0) bytes.fail("it is empty");
  let offset = 0;
  while (offset < source.sizeBytes) {
    const magic = bytes.view(offset, 4).getUint32(0, true);
    if ((magic & SKIPPABLE_MASK) >>> 0 === SKIPPABLE_MAGIC) {
      const sizeBytes = 8 + bytes.view(offset + 4, 4).getUint32(0, true);
      bytes.checkEnd(offset + sizeBytes);
      offset += sizeBytes;
    } else if (magic === FRAME_MAGIC) {
      const end = frameEnd(bytes, offset);
      yield { offset, sizeBytes: end - offset };
      offset = end;
    } else {
      bytes.fail(
        offset === 0
          ? "it isn't zstd"
          : `${source.sizeBytes - offset} bytes that aren't zstd follow at offset ${offset}`,
      );
    }
  }
}

/**
 * Where the frame that begins at `offset` ends: behind its last block, and the checksum where it
 * has one.
 */
function frameEnd(bytes: Reader, offset: number): number {
  const descriptor = bytes.view(offset + 4, 1).getUint8(0);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 2 ** sizeFlag;
  let at = offset + 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (;;) {
    const view = bytes.view(at, 3);
    const header = view.getUint16(0, true) | view.getUint8(2) << 16;
    const type = (header >> 1) & 3;
    if (type === RESERVED_BLOCK) bytes.fail(`it is damaged at offset ${at}`);
    at += 3 + (type === RLE_BLOCK ? 1 : header >> 3);
    if ((header & 1) !== 0) break;
  }
  const end = at + ((descriptor & 4) !== 0 ? CHECKSUM_BYTES : 0);
  bytes.checkEnd(end);
  return end;
}

/** Small pieces of a source, read ahead. */
class Reader {
  readonly #source: ByteSource;
  readonly #label: string;
  #window = new Uint8Array(0);
  #start = 0;

  constructor(source: ByteSource, label: string) {
    this.#source = source;
    this.#label = label;
  }

  view(offset: number, length: number): DataView {
    this.checkEnd(offset + length);
    const isInside = offset >= this.#start &&
      offset + length <= this.#start + this.#window.length;
    if (!isInside) this.#load(offset);
    if (offset + length > this.#start + this.#window.length) this.#endsEarly();
    const { buffer, byteOffset } = this.#window;
    return new DataView(buffer, byteOffset + offset - this.#start, length);
  }

  /** @throws {PondError} `invalid-input` when the source is shorter */
  checkEnd(end: number): void {
    if (end > this.#source.sizeBytes) this.#endsEarly();
  }

  /** @throws {PondError} `invalid-input` */
  fail(why: string): never {
    throw new PondError("invalid-input", `cannot read ${this.#label} as zstd: ${why}`, {
      data: { label: this.#label },
    });
  }

  #endsEarly(): never {
    return this.fail(`it ends early, after ${this.#source.sizeBytes} bytes`);
  }

  #load(offset: number): void {
    const into = new Uint8Array(4096);
    const count = this.#source.readSync(offset, into);
    this.#window = into.subarray(0, count);
    this.#start = offset;
  }
}
