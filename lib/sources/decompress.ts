import { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { PondError } from "../base/mod.ts";
import type { CacheTarget } from "../cache/mod.ts";
import { type ByteSource, type Compression, type FormatOptions, readChunks } from "../table/mod.ts";
import { type Frame, zstdFrames } from "./zstd_frames.ts";

/** More than this and RATIO times its size is a bomb; text shrinks 3 to 30 times. */
const FREE_BYTES = 64 * 1024 * 1024;
const MAX_RATIO = 250;
/** Unpacked at a time. */
const CHUNK_BYTES = 1024 * 1024;
const MAX_BYTES = 64 * 1024 * 1024 * 1024;

/** What compressed content begins with; text begins with neither, since both are no UTF-8. */
const MAGIC: readonly (readonly [Compression, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
];

/** As `options` say, else by the end of the name: `.gz`, `.zst`; undefined where neither tells. */
export function compressionByName(path: string, options: FormatOptions): Compression | undefined {
  if (options.compression) return options.compression;
  const name = path.toLowerCase();
  if (name.endsWith(".gz")) return "gzip";
  return name.endsWith(".zst") ? "zstd" : undefined;
}

/** How the bytes of `source` are compressed, by what they begin with. */
export function compressionOf(source: ByteSource): Compression {
  const head = new Uint8Array(4);
  const bytes = head.subarray(0, source.readSync(0, head.subarray(0, source.sizeBytes)));
  const found = MAGIC.find(([, magic]) => magic.every((byte, i) => bytes[i] === byte));
  return found?.[0] ?? "none";
}

/** What is unpacked, and how. */
export interface DecompressOptions {
  readonly compression: "gzip" | "zstd";
  /** The name of the file in messages. */
  readonly label: string;
  /** Ends once so many bytes are there; default: all are unpacked. */
  readonly enoughBytes?: number;
}

/**
 * Writes what `source` holds compressed, piece by piece.
 * @throws {PondError} `invalid-input` for bytes that are not so compressed, end early, or grow
 *   beyond all measure
 */
export async function decompress(
  source: ByteSource,
  target: CacheTarget,
  options: DecompressOptions,
): Promise<void> {
  const { compression, label, enoughBytes = Infinity } = options;
  const limit = Math.min(MAX_BYTES, Math.max(FREE_BYTES, source.sizeBytes * MAX_RATIO));
  const whole = { offset: 0, sizeBytes: source.sizeBytes };
  const frames = compression === "zstd" ? zstdFrames(source, label) : [whole];
  let offset = 0;
  for (const frame of frames) {
    for await (const chunk of unpacked(source, { ...options, frame })) {
      if (offset + chunk.length > limit) {
        throw new PondError(
          "invalid-input",
          `cannot read ${label} as ${compression}: ${source.sizeBytes} bytes grow to more than ${limit}`,
        );
      }
      target.writeSync(chunk, offset);
      offset += chunk.length;
      if (offset >= enoughBytes) return;
    }
  }
}

/** What one frame of zstd, or all members of gzip, hold. */
async function* unpacked(
  source: ByteSource,
  { compression, label, frame }: DecompressOptions & { readonly frame: Frame },
): AsyncGenerator<Uint8Array> {
  const decoder = compression === "gzip"
    ? createGunzip({ chunkSize: CHUNK_BYTES })
    : createZstdDecompress({ chunkSize: CHUNK_BYTES });
  const { offset, sizeBytes } = frame;
  const bytes = readChunks(source, { start: offset, end: offset + sizeBytes });
  const input = Readable.from(bytes, { objectMode: false });
  input.on("error", (error) => decoder.destroy(error));
  try {
    yield* input.pipe(decoder) as AsyncIterable<Uint8Array>;
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
