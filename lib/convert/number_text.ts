import { isBlank } from "./kinds.ts";

const [MINUS, PLUS, DOT, ZERO] = [45, 43, 46, 48];
/** No number is longer; whoever writes more digits means text. */
const LONGEST = 1024;

/** Numbers whose decimal separator is no point, or whose digits stand in groups of three. */
export class NumberText {
  readonly #decimal: Uint8Array;
  readonly #thousands: Uint8Array;
  readonly #text = new Uint8Array(LONGEST);

  /** @param thousands empty: no groups */
  constructor(decimal: string, thousands: string) {
    const encoder = new TextEncoder();
    this.#decimal = encoder.encode(decimal);
    this.#thousands = encoder.encode(thousands);
  }

  /**
   * What `work` makes of the number at `start` … `end` as it is written with a point and without
   * groups; undefined where the text is no number by these separators.
   */
  with<T>(
    bytes: Uint8Array,
    start: number,
    end: number,
    work: (text: Uint8Array, start: number, end: number) => T,
  ): T | undefined {
    const length = this.#write(bytes, start, end);
    return length < 0 ? undefined : work(this.#text, 0, length);
  }

  /** Writes the number with a point; its length, or -1. */
  #write(bytes: Uint8Array, start: number, end: number): number {
    const text = this.#text;
    if (end - start > LONGEST) return -1;
    while (start < end && isBlank(bytes[start]!)) start++;
    while (start < end && isBlank(bytes[end - 1]!)) end--;
    let [at, to, digits, isGrouped] = [start, 0, 0, false];
    if (bytes[at] === MINUS || bytes[at] === PLUS) text[to++] = bytes[at++]!;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte <= 57) {
        text[to++] = byte;
        digits++;
      } else if (isAt(bytes, at, this.#thousands) && isGroup(digits, isGrouped)) {
        [digits, isGrouped] = [0, true];
        at += this.#thousands.length - 1;
      } else break;
    }
    if (isGrouped && digits !== 3) return -1;
    if (at < end && isAt(bytes, at, this.#decimal)) {
      text[to++] = DOT;
      at += this.#decimal.length;
    }
    // What follows has no separators of its own.
    for (; at < end; at++) {
      if (bytes[at] === DOT) return -1;
      text[to++] = bytes[at]!;
    }
    return to;
  }
}

/** Whether so many digits may stand before a separator of groups. */
function isGroup(digits: number, isGrouped: boolean): boolean {
  return isGrouped ? digits === 3 : digits >= 1 && digits <= 3;
}

function isAt(bytes: Uint8Array, at: number, separator: Uint8Array): boolean {
  return separator.length > 0 && separator.every((byte, i) => bytes[at + i] === byte);
}
