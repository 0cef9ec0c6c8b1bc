import type { DataType } from "./data_type.ts";

/** A column as people and programs see it. */
export interface Column {
  /** Of the column. */
  readonly name: string;
  /** What its values are. */
  readonly type: DataType;
  /** Whether it may hold NULL. */
  readonly nullable: boolean;
}

/** Inclusive bounds of a time column, microseconds UTC. */
export interface TimeBounds {
  /** The least time. */
  readonly minUs: bigint;
  /** The greatest time. */
  readonly maxUs: bigint;
}

/** A half-open range of time, microseconds UTC; null is unbounded. */
export interface TimeRange {
  /** The first time inside; null: none. */
  readonly startUs: bigint | null;
  /** The first time outside again; null: none. */
  readonly endUs: bigint | null;
}

/** How the values of a time column are stored; SQL sees `TIMESTAMP` (UTC, µs) whatever this is. */
export type TimeUnit = "s" | "ms" | "us" | "ns" | "date" | "text";

/** The time column of a series. */
export interface TimeColumn {
  /** Of the column. */
  readonly name: string;
  /** `us`, `ms`, `ns` also for Parquet timestamps of that unit; `s` … for plain integers too. */
  readonly unit: TimeUnit;
  /** Whether the Parquet column is a TIMESTAMP (true) or an integer or text that stands for one. */
  readonly native: boolean;
}

/** What a conversion of text left out. */
export interface TextNotes {
  /** Rows and values that `on_error` has passed over. */
  readonly passedOver: number;
  /** The first of them, in words. */
  readonly example: string | null;
  /** A last line that somebody is still writing. */
  readonly unfinished: { readonly line: number; readonly bytes: number } | null;
}

/** What is known of a table or series without computing it. */
export interface TableDescription {
  /** `parquet`, `csv`, `sql`, … : what the content is made from. */
  readonly format: string;
  /** Null where only computing the content would tell. */
  readonly columns: readonly Column[] | null;
  /** How many rows; null where only computing them would tell. */
  readonly rows: number | null;
  /** Its time column; null where it has none. */
  readonly time: TimeColumn | null;
  /** Of the time column; null where they are not known. */
  readonly bounds: TimeBounds | null;
  /** Of text that has been converted. */
  readonly notes?: TextNotes;
  /** Of a stored table or series, the columns without any value, which are of no type yet. */
  readonly untyped?: readonly string[];
}

/** Names that a time column is recognised by, in order of preference, any case. */
const TIME_COLUMN_NAMES: readonly string[] = [
  "timestamp",
  "time",
  "ts",
  "datetime",
  "event_time",
  "date",
];

/** The column that is the time column by its name, if there is one. */
export function findTimeColumn<C extends { readonly name: string }>(
  columns: readonly C[],
): C | undefined {
  for (const name of TIME_COLUMN_NAMES) {
    const found = columns.find((column) => column.name.toLowerCase() === name);
    if (found) return found;
  }
  return undefined;
}

/** Whether `bounds` (null: unknown) can hold a time inside `range`. */
export function mayOverlap(bounds: TimeBounds | null, range: TimeRange): boolean {
  if (!bounds) return true;
  if (range.startUs !== null && bounds.maxUs < range.startUs) return false;
  return range.endUs === null || bounds.minUs < range.endUs;
}
