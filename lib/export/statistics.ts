import { formatTimeUs } from "../base/mod.ts";
import type { Bounds, ColumnChunk, ParquetFooter, Value } from "../parquet/mod.ts";
import type { Field } from "../delta/mod.ts";

/** Days of 0000-01-01 and 9999-12-31, the dates that every reader agrees on. */
const MIN_DAY = -719_528n;
const MAX_DAY = 2_932_896n;
const DAY_US = 86_400_000_000n;

/**
 * Bounds and NULLs of a file's top-level columns, from its footer. What the footer leaves open, or
 * what can't be ordered (a NaN), is unknown: a bound that is too tight would lose rows in silence.
 */
export function boundsOfFooter(
  footer: ParquetFooter,
  fields: readonly Field[],
): ReadonlyMap<string, Bounds> {
  const bounds = new Map<string, Bounds>();
  for (const field of fields) {
    const index = footer.leaves.findIndex(({ path }) =>
      path.length === 1 && path[0] === field.name
    );
    if (index < 0) continue;
    const chunks = footer.rowGroups.map((group) => group.chunks[index]!);
    bounds.set(field.name, columnBounds(chunks, field));
  }
  return bounds;
}

function columnBounds(chunks: readonly ColumnChunk[], field: Field): Bounds {
  let nulls: number | null = 0;
  let known = true;
  let min: Ordered | null = null;
  let max: Ordered | null = null;
  for (const chunk of chunks) {
    nulls = nulls === null || chunk.nullCount === null ? null : nulls + chunk.nullCount;
    if (chunk.nullCount === chunk.valueCount) continue;
    const low = orderedValue(chunk, chunk.min);
    const high = orderedValue(chunk, chunk.max);
    if (low === null || high === null) known = false;
    if (low !== null && (min === null || compare(low, min) < 0)) min = low;
    if (high !== null && (max === null || compare(high, max) > 0)) max = high;
  }
  if (!known) return { min: null, max: null, nulls };
  return { min: valueOf(min, field), max: valueOf(max, field), nulls };
}

/** As Parquet orders it: text by its bytes. */
type Ordered = bigint | number | Uint8Array;

function orderedValue({ physical }: ColumnChunk, bytes: Uint8Array | null): Ordered | null {
  if (!bytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (`${physical} ${bytes.length}`) {
    case "int32 4":
      return BigInt(view.getInt32(0, true));
    case "int64 8":
      return view.getBigInt64(0, true);
    case "float 4":
      return numberOrNull(view.getFloat32(0, true));
    case "double 8":
      return numberOrNull(view.getFloat64(0, true));
  }
  return physical === "bytes" ? bytes : null;
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function compare(left: Ordered, right: Ordered): number {
  if (!(left instanceof Uint8Array) || !(right instanceof Uint8Array)) {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    if (left[i] !== right[i]) return left[i]! - right[i]!;
  }
  return left.length - right.length;
}

/**
 * A bound in the words of {@linkcode Bounds}; null for types whose bounds readers don't agree on.
 */
function valueOf(bound: Ordered | null, { type }: Field): Value {
  if (bound === null) return null;
  switch (type) {
    case "byte":
    case "short":
    case "integer":
    case "long":
    case "timestamp":
      return typeof bound === "bigint" ? bound : null;
    case "float":
    case "double":
      return typeof bound === "number" ? bound : null;
    case "date":
      return typeof bound === "bigint" ? dayText(bound) : null;
    case "string":
      return bound instanceof Uint8Array ? text(bound) : null;
    default:
      return null;
  }
}

function dayText(day: bigint): string | null {
  return day < MIN_DAY || day > MAX_DAY ? null : formatTimeUs(day * DAY_US).slice(0, 10);
}

function text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Bytes that are no UTF-8 bound nothing.
    return null;
  }
}
