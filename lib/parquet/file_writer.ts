import { sha256 } from "../base/mod.ts";
import type { Bounds } from "./bounds.ts";
import { FOOTER_HASH_KEY, FOOTER_HASH_UNSET } from "./checksums.ts";
import { encodeChunk } from "./column_chunk.ts";
import type { ColumnBatch } from "./column_batch.ts";
import { type ChunkContent, encodeFooter, type GroupContent } from "./footer_writer.ts";
import type { ParquetType } from "./parquet_type.ts";
import type { SchemaNode } from "./schema.ts";

const MAGIC = new TextEncoder().encode("PAR1");

/** How a file is written. */
export interface FileOptions {
  readonly root: SchemaNode;
  /** How each leaf of `root` is written, in file order. */
  readonly types: readonly ParquetType[];
  readonly zstdLevel: number;
  /**
   * Whether each column chunk carries the CRC-32 of its bytes and the footer a hash of itself, so
   * that a flipped bit is found when the file is read.
   */
  readonly hasChecksums: boolean;
}

/**
 * The bytes of a Parquet file, a piece at a time: row groups of column batches, then a footer. Data
 * pages are of version 1, one a column chunk, in zstd: what every reader knows.
 */
export class FileWriter {
  rows = 0;
  /** Of what was handed out. */
  sizeBytes = 0;
  readonly #options: FileOptions;
  readonly #rowGroups: GroupContent[] = [];

  constructor(options: FileOptions) {
    this.#options = options;
  }

  /**
   * The next row group, in pieces: each column is encoded when it is asked for.
   * @param batches one for each leaf
   * @param bounds of each batch, where they are known: null for none
   */
  *rowGroup(
    batches: readonly ColumnBatch[],
    bounds?: readonly (Bounds | null)[],
  ): Generator<readonly Uint8Array[]> {
    if (this.sizeBytes === 0) yield [this.#count(MAGIC)];
    const rows = batches[0]?.rows ?? 0;
    const chunks: ChunkContent[] = [];
    for (const [leaf, type] of this.#options.types.entries()) {
      const { parts: pages, content } = encodeChunk(batches[leaf]!, type, {
        offset: this.sizeBytes,
        zstdLevel: this.#options.zstdLevel,
        hasChecksum: this.#options.hasChecksums,
        ...(bounds ? { bounds: bounds[leaf]! } : {}),
      });
      chunks.push(content);
      yield pages.map((page) => this.#count(page));
    }
    this.rows += rows;
    this.#rowGroups.push({ rows, chunks });
  }

  /** The footer. */
  finish(): readonly Uint8Array[] {
    const parts = this.sizeBytes === 0 ? [this.#count(MAGIC)] : [];
    const footer = this.#options.hasChecksums
      ? this.#footer(sha256(this.#footer(FOOTER_HASH_UNSET)))
      : this.#footer(null);
    return [...parts, this.#count(footer)];
  }

  #footer(hash: string | null): Uint8Array {
    return encodeFooter({
      root: this.#options.root,
      rows: this.rows,
      rowGroups: this.#rowGroups,
      createdBy: "pond",
      ...(hash === null ? {} : { keyValues: [[FOOTER_HASH_KEY, hash]] }),
    });
  }

  #count(bytes: Uint8Array): Uint8Array {
    this.sizeBytes += bytes.length;
    return bytes;
  }
}
