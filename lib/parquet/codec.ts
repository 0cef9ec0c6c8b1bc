import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { loadHyparquet } from "../deps/hyparquet.ts";
import { decompressLz4, decompressLz4Frames } from "./lz4.ts";

/** `CompressionCodec` of parquet.thrift, by number. */
export const CODECS = [
  "UNCOMPRESSED",
  "SNAPPY",
  "GZIP",
  "LZO",
  "BROTLI",
  "LZ4",
  "ZSTD",
  "LZ4_RAW",
] as const;

/** Codecs that pages are decompressed in; LZO has no free decoder. */
export const READABLE_CODECS: ReadonlySet<string> = new Set(
  CODECS.filter((codec) => codec !== "LZO"),
);

/**
 * Decompresses a page to `sizeBytes` exactly.
 * @throws {RangeError} when it comes out longer or shorter; whatever the codec throws
 */
export type Decompress = (codec: string, input: Uint8Array, sizeBytes: number) => Uint8Array;

/** The most that the codecs shrink: what a page claims beyond that is not allocated. */
const MAX_RATIO = { SNAPPY: 22, LZ4: 256 } as const;
const FREE_BYTES = 4096;

/** A decompressor for pages in `codecs`; only what these need is loaded. */
export async function loadDecompress(codecs: ReadonlySet<string>): Promise<Decompress> {
  const snappyUncompress = codecs.has("SNAPPY")
    ? (await loadHyparquet()).snappyUncompress
    : undefined;
  const snappy = (input: Uint8Array, sizeBytes: number) => {
    refuseBomb(input, sizeBytes, MAX_RATIO.SNAPPY);
    const output = new Uint8Array(sizeBytes);
    snappyUncompress!(input, output);
    return output;
  };
  return (codec, input, sizeBytes) => {
    // A page without values has nothing to decompress, whatever its codec.
    if (input.length === 0 && sizeBytes === 0) return input;
    const output = decompressAs(codec, input, { sizeBytes, snappy });
    if (output.length !== sizeBytes) {
      throw new RangeError(`a page has ${output.length} bytes where ${sizeBytes} are promised`);
    }
    // Of a Buffer, which Node's decompressors give, slice() would be no copy.
    return new Uint8Array(output.buffer, output.byteOffset, output.length);
  };
}

function decompressAs(
  codec: string,
  input: Uint8Array,
  { sizeBytes, snappy }: {
    readonly sizeBytes: number;
    readonly snappy: (input: Uint8Array, sizeBytes: number) => Uint8Array;
  },
): Uint8Array {
  // A limit of 0 would be no limit.
  const options = { maxOutputLength: Math.max(1, sizeBytes) };
  switch (codec) {
    case "UNCOMPRESSED":
      return input;
    case "SNAPPY":
      return snappy(input, sizeBytes);
    case "GZIP":
      // All members, one after the other, as RFC 1952 has it.
      return gunzipSync(input, options);
    case "BROTLI":
      return brotliDecompressSync(input, options);
    case "ZSTD":
      return zstdDecompressSync(input, options);
    case "LZ4_RAW":
      refuseBomb(input, sizeBytes, MAX_RATIO.LZ4);
      return decompressLz4(input, sizeBytes);
    case "LZ4":
      refuseBomb(input, sizeBytes, MAX_RATIO.LZ4);
      return decompressLz4Frames(input, sizeBytes);
    default:
      throw new RangeError(`codec ${codec} is unknown`);
  }
}

function refuseBomb(input: Uint8Array, sizeBytes: number, ratio: number): void {
  if (sizeBytes > FREE_BYTES + input.length * ratio) {
    throw new RangeError(`a page of ${input.length} bytes can't hold the ${sizeBytes} it promises`);
  }
}
