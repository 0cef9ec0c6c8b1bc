import { PondError, suggest } from "../base/mod.ts";
import type { ColumnChunk, ParquetFooter } from "./footer.ts";
import { isUnsigned, timestampUnit } from "./schema.ts";
import {
  type Column,
  dateDigits,
  findTimeColumn,
  formatType,
  guessTimeUnit,
  type TimeBounds,
  type TimeColumn,
  type TimeUnit,
} from "../table/mod.ts";

/** What the statistics tell of one column over all row groups; null where they don't. */
export interface ColumnStatistics {
  /** Physical values: integers as bigint, floats as number; null for other types. */
  readonly min: bigint | number | null;
  readonly max: bigint | number | null;
  readonly nullCount: number | null;
}

/**
 * Bounds and NULLs of the top-level column `name`, as far as every row group's statistics tell;
 * undefined when there is no such column or it is nested.
 */
export function columnStatistics(
  footer: ParquetFooter,
  name: string,
): ColumnStatistics | undefined {
  const index = footer.leaves.findIndex(({ path }) => path.length === 1 && path[0] === name);
  if (index < 0) return undefined;
  const unsigned = isUnsigned(footer.leaves[index]!.node);
  let [min, max]: [bigint | number | null, bigint | number | null] = [null, null];
  // Old writers ordered unsigned integers as signed ones.
  let bounded = !unsigned;
  let nullCount: number | null = 0;
  for (const group of footer.rowGroups) {
    const chunk = group.chunks[index]!;
    if (nullCount !== null) {
      nullCount = chunk.nullCount === null ? null : nullCount + chunk.nullCount;
    }
    if (chunk.valueCount === 0 || chunk.nullCount === chunk.valueCount) continue;
    const low = decode(chunk, chunk.min);
    const high = decode(chunk, chunk.max);
    if (low === null || high === null) bounded = false;
    else {[min, max] = [
        min === null || low < min ? low : min,
        max === null || high > max ? high : max,
      ];}
  }
  return bounded ? { min, max, nullCount } : { min: null, max: null, nullCount };
}

/**
 * Bounds of the time column in microseconds, and its NULLs, from statistics alone. Nanoseconds are
 * cut towards zero, as SQL sees them.
 */
export function timeStatistics(
  footer: ParquetFooter,
  time: TimeColumn,
): { readonly bounds: TimeBounds | null; readonly nullCount: number | null } {
  const statistics = columnStatistics(footer, time.name);
  if (!statistics) return { bounds: null, nullCount: null };
  const { min, max, nullCount } = statistics;
  if (typeof min !== "bigint" || typeof max !== "bigint" || time.unit === "text") {
    return { bounds: null, nullCount };
  }
  return {
    bounds: { minUs: unitToUs(min, time.unit), maxUs: unitToUs(max, time.unit) },
    nullCount,
  };
}

/** What a time column is looked for with. */
export interface TimeColumnOptions {
  /** The name of the file in messages. */
  readonly label: string;
  /**
   * The least and greatest value of the column, where somebody has looked at all of them; else
   * statistics tell.
   */
  readonly integers?: { readonly min: bigint; readonly max: bigint };
}

/**
 * The time column of a series: the one called `name`, or (null) the one found by its name. Integers
 * that are not marked as timestamps count as times since 1970, their unit follows from their size.
 * @throws {PondError} `invalid-input` when it isn't there or can't be a time; with
 *   `data.unknownUnit` where integers don't tell their unit
 */
