import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { type AsyncBuffer, loadHyparquet } from "../../deps/hyparquet.ts";
import type { ReadableBytes, TimeBounds, TimeColumn } from "../../table/mod.ts";

/** What a column's values tell when the statistics don't. */
export interface TimeScan {
  readonly bounds: TimeBounds | null;
  readonly nullCount: number;
}

const COMPRESSORS = {
  ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)),
  GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)),
  BROTLI: (input: Uint8Array) => new Uint8Array(brotliDecompressSync(input)),
};

/** Parquet's own timestamps as microseconds, whatever their unit. */
const PARSERS = {
  timestampFromMilliseconds: (value: bigint) => value * 1000n,
  timestampFromMicroseconds: (value: bigint) => value,
  timestampFromNanoseconds: (value: bigint) => value / 1000n,
  dateFromDays: (days: number) => BigInt(days) * 86_400_000_000n,
};

const UNIT_FACTOR = { s: 1_000_000n, ms: 1000n, us: 1n } as const;

/**
 * Reads the time column alone, a row group at a time, and returns its bounds (null for text) and its NULLs;
 * undefined when the column is compressed in a way that only the SQL engine's readers know.
 */
export async function scanTimeColumn(
  source: ReadableBytes,
  time: TimeColumn,
  options: { readonly codecs: ReadonlySet<string> },
): Promise<TimeScan | undefined> {
  if ([...options.codecs].some((codec) => codec.startsWith("LZ"))) return undefined;
  const { parquetMetadataAsync, parquetScan } = await loadHyparquet();
  const file: AsyncBuffer = {
    byteLength: source.sizeBytes,
    slice: (start, end = source.sizeBytes) => readRange(source, start, end),
  };
  const metadata = await parquetMetadataAsync(file, { parsers: PARSERS });
  const scan = await parquetScan({
    file,
    metadata,
    columns: [time.name],
    compressors: COMPRESSORS,
    parsers: PARSERS,
  });
  let bounds: TimeBounds | null = null;
  let nullCount = 0;
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const values = await scan.readColumn({ column: time.name, rowStart, rowEnd });
    for (const value of values as Iterable<unknown>) {
      if (value === null || value === undefined) nullCount++;
      else bounds = widen(bounds, microsecondsOf(value, time));
    }
    rowStart = rowEnd;
  }
  return { bounds, nullCount };
}

function widen(bounds: TimeBounds | null, timeUs: bigint | null): TimeBounds | null {
  if (timeUs === null) return bounds;
  if (!bounds) return { minUs: timeUs, maxUs: timeUs };
  return {
    minUs: timeUs < bounds.minUs ? timeUs : bounds.minUs,
    maxUs: timeUs > bounds.maxUs ? timeUs : bounds.maxUs,
  };
}

function microsecondsOf(value: unknown, time: TimeColumn): bigint | null {
  // INT96 comes as a Date whatever the parsers say.
  if (value instanceof Date) return BigInt(value.getTime()) * 1000n;
  if (typeof value !== "bigint" && typeof value !== "number") return null;
  const integer = BigInt(value);
  if (time.native || time.unit === "date") return integer;
  if (time.unit === "ns") return integer / 1000n;
  return time.unit === "text" ? null : integer * UNIT_FACTOR[time.unit];
}

function readRange(source: ReadableBytes, start: number, end: number): ArrayBuffer {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const count = source.readSync(start + filled, bytes.subarray(filled));
    if (count === 0) break;
    filled += count;
  }
  return bytes.buffer.slice(0, filled);
}
