import { constants, zstdCompressSync } from "node:zlib";
import { ENCODINGS } from "./thrift_names.ts";
import { ThriftWriter } from "./thrift_writer.ts";

/** `PageType` of parquet.thrift. */
const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
/**
 * Of values already in few bits the usual level, 3, saves a hundredth more at most, for a fifth of
 * the time.
 */
export const FAST_ZSTD_LEVEL = 1;

/** What a data page says of itself. */
export interface DataPageFacts {
  /** Values, NULLs among them. */
  readonly valueCount: number;
  /** Of the values, by its number in parquet.thrift. */
  readonly encoding: number;
}

/** The pages of a column chunk, compressed with zstd: headers and bodies in turn. */
export class PageWriter {
  readonly parts: Uint8Array[] = [];
  /** Sizes with headers; before and after compression. */
  plainBytes = 0;
  compressedBytes = 0;
  /** What comes before the first data page. */
  dictionaryBytes = 0;
  readonly #encodings = new Set<number>([ENCODINGS.RLE]);
  readonly #compression: { readonly params: Record<number, number> };

  constructor(options: { readonly zstdLevel: number }) {
    this.#compression = { params: { [constants.ZSTD_c_compressionLevel]: options.zstdLevel } };
  }

  /** Encodings in use, by their number in parquet.thrift. */
  get encodings(): readonly number[] {
    return [...this.#encodings].sort((a, b) => a - b);
  }

  /** The dictionary, its entries in the encoding PLAIN; before any data. */
  dictionary(plain: Uint8Array, entryCount: number): void {
    this.#encodings.add(ENCODINGS.PLAIN);
    this.#add(plain, DICTIONARY_PAGE, (thrift) =>
      thrift.structField(7, () => {
        thrift.i32(1, entryCount);
        thrift.i32(2, ENCODINGS.PLAIN);
      }));
    this.dictionaryBytes = this.compressedBytes;
  }

  /** A data page of version 1. @param parts levels, each behind its size, and values */
  data(parts: readonly Uint8Array[], { valueCount, encoding }: DataPageFacts): void {
    this.#encodings.add(encoding);
    this.#add(concatenated(parts), DATA_PAGE, (thrift) =>
      thrift.structField(5, () => {
        thrift.i32(1, valueCount);
        thrift.i32(2, encoding);
        thrift.i32(3, ENCODINGS.RLE);
        thrift.i32(4, ENCODINGS.RLE);
      }));
  }

  #add(body: Uint8Array, type: number, facts: (thrift: ThriftWriter) => void): void {
    const compressed = zstdCompressSync(body, this.#compression);
    const thrift = new ThriftWriter(64);
    thrift.struct(() => {
      thrift.i32(1, type);
      thrift.i32(2, body.length);
      thrift.i32(3, compressed.length);
      facts(thrift);
    });
    const head = thrift.bytes();
    this.parts.push(head, compressed);
    this.plainBytes += head.length + body.length;
    this.compressedBytes += head.length + compressed.length;
  }
}

/** All of `parts`, one after the other. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