export function parquetTimeColumn(
  footer: ParquetFooter,
  name: string | null,
  options: TimeColumnOptions,
): TimeColumn {
  const { columns } = footer;
  const column = name === null
    ? findTimeColumn(columns.filter(canBeTime)) ?? findTimeColumn(columns)
    : columns.find((candidate) => candidate.name === name);
  const names = columns.map((candidate) => candidate.name);
  if (!column) throw missing(name, names, options.label);
  const leaf = footer.leaves.find(({ path }) => path.length === 1 && path[0] === column.name);
  const native = leaf ? timestampUnit(leaf.node) : null;
  if (native) return { name: column.name, unit: native, native: true };
  if (column.type.is === "date") return { name: column.name, unit: "date", native: false };
  if (column.type.is === "string") return { name: column.name, unit: "text", native: false };
  if (canBeTime(column)) {
    const unit = unitOfIntegers(footer, column.name, options);
    return { name: column.name, unit, native: false };
  }
  throw new PondError(
    "invalid-input",
    `cannot read ${options.label} as a series: its column ${JSON.stringify(column.name)} is ${
      formatType(column.type)
    }, not a time`,
    {
      hint:
        "name the time column: time_column in a config, --time-column of `pond copy` and `pond ingest`",
    },
  );
}

function canBeTime(column: Column): boolean {
  return /^(timestamp|date|string|u?int(32|64))$/.test(column.type.is);
}

/**
 * @throws {PondError} `invalid-input` for integers that have no unit, or could be read in two ways
 */
function unitOfIntegers(
  footer: ParquetFooter,
  name: string,
  { label, integers }: TimeColumnOptions,
): TimeUnit {
  const { min, max } = integers ?? columnStatistics(footer, name) ?? { min: null, max: null };
  const refuse = (why: string) => {
    const column = JSON.stringify(name);
    throw new PondError(
      "invalid-input",
      `cannot read ${label} as a series: its time column ${column} ${why}`,
      {
        hint:
          "write times as timestamps; `pond sql` makes them of integers, with make_timestamp or strptime",
        data: { label, column: name, unknownUnit: true },
      },
    );
  };
  if (min === null || max === null) {
    const hasValues = footer.rows > 0 && !isAllNull(footer, name);
    return hasValues
      ? refuse("holds integers without statistics, which don't tell their unit")
      : "s";
  }
  const form = dateDigits(min);
  if (form !== null && form === dateDigits(max)) {
    return refuse(`holds integers from ${min} to ${max}, which look like dates (${form})`);
  }
  const unit = guessTimeUnit(min, max);
  return unit ?? refuse(`holds integers from ${min} to ${max}, which are times in different units`);
}

function isAllNull(footer: ParquetFooter, name: string): boolean {
  const index = footer.leaves.findIndex(({ path }) => path.length === 1 && path[0] === name);
  return footer.rowGroups.every(({ chunks }) => {
    const { nullCount, valueCount } = chunks[index]!;
    return valueCount === 0 || nullCount === valueCount;
  });
}

function missing(name: string | null, names: readonly string[], label: string): PondError {
  if (name === null) {
    return new PondError(
      "invalid-input",
      `cannot read ${label} as a series: none of its columns is known as a time column`,
      {
        hint: "name it: time_column in a config, --time-column of `pond copy` and `pond ingest`; " +
          `there are ${names.join(", ")}`,
      },
    );
  }
  const near = suggest(name, names);
  return new PondError(
    "invalid-input",
    `cannot read ${label} as a series: it has no column ${JSON.stringify(name)}`,
    { hint: near ? `did you mean ${JSON.stringify(near)}?` : `there are ${names.join(", ")}` },
  );
}

/** Microseconds of a time in `unit`; nanoseconds are cut towards zero. */
export function unitToUs(value: bigint, unit: TimeUnit): bigint {
  switch (unit) {
    case "s":
      return value * 1_000_000n;
    case "ms":
      return value * 1000n;
    case "ns":
      return value / 1000n;
    case "date":
      return value * 86_400_000_000n;
    default:
      return value;
  }
}

function decode(chunk: ColumnChunk, bytes: Uint8Array | null): bigint | number | null {
  if (!bytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (chunk.physical === "int64" && bytes.length === 8) return view.getBigInt64(0, true);
  if (chunk.physical === "int32" && bytes.length === 4) return BigInt(view.getInt32(0, true));
  if (chunk.physical === "double" && bytes.length === 8) return view.getFloat64(0, true);
  if (chunk.physical === "float" && bytes.length === 4) return view.getFloat32(0, true);
  return null;
}
