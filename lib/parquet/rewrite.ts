import { PondError } from "../base/mod.ts";
import type { ReadableBytes } from "../table/mod.ts";
import { type Adaptation, chunkContent, columnText, contentOf, damagedColumn } from "./adapt.ts";
import { type ChunkLayout, readPages } from "./chunk_reader.ts";
import { type Decompress, loadDecompress } from "./codec.ts";
import { ENCODINGS } from "./thrift_names.ts";
import type { ColumnChunk, ParquetFooter } from "./footer.ts";
import { type ChunkContent, encodeFooter, type GroupContent } from "./footer_writer.ts";
import { widenFloat16 } from "./float16.ts";
import { encodeLevels } from "./level_encoding.ts";
import { readRange } from "./page.ts";
import { FAST_ZSTD_LEVEL, PageWriter } from "./page_writer.ts";
import { isFloat16, leavesOf, type SchemaLeaf } from "./schema.ts";
import type { ParquetTarget } from "./target.ts";
import { countOfValues, type PlainValues } from "./value_decoding.ts";
import { plainBytes } from "./value_encoding.ts";

/** What is copied at a time. */
const COPY_BYTES = 1024 * 1024;
const MAGIC = new TextEncoder().encode("PAR1");

/** What is rewritten, and where to. */
export interface RewriteOptions {
  readonly footer: ParquetFooter;
  readonly adaptation: Adaptation;
  readonly target: ParquetTarget;
  /** Names the file in errors. */
  readonly label: string;
}

/**
 * Writes `source` as a file that the engine reads right: pages of the columns that need it are
 * decoded and written as PLAIN, those of all others are copied as they are. A page is in memory at
 * a time.
 * @throws {PondError} `corrupt` for pages that don't hold together
 */
export async function rewriteParquet(
  source: ReadableBytes,
  options: RewriteOptions,
): Promise<void> {
  const { footer, target } = options;
  const decompress = await loadDecompress(footer.codecs);
  const writer = new Rewriter(source, options, decompress);
  target.writeSync(MAGIC, 0);
  const rowGroups = footer.rowGroups.map(({ rows, chunks }): GroupContent => ({
    rows,
    chunks: chunks.map((chunk, leaf) => writer.chunk(chunk, leaf)),
  }));
  target.writeSync(encodeFooter({ ...contentOf(footer), rowGroups }), writer.offset);
}

class Rewriter {
  /** Where the next byte goes. */
  offset = MAGIC.length;
  readonly #source: ReadableBytes;
  readonly #options: RewriteOptions;
  readonly #decompress: Decompress;
  readonly #leaves: readonly SchemaLeaf[];

  constructor(source: ReadableBytes, options: RewriteOptions, decompress: Decompress) {
    this.#source = source;
    this.#options = options;
    this.#decompress = decompress;
    this.#leaves = leavesOf(options.footer.storedRoot);
  }

  chunk(chunk: ColumnChunk, leaf: number): ChunkContent {
    const { adaptation, footer, label } = this.#options;
    if (chunk.valueCount === 0) return chunkContent(chunk);
    try {
      return adaptation.rewritten.has(leaf)
        ? this.#rewrite(chunk, this.#leaves[leaf]!)
        : this.#copy(chunk);
    } catch (error) {
      if (error instanceof PondError || !(error instanceof Error)) throw error;
      throw damagedColumn(error, { column: columnText(footer, leaf), label });
    }
  }

  #copy(chunk: ColumnChunk): ChunkContent {
    const moved = this.offset - chunk.startByte;
    const { startByte } = chunk;
    const endByte = Math.min(chunk.endByte, this.#options.footer.dataEnd);
    for (let at = startByte; at < endByte; at += COPY_BYTES) {
      this.#write(readRange(this.#source, at, Math.min(COPY_BYTES, endByte - at)));
    }
    const { dataPageOffset, dictionaryPageOffset } = chunk;
    return {
      ...chunkContent(chunk),
      dataPageOffset: dataPageOffset + moved,
      dictionaryPageOffset: dictionaryPageOffset === null ? null : dictionaryPageOffset + moved,
    };
  }

  #rewrite(chunk: ColumnChunk, leaf: SchemaLeaf): ChunkContent {
    const start = this.offset;
    const pages = this.#pagesOf(chunk, leaf);
    for (const part of pages.parts) this.#write(part);
    const isHalf = isFloat16(leaf.node);
    return {
      physical: isHalf ? "float" : chunk.physical,
      codec: "ZSTD",
      encodings: pages.encodings,
      valueCount: chunk.valueCount,
      plainBytes: pages.plainBytes,
      compressedBytes: pages.compressedBytes,
      dataPageOffset: start + pages.dictionaryBytes,
      dictionaryPageOffset: pages.dictionaryBytes > 0 ? start : null,
      min: isHalf ? null : chunk.min,
      max: isHalf ? null : chunk.max,
      nullCount: chunk.nullCount,
    };
  }

  #pagesOf(chunk: ColumnChunk, leaf: SchemaLeaf): PageWriter {
    const { node, maxDefinition, maxRepetition } = leaf;
    const pages = new PageWriter({ zstdLevel: FAST_ZSTD_LEVEL });
    const convert = isFloat16(node) ? widenFloat16 : (values: PlainValues) => values;
    const layout: ChunkLayout = {
      ...chunk,
      typeLength: node.typeLength,
      maxDefinition,
      maxRepetition,
      dataEnd: this.#options.footer.dataEnd,
    };
    const readable = readPages(this.#source, layout, {
      decompress: this.#decompress,
      onDictionary: (dictionary) =>
        pages.dictionary(plainBytes(convert(dictionary)), countOfValues(dictionary)),
    });
    for (const { header, repetitions, definitions, encoded, values } of readable) {
      const decoded = values();
      const isIndices = decoded.as === "indices";
      pages.data([
        ...(repetitions ? [encodeLevels(repetitions, maxRepetition)] : []),
        ...(definitions ? [encodeLevels(definitions, maxDefinition)] : []),
        // Places in the dictionary are checked, and stay as they are.
        isIndices ? encoded : plainBytes(convert(decoded)),
      ], {
        valueCount: header.valueCount,
        encoding: isIndices ? ENCODINGS.RLE_DICTIONARY : ENCODINGS.PLAIN,
      });
    }
    return pages;
  }

  #write(bytes: Uint8Array): void {
    this.#options.target.writeSync(bytes, this.offset);
    this.offset += bytes.length;
  }
}
