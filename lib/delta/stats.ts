import { formatTimeUs, parseIsoTimeUs } from "../base/mod.ts";
import { type Bounds, compareValues, type Value } from "../parquet/mod.ts";
import type { Field } from "./api.ts";

/** Longer text is cut in stats, as Spark does; ids of 32 hex digits stay whole. */
const MAX_TEXT = 32;
/** Years 0000 to 9999, the times that ISO 8601 and every reader agree on. */
const MIN_TIME_US = -62_167_219_200_000_000n;
const MAX_TIME_US = 253_402_300_799_999_999n;

/** The union of the bounds of two parts of one column. */
export function mergeBounds(left: Bounds, right: Bounds, options: MergeOptions): Bounds {
  const nulls = left.nulls === null || right.nulls === null ? null : left.nulls + right.nulls;
  const known = (bounds: Bounds, rows: number) => bounds.min !== null || bounds.nulls === rows;
  if (!known(left, options.leftRows) || !known(right, options.rightRows)) {
    return { min: null, max: null, nulls };
  }
  if (left.min === null) return { ...right, nulls };
  if (right.min === null) return { ...left, nulls };
  return {
    min: compareValues(left.min, right.min) <= 0 ? left.min : right.min,
    max: compareValues(left.max, right.max) >= 0 ? left.max : right.max,
    nulls,
  };
}

/**
 * Rows in each part of {@linkcode mergeBounds}: a part of NULLs alone has no bounds and hides
 * nothing.
 */
export interface MergeOptions {
  readonly leftRows: number;
  readonly rightRows: number;
}

/**
 * The `stats` string of an add. What it says covers the rows: text is cut to 32 characters with the
 * maximum rounded up or left out, times are cut to milliseconds (readers take a maximum as + 1 ms).
 */
export function formatStats(
  rows: number,
  bounds: ReadonlyMap<string, Bounds>,
  fields: readonly Field[],
): string {
  const mins: string[] = [];
  const maxs: string[] = [];
  const nulls: string[] = [];
  for (const { name, type } of fields) {
    const column = bounds.get(name);
    if (!column) continue;
    const key = JSON.stringify(name);
    if (column.nulls !== null) nulls.push(`${key}:${column.nulls}`);
    if (type === "binary" || type === "boolean") continue;
    const min = lowerBound(column.min, type === "timestamp");
    const max = upperBound(column.max, type === "timestamp");
    if (min !== undefined) mins.push(`${key}:${min}`);
    if (max !== undefined) maxs.push(`${key}:${max}`);
  }
  return `{"numRecords":${rows},"minValues":{${mins}},"maxValues":{${maxs}},"nullCount":{${nulls}}}`;
}

/** Rows and inclusive bounds that a `stats` string tells; unknown parts are left out. */
export function parseStats(
  stats: string | null,
  fields: readonly Field[],
): { rows: number | null; bounds: ReadonlyMap<string, Bounds> } {
  const bounds = new Map<string, Bounds>();
  const parsed = stats === null ? undefined : parseExact(stats);
  if (!isObject(parsed)) return { rows: null, bounds };
  const part = (word: string) => {
    const value = parsed.get(word);
    return isObject(value) ? value : new Map<string, unknown>();
  };
  const [mins, maxs, nulls] = [part("minValues"), part("maxValues"), part("nullCount")];
  for (const { name, type } of fields) {
    if (typeof type !== "string") continue;
    const nullCount = nulls.get(name);
    bounds.set(name, {
      min: boundValue(mins.get(name), type, 0n),
      max: boundValue(maxs.get(name), type, 999n),
      nulls: typeof nullCount === "bigint" ? Number(nullCount) : null,
    });
  }
  const rows = parsed.get("numRecords");
  return { rows: typeof rows === "bigint" ? Number(rows) : null, bounds };
}

function lowerBound(value: Value, isTime: boolean): string | undefined {
  if (typeof value === "string") return JSON.stringify(firstCharacters(value).kept);
  return bound(value, isTime);
}

function upperBound(value: Value, isTime: boolean): string | undefined {
  if (typeof value !== "string") return bound(value, isTime);
  const { kept, cut } = firstCharacters(value);
  const rounded = cut ? roundUp(kept) : kept;
  return rounded === undefined ? undefined : JSON.stringify(rounded);
}

function bound(value: Value, isTime: boolean): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== "bigint") return undefined;
  if (!isTime) return String(value);
  if (value < MIN_TIME_US || value > MAX_TIME_US) return undefined;
  const milliseconds = value - ((value % 1000n) + 1000n) % 1000n;
  return JSON.stringify(formatTimeUs(milliseconds));
}

function firstCharacters(value: string): { kept: string; cut: boolean } {
  if (value.length <= MAX_TEXT) return { kept: value, cut: false };
  const characters = [];
  for (const character of value) {
    if (characters.length === MAX_TEXT) return { kept: characters.join(""), cut: true };
    characters.push(character);
  }
  return { kept: value, cut: false };
}

/**
 * The least text of at most the same length above everything that starts with `prefix`, if there is
 * one.
 */
function roundUp(prefix: string): string | undefined {
  const characters = [...prefix];
  while (characters.length > 0) {
    const code = characters.pop()!.codePointAt(0)!;
    if (code >= 0x10ffff) continue;
    const next = code >= 0xd7ff && code < 0xe000 ? 0xe000 : code + 1;
    return characters.join("") + String.fromCodePoint(next);
  }
  return undefined;
}

function boundValue(value: unknown, type: string, slackUs: bigint): Value {
  if (type === "timestamp") {
    if (typeof value !== "string") return null;
    try {
      const timeUs = parseIsoTimeUs(value);
      return timeUs - ((timeUs % 1000n) + 1000n) % 1000n + slackUs;
    } catch {
      // A time in words that this build can't read bounds nothing; the rows are read instead.
      return null;
    }
  }
  if (type === "string") return typeof value === "string" ? value : null;
  if (type === "long") return typeof value === "bigint" ? value : null;
  if (type === "integer") return typeof value === "bigint" ? Number(value) : null;
  if (type === "double") {
    return typeof value === "bigint" || typeof value === "number" ? Number(value) : null;
  }
  return null;
}

/** JSON with integers as bigint, since a rounded bound loses rows, and objects as maps. */
function parseExact(json: string): unknown {
  const revive = (_key: string, value: unknown, context?: { source?: string }): unknown => {
    if (typeof value === "number") {
      return /^-?\d+$/.test(context?.source ?? "") ? BigInt(context!.source!) : value;
    }
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : value;
  };
  try {
    return JSON.parse(json, revive as (key: string, value: unknown) => unknown);
  } catch {
    // Statistics are a hint: without them the rows are read.
    return undefined;
  }
}

function isObject(value: unknown): value is Map<string, unknown> {
  return value instanceof Map;
}
