import { isAscii, isUtf8 } from "node:buffer";
import { PondError } from "../base/mod.ts";
import type { ByteSource } from "../table/mod.ts";

/** How much is read at a time: small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1 << 20;
const LF = 10;

/** How text is read. */
export interface TextOptions {
  /** The name of the file in messages. */
  readonly label: string;
  readonly encoding: "utf8" | "latin1";
  /** The longest record; a longer one is an error. */
  readonly maxRecordBytes: number;
}

/**
 * A window over a text file, moved forward by its user: `bytes[position … limit)` is valid UTF-8 (Latin-1 is transcoded), the byte order
 * mark is gone, and `bytes[limit]` is a line feed, so that a search for the end of a line needs no check of bounds.
 */
export class TextReader {
  bytes = new Uint8Array(new ArrayBuffer(2 * CHUNK_BYTES + 1));
  position = 0;
  limit = 0;
  /** The line (from 1) that `position` stands in; kept by the user. */
  line = 1;
  /** Whether `limit` is the end of the file. */
  ended = false;
  readonly #source: ByteSource;
  readonly #options: TextOptions;
  #offset = 0;
  /** Up to here the window is known to be valid. */
  #checked = 0;

  constructor(source: ByteSource, options: TextOptions) {
    this.#source = source;
    this.#options = options;
    this.bytes[0] = LF;
    this.more();
    const mark = options.encoding === "utf8"
      ? [0xef, 0xbb, 0xbf]
      : [0xc3, 0xaf, 0xc2, 0xbb, 0xc2, 0xbf];
    if (mark.every((byte, i) => this.bytes[i] === byte && i < this.limit)) {
      this.position = mark.length;
    }
  }

  /**
   * Drops what lies before `position` and reads on; `position` becomes 0. Does nothing at the end of the file.
   * @throws {PondError} `invalid-input` for bytes that are no text and for a record past the limit
   */
  more(): void {
    if (this.ended) return;
    const kept = this.limit - this.position;
    if (kept > this.#options.maxRecordBytes) throw this.#tooLong();
    this.#makeRoom(kept);
    const count = this.#options.encoding === "latin1"
      ? this.#readLatin1()
      : this.#read(CHUNK_BYTES);
    this.limit += count;
    this.ended = count === 0;
    this.bytes[this.limit] = LF;
    if (this.#options.encoding === "utf8") this.#check();
  }

  #makeRoom(kept: number): void {
    const needed = kept + 2 * CHUNK_BYTES + 1;
    if (this.bytes.length < needed) {
      const larger = new Uint8Array(new ArrayBuffer(2 * needed));
      larger.set(this.bytes.subarray(this.position, this.limit));
      this.bytes = larger;
    } else this.bytes.copyWithin(0, this.position, this.limit);
    this.#checked = Math.max(0, this.#checked - this.position);
    this.position = 0;
    this.limit = kept;
  }

  /** Reads at most `most` bytes to `limit`. */
  #read(most: number): number {
    const left = Math.min(most, this.#source.sizeBytes - this.#offset);
    if (left <= 0) return 0;
    const count = this.#source.readSync(
      this.#offset,
      this.bytes.subarray(this.limit, this.limit + left),
    );
    this.#offset += count;
    return count;
  }

  #readLatin1(): number {
    const count = this.#read(CHUNK_BYTES);
    const raw = this.bytes.subarray(this.limit, this.limit + count);
    if (isAscii(raw)) return count;
    const latin = raw.slice();
    let at = this.limit;
    for (const byte of latin) {
      if (byte < 0x80) this.bytes[at++] = byte;
      else {
        this.bytes[at++] = 0xc0 | (byte >> 6);
        this.bytes[at++] = 0x80 | (byte & 0x3f);
      }
    }
    return at - this.limit;
  }

  #check(): void {
    const end = this.ended ? this.limit : this.limit - this.#splitCharacter();
    if (end <= this.#checked) return;
    if (!isUtf8(this.bytes.subarray(this.#checked, end))) throw this.#notUtf8(end);
    this.#checked = end;
  }

  /** How many bytes at the end begin a character that goes on in the next chunk. */
  #splitCharacter(): number {
    for (let back = 1; back <= 3 && back <= this.limit; back++) {
      const byte = this.bytes[this.limit - back]!;
      if (byte < 0x80) return 0;
      if (byte >= 0xc0) {
        const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        return length > back ? back : 0;
      }
    }
    return 0;
  }

  #notUtf8(end: number): PondError {
    let good = this.#checked;
    while (good < end) {
      const byte = this.bytes[good]!;
      const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      if (!isUtf8(this.bytes.subarray(good, Math.min(end, good + length)))) break;
      good += length;
    }
    let line = this.line;
    for (let at = this.position; at < good; at++) if (this.bytes[at] === LF) line++;
    const offset = this.#offset - (this.limit - good);
    if (offset === 0 && this.#isUtf16()) {
      return new PondError("invalid-input", `cannot read ${this.#options.label}: it is UTF-16`, {
        hint: "write it as UTF-8 first",
      });
    }
    const found = this.bytes[good]!.toString(16).padStart(2, "0");
    return new PondError(
      "invalid-input",
      `cannot read ${this.#options.label}: line ${line}: byte 0x${found} at offset ${offset} is not UTF-8`,
      {
        hint: "if the text is Latin-1, say `encoding: latin1`",
        data: { label: this.#options.label, line, offset },
      },
    );
  }

  #isUtf16(): boolean {
    const [first, second] = this.bytes;
    return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  }

  #tooLong(): PondError {
    const { label, maxRecordBytes } = this.#options;
    return new PondError(
      "invalid-input",
      `cannot read ${label}: line ${this.line}: longer than ${maxRecordBytes} bytes`,
      { data: { label, line: this.line, limitBytes: maxRecordBytes } },
    );
  }
}
