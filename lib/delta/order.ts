import type { Row, Value } from "./api.ts";

/**
 * Orders two values of one type: text by code point, which is the order of its UTF-8 bytes and of Parquet;
 * binary by unsigned bytes; NULL before everything.
 */
export function compareValues(left: Value, right: Value): number {
  if (left === right) return 0;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (left === null) return -1;
  if (right === null) return 1;
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Orders rows by the named columns. */
export function compareRows(columns: readonly string[]): (left: Row, right: Row) => number {
  return (left, right) => {
    for (const column of columns) {
      const order = compareValues(left[column] ?? null, right[column] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** UTF-16 order differs from code point order only where one side is a surrogate and the other is above it. */
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
