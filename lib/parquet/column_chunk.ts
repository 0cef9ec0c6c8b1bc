import { crc32 } from "node:zlib";
import { BitWriter } from "./bit_writer.ts";
import { type Bounds, boundsOf } from "./bounds.ts";
import { CHUNK_CRC_KEY } from "./checksums.ts";
import type { ColumnBatch } from "./column_batch.ts";
import { footerBounds } from "./footer_bounds.ts";
import type { ChunkContent } from "./footer_writer.ts";
import { encodeLevels } from "./level_encoding.ts";
import { concatenated, PageWriter } from "./page_writer.ts";
import type { ParquetType } from "./parquet_type.ts";
import { ENCODINGS } from "./thrift_names.ts";
import { encodeValues, plainTexts } from "./value_encoding.ts";

/** A column of a row group: its pages, and what the footer says of it. */
export interface EncodedChunk {
  readonly parts: readonly Uint8Array[];
  readonly content: ChunkContent;
}

/** How a column chunk is written. */
export interface ChunkOptions {
  /** Where it will begin in the file. */
  readonly offset: number;
  readonly zstdLevel: number;
  /** Whether the footer gets the CRC-32 of its bytes. */
  readonly hasChecksum: boolean;
  /** Of the batch, where they are known: null for none. */
  readonly bounds?: Bounds | null;
}

/**
 * Encodes a column of a row group as one data page of version 1, behind a page of the dictionary
 * where there is one; zstd.
 */
export function encodeChunk(
  batch: ColumnBatch,
  type: ParquetType,
  options: ChunkOptions,
): EncodedChunk {
  const { offset } = options;
  const bounds = options.bounds === undefined ? boundsOf(batch, type.layout) : options.bounds;
  const encoded = encodeValues(batch.values, type, bounds);
  const pages = new PageWriter({ zstdLevel: options.zstdLevel });
  if (encoded.dictionary) {
    pages.dictionary(plainTexts(encoded.dictionary), encoded.dictionary.offsets.length - 1);
  }
  const valueCount = batch.levels?.definitions.length ?? batch.rows;
  const encoding = ENCODINGS[encoded.encoding];
  pages.data([...levelsOf(batch, type), encoded.bytes], { valueCount, encoding });
  return {
    parts: pages.parts,
    content: {
      physical: type.node.physical!,
      codec: "ZSTD",
      encodings: pages.encodings,
      valueCount,
      plainBytes: pages.plainBytes,
      compressedBytes: pages.compressedBytes,
      dataPageOffset: offset + pages.dictionaryBytes,
      dictionaryPageOffset: pages.dictionaryBytes > 0 ? offset : null,
      nullCount: batch.nulls,
      ...footerBounds(bounds, type.node),
      ...(options.hasChecksum ? { keyValues: [[CHUNK_CRC_KEY, String(crcOf(pages.parts))]] } : {}),
    },
  };
}

function crcOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((crc, part) => crc32(part, crc), 0);
}

function levelsOf(batch: ColumnBatch, { maxDefinition, maxRepetition }: ParquetType): Uint8Array[] {
  const { levels } = batch;
  if (!levels) return maxDefinition === 0 ? [] : [definitionLevels(batch)];
  return [
    ...(maxRepetition > 0 ? [encodeLevels(levels.repetitions, maxRepetition)] : []),
    ...(maxDefinition > 0 ? [encodeLevels(levels.definitions, maxDefinition)] : []),
  ];
}

/**
 * Which rows have a value, as a page of version 1 has it: behind its length, one run; of the bits,
 * which Parquet and {@linkcode ColumnBatch.validity} lay out alike, or of ones.
 */
function definitionLevels({ rows, validity }: ColumnBatch): Uint8Array {
  const bits = validity ?? Uint8Array.of(1);
  const header = new BitWriter(5);
  header.varint(validity ? 2 * bits.length + 1 : 2 * rows);
  const run = concatenated([header.bytes.subarray(0, header.length), bits]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, run.length, true);
  return concatenated([length, run]);
}
