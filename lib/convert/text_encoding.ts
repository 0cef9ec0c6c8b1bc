import { isAscii } from "node:buffer";
import { PondError } from "../base/mod.ts";
import type { ByteSource } from "../table/mod.ts";

/** A byte of text in another encoding is at most so many bytes of UTF-8. */
export const MOST_GROWTH = 3;

/** Encodings in which a byte may be a part of a character. */
const MULTIBYTE =
  /^(utf-16le|utf-16be|gbk|gb18030|big5|euc-jp|iso-2022-jp|shift_jis|euc-kr|replacement)$/;

/** What a file is encoded in, and how many bytes its byte order mark has. */
export interface DetectedEncoding {
  /** As the Encoding Standard names it. */
  readonly encoding: string;
  readonly markBytes: number;
}

/**
 * The encoding that the byte order mark of `source` says, else the one that was asked for.
 * @throws {PondError} `invalid-input` for UTF-32, and for UTF-16 that is to be read as UTF-8
 */
export function detectEncoding(
  source: ByteSource,
  { encoding, label }: { readonly encoding: string; readonly label: string },
): DetectedEncoding {
  const head = new Uint8Array(64);
  const bytes = head.subarray(0, source.readSync(0, head.subarray(0, source.sizeBytes)));
  const begins = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff)) {
    throw new PondError("invalid-input", `cannot read ${label}: it is UTF-32`, {
      hint: "write it as UTF-8 first",
      data: { label },
    });
  }
  if (begins(0xef, 0xbb, 0xbf)) return { encoding: "utf-8", markBytes: 3 };
  if (begins(0xff, 0xfe)) return { encoding: "utf-16le", markBytes: 2 };
  if (begins(0xfe, 0xff)) return { encoding: "utf-16be", markBytes: 2 };
  const asked = new TextDecoder(encoding).encoding;
  const wide = asked === "utf-8" ? wideOrder(bytes) : null;
  if (wide) {
    throw new PondError("invalid-input", `cannot read ${label}: it looks like UTF-16`, {
      hint: `if it is, say \`encoding: ${wide}\``,
      data: { label },
    });
  }
  return { encoding: asked, markBytes: 0 };
}

/** UTF-16 of mostly Latin text has a NUL in every other byte, which text in UTF-8 never has. */
function wideOrder(bytes: Uint8Array): string | null {
  const units = bytes.length >> 1;
  if (units < 2) return null;
  let [even, odd] = [0, 0];
  for (let unit = 0; unit < units; unit++) {
    if (bytes[2 * unit] === 0) even++;
    if (bytes[2 * unit + 1] === 0) odd++;
  }
  if (odd > units / 2 && even === 0) return "utf-16le";
  return even > units / 2 && odd === 0 ? "utf-16be" : null;
}

/** Turns text of one encoding into UTF-8, piece by piece. */
export class Transcoder {
  readonly encoding: string;
  readonly #decoder: TextDecoder;
  readonly #encoder = new TextEncoder();
  readonly #isSingleByte: boolean;

  constructor(encoding: string) {
    this.encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    this.#isSingleByte = !MULTIBYTE.test(encoding);
  }

  /**
   * Writes `raw` as UTF-8 into `into`, which has room for {@linkcode MOST_GROWTH} times as much; no
   * bytes: the end.
   * @returns how many bytes were written
   * @throws {TypeError} for bytes that are no text of the encoding
   */
  write(raw: Uint8Array, into: Uint8Array): number {
    if (this.#isSingleByte && isAscii(raw)) {
      into.set(raw);
      return raw.length;
    }
    const text = this.#decoder.decode(raw, { stream: raw.length > 0 });
    return this.#encoder.encodeInto(text, into).written;
  }

  /** The first byte of `raw` up to which it is no text. */
  firstBad(raw: Uint8Array): number {
    let [good, bad] = [0, raw.length];
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (this.#isText(raw.subarray(0, middle))) good = middle;
      else bad = middle;
    }
    return Math.max(0, bad - 1);
  }

  #isText(raw: Uint8Array): boolean {
    try {
      new TextDecoder(this.encoding, { fatal: true }).decode(raw, { stream: true });
      return true;
    } catch {
      // That is the answer.
      return false;
    }
  }
}
