import { isUtf8 } from "node:buffer";
import { checkLimits, PondError } from "../base/mod.ts";
import type { ByteSource } from "../table/mod.ts";
import { detectEncoding, MOST_GROWTH, Transcoder } from "./text_encoding.ts";

/** How much is read at a time: small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1 << 20;
const LF = 10;

/** How text is read. */
export interface TextOptions {
  /** The name of the file in messages. */
  readonly label: string;
  /** A label that TextDecoder knows; a byte order mark says better. */
  readonly encoding: string;
  /** The longest record; a longer one is an error. */
  readonly maxRecordBytes: number;
}

/**
 * A window over a text file, moved forward by its user: `bytes[position … limit)` is valid UTF-8
 * (other encodings are transcoded), the byte order mark is gone, and `bytes[limit]` is a line feed,
 * so that a search for the end of a line needs no check of bounds.
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
  /** Null for UTF-8, which is checked only. */
  readonly #transcoder: Transcoder | null;
  #offset = 0;
  /** Up to here the window is known to be valid. */
  #checked = 0;

  /**
   * @throws {PondError} `invalid-input` for what is no text in any encoding that is read; as
   *   {@linkcode more}
   */
  constructor(source: ByteSource, options: TextOptions) {
    this.#source = source;
    this.#options = options;
    const { encoding, markBytes } = detectEncoding(source, options);
    this.#transcoder = encoding === "utf-8" ? null : new Transcoder(encoding);
    this.#offset = markBytes;
    this.bytes[0] = LF;
    this.more();
  }

  /**
   * Drops what lies before `position` and reads on; `position` becomes 0. Does nothing at the end
   * of the file.
   * @throws {PondError} `invalid-input` for bytes that are no text and for a record past the limit
   */
  more(): void {
    if (this.ended) return;
    const kept = this.limit - this.position;
    if (kept > this.#options.maxRecordBytes) throw this.#tooLong();
    this.#makeRoom(kept);
    if (this.#transcoder) this.#transcode(this.#transcoder);
    else {
      const count = this.#read(this.bytes.subarray(this.limit, this.limit + CHUNK_BYTES));
      this.limit += count;
      this.ended = count === 0;
    }
    this.bytes[this.limit] = LF;
    if (!this.#transcoder) this.#check();
  }

  #makeRoom(kept: number): void {
    const needed = kept + (this.#transcoder ? MOST_GROWTH + 1 : 2) * CHUNK_BYTES + 1;
    if (this.bytes.length < needed) {
      const larger = new Uint8Array(new ArrayBuffer(2 * needed));
      larger.set(this.bytes.subarray(this.position, this.limit));
      this.bytes = larger;
    } else this.bytes.copyWithin(0, this.position, this.limit);
    this.#checked = Math.max(0, this.#checked - this.position);
    this.position = 0;
    this.limit = kept;
  }

  /** Fills `into` as far as the file goes. */
  #read(into: Uint8Array): number {
    checkLimits();
    const left = Math.min(into.length, this.#source.sizeBytes - this.#offset);
    if (left <= 0) return 0;
    const count = this.#source.readSync(this.#offset, into.subarray(0, left));
    this.#offset += count;
    return count;
  }

  #transcode(transcoder: Transcoder): void {
    const raw = new Uint8Array(CHUNK_BYTES);
    const count = this.#read(raw);
    const { label } = this.#options;
    try {
      this.limit += transcoder.write(raw.subarray(0, count), this.bytes.subarray(this.limit));
    } catch (cause) {
      const bad = transcoder.firstBad(raw.subarray(0, count));
      let line = this.line;
      for (let at = this.position; at < this.limit; at++) if (this.bytes[at] === LF) line++;
      for (let at = 0; at < bad; at++) if (raw[at] === LF) line++;
      const offset = this.#offset - count + bad;
      const why = `line ${line}: the bytes at offset ${offset} are not ${transcoder.encoding}`;
      const data = { label, line, offset };
      throw new PondError("invalid-input", `cannot read ${label}: ${why}`, { cause, data });
    }
    this.ended = count === 0;
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
    const found = this.bytes[good]!.toString(16).padStart(2, "0");
    return new PondError(
      "invalid-input",
      `cannot read ${this.#options.label}: line ${line}: byte 0x${found} at offset ${offset} is not UTF-8`,
      {
        hint: "if the text is Latin-1 or Windows-1252, say `encoding: latin1`",
        data: { label: this.#options.label, line, offset },
      },
    );
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
