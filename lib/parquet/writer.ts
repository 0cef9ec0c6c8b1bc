import type { RowGroup } from "../deps/hyparquet.ts";
import { loadParquetEncoding, type ParquetEncoding } from "../deps/hyparquet_writer.ts";
import type { Column } from "../table/mod.ts";
import type { ParquetTarget, WriteSummary } from "./target.ts";
import { encodeChunk } from "./column_chunk.ts";
import type { ColumnBatch } from "./column_batch.ts";
import { parquetType } from "./parquet_type.ts";

const MAGIC = new TextEncoder().encode("PAR1");
/** Bounds of text in the footer are cut to this many bytes. */
const FOOTER_BOUND_BYTES = 64;

/** What is written, and where. */
export interface ParquetWriterOptions {
  readonly columns: readonly Column[];
  readonly target: ParquetTarget;
  /** Bytes that an abandoned attempt has left in the target. */
  readonly leftBytes?: number;
}

/** How a file ended: what `batches` returned, null when it ran to its end and the file is whole. */
export interface ParquetEnd<Stop> {
  readonly stopped: Stop | null;
  readonly summary: WriteSummary;
}

/**
 * Writes `batches` as zstd Parquet while they are made, a row group each. A generator that returns something other than null gives up:
 * what has been written is no Parquet file and has to be written over.
 * @throws {PondError} what `batches` or the target throws
 */
export async function writeParquetFile<Stop>(
  batches: Generator<readonly ColumnBatch[], Stop | null>,
  options: ParquetWriterOptions,
): Promise<ParquetEnd<Stop>> {
  const file = new ParquetFileWriter(await loadParquetEncoding(), options);
  let next = batches.next();
  for (; !next.done; next = batches.next()) file.rowGroup(next.value);
  if (next.value === null) file.finish();
  const { rows, sizeBytes } = file;
  return { stopped: next.value, summary: { rows, sizeBytes, columns: options.columns } };
}

class ParquetFileWriter {
  rows = 0;
  sizeBytes = 0;
  readonly #tools: ParquetEncoding;
  readonly #options: ParquetWriterOptions;
  readonly #types;
  readonly #groups: RowGroup[] = [];

  constructor(tools: ParquetEncoding, options: ParquetWriterOptions) {
    this.#tools = tools;
    this.#options = options;
    this.#types = options.columns.map(parquetType);
    this.#write(MAGIC);
  }

  rowGroup(batch: readonly ColumnBatch[]): void {
    const rows = batch[0]?.rows ?? 0;
    if (rows === 0) return;
    const start = this.sizeBytes;
    const columns = this.#types.map((type, i) => {
      const at = { offset: this.sizeBytes, tools: this.#tools };
      const { pages, facts } = encodeChunk(batch[i]!, type, at);
      pages.forEach((page) => this.#write(page));
      return facts;
    });
    this.rows += rows;
    this.#groups.push({
      columns,
      num_rows: BigInt(rows),
      total_byte_size: columns.reduce((sum, c) => sum + c.meta_data!.total_uncompressed_size, 0n),
      total_compressed_size: BigInt(this.sizeBytes - start),
      file_offset: BigInt(start),
    });
  }

  /**
   * Writes the footer. An abandoned attempt may have written more than there is now: then the footer goes to where that ended, since
   * readers find it from the end of the file and everything else from the footer.
   */
  finish(): void {
    const writer = new this.#tools.ByteWriter();
    const root = { name: "schema", num_children: this.#types.length };
    this.#tools.writeMetadata(writer, {
      version: 1,
      created_by: "pond",
      schema: [root, ...this.#types.map(({ element }) => element)],
      num_rows: BigInt(this.rows),
      row_groups: this.#groups,
      metadata_length: 0,
    }, FOOTER_BOUND_BYTES);
    writer.appendBytes(MAGIC);
    const footer = writer.getBytes();
    this.sizeBytes = Math.max(this.sizeBytes, (this.#options.leftBytes ?? 0) - footer.length);
    this.#write(footer);
  }

  #write(bytes: Uint8Array): void {
    this.#options.target.writeSync(bytes, this.sizeBytes);
    this.sizeBytes += bytes.length;
  }
}
