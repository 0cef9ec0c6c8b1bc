import type { ColumnBatch, ColumnValues, Store, Texts } from "./column_batch.ts";
import type { Layout } from "./parquet_type.ts";

/** The least and the greatest value of a column. */
export interface Bounds {
  readonly min: Bound;
  readonly max: Bound;
}

type Bound = boolean | number | bigint | Uint8Array;

/**
 * The bounds of a batch; null where there are none: no values, or NaN among them, which is greater
 * than all or none.
 */
export function boundsOf({ values }: ColumnBatch, layout: Layout): Bounds | null {
  if (values.as !== "store") return textBounds(values);
  const { store } = values;
  if (store.length === 0) return null;
  switch (layout) {
    case "boolean": {
      const bounds = numberBounds(store)!;
      return { min: bounds.min === 1, max: bounds.max === 1 };
    }
    case "int64":
    case "uint64":
      return longBounds(store as Int32Array, layout === "int64");
    case "int128":
      return wideBounds(store as Int32Array);
    default:
      return numberBounds(store);
  }
}

function numberBounds(values: Store): Bounds | null {
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  // A sum is NaN if a value is, or if both infinities are there.
  if (Number.isNaN(sum) && values.some((value: number) => Number.isNaN(value))) return null;
  // Both zeros are equal, but some readers order them.
  return { min: min === 0 ? -0 : min, max: max === 0 ? 0 : max };
}

/** Of integers of 64 bits, two words each, the lower first; at least one. */
export function longBounds(words: Int32Array, signed: boolean): Bounds {
  // Flipped, unsigned words are in the order of signed ones.
  const highFlip = signed ? 0 : 1 << 31;
  const lowFlip = 1 << 31;
  let minHigh = words[1]! ^ highFlip;
  let minLow = words[0]! ^ lowFlip;
  let maxHigh = minHigh;
  let maxLow = minLow;
  for (let at = 2; at < words.length; at += 2) {
    const high = words[at + 1]! ^ highFlip;
    const low = words[at]! ^ lowFlip;
    if (high < minHigh || (high === minHigh && low < minLow)) {
      minHigh = high;
      minLow = low;
    } else if (high > maxHigh || (high === maxHigh && low > maxLow)) {
      maxHigh = high;
      maxLow = low;
    }
  }
  const valueOf = (high: number, low: number) => {
    const value = BigInt(high ^ highFlip) << 32n | BigInt((low ^ lowFlip) >>> 0);
    return signed ? value : BigInt.asUintN(64, value);
  };
  return { min: valueOf(minHigh, minLow), max: valueOf(maxHigh, maxLow) };
}

function wideBounds(words: Int32Array): Bounds {
  let [min, max] = [wideAt(words, 0), wideAt(words, 0)];
  for (let at = 4; at < words.length; at += 4) {
    const value = wideAt(words, at);
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

function wideAt(words: Int32Array, at: number): bigint {
  let value = BigInt(words[at + 3]!);
  for (let word = 2; word >= 0; word--) value = value << 32n | BigInt(words[at + word]! >>> 0);
  return value;
}

function textBounds(values: Exclude<ColumnValues, { as: "store" }>): Bounds | null {
  // Every text of a dictionary is some row's.
  const texts = values.as === "texts" ? values.texts : values.dictionary;
  const count = texts.offsets.length - 1;
  if (count < 1) return null;
  let [min, max] = [0, 0];
  for (let i = 1; i < count; i++) {
    if (compareTexts(texts, i, min) < 0) min = i;
    else if (compareTexts(texts, i, max) > 0) max = i;
  }
  return { min: textAt(texts, min), max: textAt(texts, max) };
}

function textAt({ bytes, offsets }: Texts, index: number): Uint8Array {
  return bytes.slice(offsets[index]!, offsets[index + 1]!);
}

/** In the order of their bytes, which for UTF-8 is that of their characters. */
function compareTexts({ bytes, offsets }: Texts, a: number, b: number): number {
  let [atA, atB] = [offsets[a]!, offsets[b]!];
  const [endA, endB] = [offsets[a + 1]!, offsets[b + 1]!];
  while (atA < endA && atB < endB) {
    const difference = bytes[atA++]! - bytes[atB++]!;
    if (difference !== 0) return difference;
  }
  return (endA - atA) - (endB - atB);
}
