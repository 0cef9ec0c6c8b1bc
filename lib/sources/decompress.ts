import { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { PondError } from "../base/mod.ts";
import type { CacheTarget } from "../cache/mod.ts";
import { type ByteSource, type FormatOptions, readChunks } from "../table/mod.ts";

/** How content is compressed. */
export type Compression = "gzip" | "zstd" | "none";

/** More than this and RATIO times its size is a bomb; text shrinks 3 to 30 times. */
const FREE_BYTES = 64 * 1024 * 1024;
const MAX_RATIO = 250;
/** Unpacked at a time. */
const CHUNK_BYTES = 1024 * 1024;
const MAX_BYTES = 64 * 1024 * 1024 * 1024;

/** As `options` say, else by the end of the name: `.gz`, `.zst`. */
export function compressionOf(path: string, options: FormatOptions): Compression {
  if (options.compression) return options.compression;
  const name = path.toLowerCase();
  if (name.endsWith(".gz")) return "gzip";
  return name.endsWith(".zst") ? "zstd" : "none";
}

/**
 * Writes what `source` holds compressed, piece by piece.
 * @throws {PondError} `invalid-input` for bytes that are not so compressed, end early, or grow beyond all measure
 */
export async function decompress(
  source: ByteSource,
  target: CacheTarget,
  options: { readonly compression: "gzip" | "zstd"; readonly label: string },
): Promise<void> {
  const { compression, label } = options;
  const decoder = compression === "gzip"
    ? createGunzip({ chunkSize: CHUNK_BYTES })
    : createZstdDecompress({ chunkSize: CHUNK_BYTES });
  const input = Readable.from(readChunks(source), { objectMode: false });
  input.on("error", (error) => decoder.destroy(error));
  const limit = Math.min(MAX_BYTES, Math.max(FREE_BYTES, source.sizeBytes * MAX_RATIO));
  let offset = 0;
  try {
    for await (const chunk of input.pipe(decoder) as AsyncIterable<Uint8Array>) {
      if (offset + chunk.length > limit) {
        throw new PondError(
          "invalid-input",
          `cannot read ${label} as ${compression}: ${source.sizeBytes} bytes grow to more than ${limit}`,
        );
      }
      target.writeSync(chunk, offset);
      offset += chunk.length;
    }
  } catch (error) {
    if (error instanceof PondError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new PondError("invalid-input", `cannot read ${label} as ${compression}: ${why}`, {
      cause: error,
    });
  } finally {
    input.destroy();
    decoder.destroy();
  }
}
