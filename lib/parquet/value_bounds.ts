/** A value in a row: `long` and `timestamp` are bigint, `integer` and `double` number. */
export type Value = string | bigint | boolean | number | Uint8Array | null;

/** Inclusive bounds of a column in a file or row group. */
export interface Bounds {
  readonly min: Value;
  readonly max: Value;
  readonly nulls: number | null;
}

/** Bounds of some values, exact; with a NaN, which has no place in an order, unknown. */
export function boundsOf(values: readonly (Value | undefined)[]): Bounds {
  let min: Value = null;
  let max: Value = null;
  let nulls = 0;
  let ordered = true;
  let previous: Value = null;
  for (const value of values) {
    if (value === null || value === undefined) {
      nulls++;
      continue;
    }
    // In sorted rows a value often comes again.
    if (value === previous) continue;
    previous = value;
    if (typeof value === "number" && Number.isNaN(value)) ordered = false;
    if (min === null || compareValues(value, min) < 0) min = value;
    if (max === null || compareValues(value, max) > 0) max = value;
  }
  return ordered ? { min, max, nulls } : { min: null, max: null, nulls };
}

/**
 * Orders two values of one type: text by code point, which is the order of its UTF-8 bytes and of
 * Parquet; binary by unsigned bytes; NULL before everything.
 */
export function compareValues(left: Value, right: Value): number {
  if (left === right) return 0;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (left === null) return -1;
  if (right === null) return 1;
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * UTF-16 order differs from code point order only where one side is a surrogate and the other is
 * above it.
 */
function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) return surrogatesLast(a) - surrogatesLast(b);
  }
  return left.length - right.length;
}

function surrogatesLast(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    if (left[i] !== right[i]) return left[i]! - right[i]!;
  }
  return left.length - right.length;
}
