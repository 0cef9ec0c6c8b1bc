import { PondError } from "../base/mod.ts";
import type { CacheTarget } from "../cache/mod.ts";
import { loadParquetWasm } from "../deps/parquet_wasm.ts";
import { type ColumnChunk, type ParquetFooter, readParquetFooter } from "../parquet/mod.ts";
import { type ByteSource, readAll, readChunks } from "../table/mod.ts";

/** What the engine decodes by itself. */
const ENGINE_CODECS: ReadonlySet<string> = new Set(["UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"]);
/** The file and its rows are in memory while it is written anew. */
const MAX_TRANSCODE_BYTES = 1024 * 1024 * 1024;

/** The engine takes delta-encoded integers beyond this for others: their difference no longer fits its zigzag. */
const MAX_DELTA = 2n ** 61n;

/** Whether the engine can decode every column, and rightly. */
export function canDecode(footer: ParquetFooter): boolean {
  return [...footer.codecs].every((codec) => ENGINE_CODECS.has(codec)) &&
    footer.rowGroups.every((group) => group.chunks.every((chunk) => !isWideDelta(chunk)));
}

/** A delta-encoded 64-bit column whose values are large, or not known to be small. */
function isWideDelta({ isDelta, physical, min, max }: ColumnChunk): boolean {
  if (!isDelta || physical !== "int64") return false;
  return [min, max].some((bound) => {
    if (bound?.length !== 8) return true;
    const value = new DataView(bound.buffer, bound.byteOffset).getBigInt64(0, true);
    return value >= MAX_DELTA || value <= -MAX_DELTA;
  });
}

/**
 * Writes `source` with zstd in place of codecs that the engine doesn't know (LZ4_RAW, Brotli) and integers plain
 * that it would read wrong; other Parquet goes through as it is.
 * @throws {PondError} `invalid-input`, `corrupt`, and `unsupported` for files too large for memory
 */
export async function transcode(
  source: ByteSource,
  target: CacheTarget,
  { label }: { readonly label: string },
): Promise<void> {
  const footer = readParquetFooter(source, label);
  if (canDecode(footer)) {
    let offset = 0;
    for await (const chunk of readChunks(source, { reuse: true })) {
      target.writeSync(chunk, offset);
      offset += chunk.length;
    }
    return;
  }
  if (source.sizeBytes > MAX_TRANSCODE_BYTES) {
    throw new PondError(
      "unsupported",
      `cannot read ${label}: its codec (${
        [...footer.codecs].join(", ")
      }) needs it whole in memory, and it has ` +
        `${source.sizeBytes} bytes`,
    );
  }
  target.writeSync(await recompressed(source, label), 0);
}

async function recompressed(source: ByteSource, label: string): Promise<Uint8Array> {
  const { Compression, readParquet, writeParquet, WriterPropertiesBuilder } =
    await loadParquetWasm();
  try {
    const properties = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).build();
    return writeParquet(readParquet(readAll(source)), properties);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PondError("invalid-input", `cannot read ${label} as Parquet: ${why}`, {
      cause: error,
    });
  }
}
