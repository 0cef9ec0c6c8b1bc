import { quoteName } from "../../base/mod.ts";
import type { TimeColumn } from "../../table/mod.ts";
import type { Restriction, ScanNode } from "./graph.ts";

/** The times that a query asks of a scan: inclusive bounds; null is unbounded. */
export interface AskedTimes {
  readonly minUs: bigint | null;
  readonly maxUs: bigint | null;
}

/** How a scan reads its files. */
export interface ScanSqlOptions {
  /** File names that the engine knows. */
  readonly fileNames: readonly string[];
  /** Whether the files may differ in their columns. */
  readonly mixed: boolean;
  /**
   * Columns in the order of the whole scan, where leaving files out could change it; null: as they
   * come.
   */
  readonly columns: readonly string[] | null;
  /** What the query asks of the time column at most; null: all of it. */
  readonly asked: AskedTimes | null;
  /** Whether the engine doesn't find that out by itself. */
  readonly isImplied?: boolean | undefined;
}

/**
 * The SELECT for a scan. Its time column is a TIMESTAMP under its own name. Predicates stand on the
 * column as it is stored, so that row groups are skipped, and again on the time where the
 * conversion could round.
 */
export function scanSql(scan: ScanNode, options: ScanSqlOptions): string {
  const { time } = scan;
  const files = options.fileNames.map((name) => `'${name}'`).join(", ");
  const mixed = options.mixed ? ", union_by_name = true" : "";
  const where = scan.restrictions.map((restriction) => restrictionSql(restriction, time));
  const { asked } = options;
  if (asked && time && !time.native) where.push(...storedBounds(time, asked));
  if (asked && time?.native && options.isImplied) where.push(...nativeBounds(time, asked));
  const filter = where.length > 0 ? ` WHERE ${where.join(" AND ")}` : "";
  return `SELECT ${
    projection(time, options.columns)
  } FROM read_parquet([${files}]${mixed})${filter}`;
}

/**
 * Predicates for the values of `restriction.column` that lie in the range. `time`: how it is
 * stored, if not as TIMESTAMP.
 */
export function restrictionSql(restriction: Restriction, time: TimeColumn | null): string {
  const { startUs, endUs } = restriction.range;
  const stored = time && !time.native && time.name === restriction.column ? time : null;
  const value = stored ? timeExpression(stored) : quoteName(restriction.column);
  const parts = [
    ...(startUs === null ? [] : [`${value} >= make_timestamp(${startUs})`]),
    ...(endUs === null ? [] : [`${value} < make_timestamp(${endUs})`]),
    ...(stored ? storedBounds(stored, { minUs: startUs, maxUs: endUs }) : []),
  ];
  return parts.length > 0 ? `(${parts.join(" AND ")})` : "true";
}

/** The time of a column that is stored as an integer, date or text. */
export function timeExpression(time: TimeColumn): string {
  const column = quoteName(time.name);
  switch (time.unit) {
    case "s":
      return `make_timestamp(CAST(${column} AS BIGINT) * 1000000)`;
    case "ms":
      return `make_timestamp(CAST(${column} AS BIGINT) * 1000)`;
    case "us":
      return `make_timestamp(CAST(${column} AS BIGINT))`;
    case "ns":
      return `make_timestamp(CAST(${column} AS BIGINT) // 1000)`;
    case "date":
      return `CAST(${column} AS TIMESTAMP)`;
    case "text":
      return `CAST(${column} AS TIMESTAMP)`;
  }
}

function projection(time: TimeColumn | null, columns: readonly string[] | null): string {
  const replaced = time && !time.native ? time : null;
  if (columns === null) {
    if (!replaced) return "*";
    return `* REPLACE (${timeExpression(replaced)} AS ${quoteName(replaced.name)})`;
  }
  return columns.map((name) =>
    name === replaced?.name ? `${timeExpression(replaced)} AS ${quoteName(name)}` : quoteName(name)
  ).join(", ");
}

/** Bounds on a TIMESTAMP, of whatever unit. */
function nativeBounds({ name }: TimeColumn, { minUs, maxUs }: AskedTimes): string[] {
  const column = quoteName(name);
  return [
    ...(minUs === null ? [] : [`${column} >= make_timestamp(${minUs})`]),
    ...(maxUs === null ? [] : [`${column} < make_timestamp(${maxUs + 1n})`]),
  ];
}

/** Bounds on the stored values, wide enough for any rounding. */
function storedBounds(
  time: TimeColumn,
  asked: AskedTimes,
): string[] {
  const column = quoteName(time.name);
  const stored = (us: bigint, slack: bigint): string | null => {
    switch (time.unit) {
      case "s":
        return `${us / 1_000_000n + slack}`;
      case "ms":
        return `${us / 1000n + slack}`;
      case "us":
        return `${us}`;
      case "ns":
        return `${(us + slack) * 1000n}`;
      case "date":
        return `CAST(make_timestamp(${us}) AS DATE)`;
      case "text":
        return null;
    }
  };
  const low = asked.minUs === null ? null : stored(asked.minUs, -1n);
  const high = asked.maxUs === null ? null : stored(asked.maxUs, 1n);
  return [
    ...(low === null ? [] : [`${column} >= ${low}`]),
    ...(high === null ? [] : [`${column} <= ${high}`]),
  ];
}
