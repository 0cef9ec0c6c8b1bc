import { isInteger, readBoolean, readDouble, readInt64 } from "./values.ts";
import { readDate, readTime, readTimestamp } from "./times.ts";

/**
 * What the values of a column have in common. Kinds form a lattice; a column has the least kind
 * above all its values, whatever their order:
 *
 * ```text
 *                 string
 *   ┌───────┬───────┼──────────┬───────────┐
 * boolean  time   double   timestamp       │
 *   │       │       │          │           │
 *   │       │     int128      date    (other text)
 *   │       │       │          │
 *   │       │     int64        │
 *   └───────┴───────┼──────────┘
 *                 null
 * ```
 *
 * Texts are read as native DuckDB's CSV reader reads them, with these differences, each for the
 * reason that two readers of the same file must not see different facts:
 * - `t`, `f`, `yes`, `no` are text: a column of initials is no column of truth values;
 * - integers past 64 bits are exact up to 38 digits, and text beyond, instead of rounded;
 * - dates that are not year first (`01/02/2024`) are text: nobody can tell day from month;
 * - a column of dates and timestamps is a column of timestamps (DuckDB: text; Arrow: timestamps);
 * - `inf` and `infinity` are doubles, never dates; `epoch`, two-digit years and years before 1 are
 *   text.
 *
 * As for DuckDB, `007` and `+1` are text, spaces around numbers and times are no part of them,
 * `0x1F` is 31, timestamps with an offset become UTC, and a column without values is a column of
 * strings.
 */
export type Kind =
  | "null"
  | "boolean"
  | "int64"
  | "int128"
  | "double"
  | "date"
  | "time"
  | "timestamp"
  | "string";

/** Kinds below others, each list from narrow to wide. */
const CHAINS: readonly (readonly Kind[])[] = [["int64", "int128", "double"], ["date", "timestamp"]];

/** The least kind above both. */
export function joinKinds(a: Kind, b: Kind): Kind {
  if (a === b || b === "null") return a;
  if (a === "null") return b;
  for (const chain of CHAINS) {
    const [i, j] = [chain.indexOf(a), chain.indexOf(b)];
    if (i >= 0 && j >= 0) return chain[Math.max(i, j)]!;
  }
  return "string";
}

/** The narrowest kind of the text at `start` … `end`. */
export function kindOf(bytes: Uint8Array, start: number, end: number): Kind {
  if (readBoolean(bytes, start, end) >= 0) return "boolean";
  while (start < end && isBlank(bytes[start]!)) start++;
  while (start < end && isBlank(bytes[end - 1]!)) end--;
  if (start === end || end - start > LONGEST_VALUE) return "string";
  const number = kindOfNumber(bytes, start, end);
  if (number) return number;
  if (readDate(bytes, start, end, words, 0)) return "date";
  if (readTimestamp(bytes, start, end, words, 0)) return "timestamp";
  return readTime(bytes, start, end, words, 0) ? "time" : "string";
}

/** The narrowest kind of a number; null for what is none. */
export function kindOfNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
): "int64" | "int128" | "double" | null {
  if (end - start > LONGEST_VALUE) return null;
  if (readInt64(bytes, start, end, words, 0)) return "int64";
  if (isInteger(bytes, start, end, 38)) return "int128";
  // Longer runs of digits are names; a double would round them.
  const isDouble = !isInteger(bytes, start, end, LONGEST_VALUE) &&
    readDouble(bytes, start, end, doubles, 0);
  return isDouble ? "double" : null;
}

/** A space or a tab: what may stand around a value that is no text. */
export function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9;
}

/** No number or time is longer; whoever writes more digits means text. */
const LONGEST_VALUE = 1024;
const words = new Int32Array(4);
const doubles = new Float64Array(1);

/** A quick yes for the usual value; a no only means that {@linkcode kindOf} has to look. */
export function fits(kind: Kind, bytes: Uint8Array, start: number, end: number): boolean {
  switch (kind) {
    case "int64":
      return readInt64(bytes, start, end, words, 0);
    case "double":
      return end - start < 16 && readDouble(bytes, start, end, doubles, 0);
    case "timestamp":
      return readTimestamp(bytes, start, end, words, 0);
    case "date":
      return readDate(bytes, start, end, words, 0);
    default:
      return false;
  }
}
