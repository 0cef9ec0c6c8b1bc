import { PondError } from "../base/mod.ts";
import type { CachedBytes, CacheEntry, CacheFacts, CacheTarget } from "../cache/mod.ts";
import {
  type ParquetFooter,
  parquetTimeColumn,
  readParquetFooter,
  timeStatistics,
} from "../parquet/mod.ts";
import type {
  ByteSource,
  FormatOptions,
  ParquetFile,
  TimeBounds,
  TimeColumn,
} from "../table/mod.ts";

/** The time column of a footer and its bounds; nulls where no series is wanted. */
export interface TimeFacts {
  readonly time: TimeColumn | null;
  readonly bounds: TimeBounds | null;
}

/**
 * Finds the time column of a series and checks that it holds times and no NULL, as far as
 * statistics tell.
 * @throws {PondError} `invalid-input`
 */
export function timeFacts(
  footer: ParquetFooter,
  series: FormatOptions["series"],
  options: { readonly label: string; readonly allowText?: boolean },
): TimeFacts {
  if (!series) return { time: null, bounds: null };
  const time = parquetTimeColumn(footer, series.timeColumn, options);
  const column = JSON.stringify(time.name);
  if (time.unit === "text" && !options.allowText) {
    throw new PondError(
      "invalid-input",
      `cannot read ${options.label} as a series: not every value of its time column ${column} is a time`,
    );
  }
  const { bounds, nullCount } = timeStatistics(footer, time);
  if (nullCount !== null && nullCount > 0) {
    throw new PondError(
      "invalid-input",
      `cannot read ${options.label} as a series: its time column ${column} is NULL in ${nullCount} of ${footer.rows} rows`,
    );
  }
  return { time, bounds };
}

/**
 * What a Parquet file that has just been written holds.
 * @throws {PondError} `invalid-input` when it is no series and should be
 */
export async function writtenFacts(
  target: CacheTarget,
  series: FormatOptions["series"],
  options: { readonly label: string },
): Promise<CacheFacts> {
  const bytes = await target.open();
  try {
    const footer = readParquetFooter(bytes, options.label);
    const { columns, rows, schemaKey } = footer;
    return {
      label: options.label,
      columns,
      rows,
      schemaKey,
      ...timeFacts(footer, series, options),
    };
  } finally {
    bytes.close();
  }
}

/**
 * An entry of the cache as a file that a scan reads; computed again when it has been cleared
 * meanwhile.
 */
export function entryFile(entry: CacheEntry, again: () => Promise<CacheEntry>): ParquetFile {
  return {
    label: entry.label,
    key: entry.key,
    sizeBytes: entry.sizeBytes,
    open: () => openEntry(entry, again),
    bounds: entry.bounds,
    rows: entry.rows,
    schemaKey: entry.schemaKey,
    version: null,
  };
}

/** The bytes of an entry, computed again when it has been cleared meanwhile. */
export async function openEntry(
  entry: CacheEntry,
  again: () => Promise<CacheEntry>,
): Promise<ByteSource> {
  let bytes: CachedBytes;
  try {
    bytes = await entry.open();
  } catch {
    // Whatever is wrong with the cached file, computing gives the same content, or its own error.
    bytes = await (await again()).open();
  }
  return keyed(bytes, entry.key);
}

/** `bytes` with a content key. */
export function keyed(bytes: CachedBytes, key: string): ByteSource {
  return {
    sizeBytes: bytes.sizeBytes,
    key,
    readSync: (offset, into) => bytes.readSync(offset, into),
    close: () => bytes.close(),
  };
}
