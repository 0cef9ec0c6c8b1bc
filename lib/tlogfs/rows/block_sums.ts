import { crc32 } from "node:zlib";

/**
 * Checksums of a content's blocks, so that a part of it can be trusted without reading all of it.
 */
export interface BlockSums {
  /** CRC-32 of each block, four bytes each, little-endian, in base64. */
  readonly crc32: string;
}

/** What of an open file checking needs. */
interface Readable {
  readonly sizeBytes: number;
  readSync(offset: number, into: Uint8Array): number;
}

/**
 * Blocks of the first level; each next level has as many of twice the size, so that sums stay few.
 */
const FIRST_BLOCK_BYTES = 64 * 1024;
const BLOCKS_A_LEVEL = 1024;

interface Block {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** The block that holds the byte at `offset`. */
function blockAt(offset: number): Block {
  const firstLevel = FIRST_BLOCK_BYTES * BLOCKS_A_LEVEL;
  const level = Math.floor(Math.log2(offset / firstLevel + 1));
  const levelStart = firstLevel * (2 ** level - 1);
  const size = FIRST_BLOCK_BYTES * 2 ** level;
  const inLevel = Math.floor((offset - levelStart) / size);
  const start = levelStart + inLevel * size;
  return { index: level * BLOCKS_A_LEVEL + inLevel, start, end: start + size };
}

/** Sums the blocks of a content that streams by. */
export class BlockSummer {
  readonly #sums: number[] = [];
  #block = blockAt(0);
  #offset = 0;
  #sum = 0;

  update(chunk: Uint8Array): void {
    for (let done = 0; done < chunk.length;) {
      const part = chunk.subarray(done, done + this.#block.end - this.#offset);
      this.#sum = crc32(part, this.#sum);
      this.#offset += part.length;
      done += part.length;
      if (this.#offset === this.#block.end) this.#close();
    }
  }

  /** The sums of everything so far; call it once. */
  digest(): BlockSums {
    if (this.#offset > this.#block.start) this.#close();
    const bytes = new DataView(new ArrayBuffer(4 * this.#sums.length));
    this.#sums.forEach((sum, index) => bytes.setUint32(4 * index, sum, true));
    return { crc32: new Uint8Array(bytes.buffer).toBase64() };
  }

  #close(): void {
    this.#sums.push(this.#sum);
    this.#sum = 0;
    this.#block = blockAt(this.#offset);
  }
}

/**
 * `reader` with every block checked before the first of its bytes is handed out.
 * @param damaged makes the error for a block that is not what was written
 */
export function checkedReads<T extends Readable>(
  reader: T,
  sums: BlockSums,
  damaged: (offset: number) => Error,
): (offset: number, into: Uint8Array) => number {
  const bytes = Uint8Array.fromBase64(sums.crc32);
  const expected = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const checked = new Set<number>();
  const check = ({ index, start, end }: Block) => {
    if (checked.has(index)) return;
    const block = new Uint8Array(Math.min(end, reader.sizeBytes) - start);
    const isWhole = reader.readSync(start, block) === block.length;
    const isKnown = 4 * index + 4 <= bytes.length;
    if (!isWhole || !isKnown || expected.getUint32(4 * index, true) !== crc32(block)) {
      throw damaged(start);
    }
    checked.add(index);
  };
  return (offset, into) => {
    const end = Math.min(offset + into.length, reader.sizeBytes);
    for (let at = offset; at < end;) {
      const block = blockAt(at);
      check(block);
      at = block.end;
    }
    return reader.readSync(offset, into);
  };
}
