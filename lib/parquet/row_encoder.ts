import { crc32, zstdCompressSync } from "node:zlib";
import { sha256 } from "../base/mod.ts";
import {
  type ColumnChunk,
  loadHyparquet,
  type RowGroup,
  type SchemaElement,
  type SchemaTree,
  type Statistics,
} from "../deps/hyparquet.ts";
import { loadParquetEncoding, type ParquetEncoding } from "../deps/hyparquet_writer.ts";
import { type Bounds, boundsOf, type Value } from "./value_bounds.ts";
import { CHUNK_CRC_KEY, FOOTER_HASH_KEY, FOOTER_HASH_UNSET } from "./checksums.ts";

const MAGIC = new TextEncoder().encode("PAR1");
/** Bounds of text in footers are cut to this many bytes; ids of 32 hex digits stay whole. */
const FOOTER_BOUND_BYTES = 64;

/** The bytes of a Parquet file, a piece at a time. */
export interface ParquetEncoder {
  /** The next row group; `columns` has the values of every top-level column. */
  rowGroup(columns: readonly (readonly unknown[])[], rows: number): EncodedGroup;
  /** Bytes of the footer. */
  finish(): Uint8Array;
}

/** A row group's bytes, and the exact bounds of every leaf column. */
export interface EncodedGroup {
  readonly bytes: Uint8Array;
  readonly bounds: readonly Bounds[];
}

/**
 * Encodes Parquet with data pages of version 1, PLAIN, zstd, one page a column chunk. Every chunk
 * carries the CRC-32 of its bytes and the footer a hash of itself, so that a flipped bit is found when it is read.
 * @param schema flat list of elements, the root first
 */
export async function newParquetEncoder(schema: SchemaElement[]): Promise<ParquetEncoder> {
  const [tools, { parquetSchema }] = await Promise.all([loadParquetEncoding(), loadHyparquet()]);
  const tree = parquetSchema({ schema });
  return new Encoder(tools, schema, tree);
}

class Encoder implements ParquetEncoder {
  private readonly groups: RowGroup[] = [];
  private offset = 0;

  constructor(
    private readonly tools: ParquetEncoding,
    private readonly schema: SchemaElement[],
    private readonly tree: SchemaTree,
  ) {}

  rowGroup(columns: readonly (readonly unknown[])[], rows: number): EncodedGroup {
    const writer = new this.tools.ByteWriter();
    if (this.offset === 0) writer.appendBytes(MAGIC);
    const chunks: ColumnChunk[] = [];
    const bounds: Bounds[] = [];
    this.tree.children.forEach((column, index) => {
      for (const path of leafPaths([this.tree, column])) {
        const start = writer.offset;
        const chunk = this.columnChunk(path, columns[index]!, this.offset + start);
        writer.appendBytes(chunk.bytes);
        chunks.push(chunk.facts);
        bounds.push(chunk.bounds);
      }
    });
    const total = (pick: "total_compressed_size" | "total_uncompressed_size") =>
      chunks.reduce((sum, chunk) => sum + chunk.meta_data![pick], 0n);
    this.groups.push({
      columns: chunks,
      num_rows: BigInt(rows),
      total_byte_size: total("total_uncompressed_size"),
      total_compressed_size: total("total_compressed_size"),
      file_offset: BigInt(this.offset === 0 ? MAGIC.length : this.offset),
    });
    const bytes = writer.getBytes();
    this.offset += bytes.length;
    return { bytes, bounds };
  }

  finish(): Uint8Array {
    const footer = this.footer(sha256(this.footer(FOOTER_HASH_UNSET)));
    if (this.offset > 0) return footer;
    const whole = new Uint8Array(MAGIC.length + footer.length);
    whole.set(MAGIC);
    whole.set(footer, MAGIC.length);
    return whole;
  }

  private footer(hash: string): Uint8Array {
    const writer = new this.tools.ByteWriter();
    this.tools.writeMetadata(writer, {
      version: 1,
      created_by: "pond",
      schema: this.schema,
      num_rows: this.groups.reduce((sum, group) => sum + group.num_rows, 0n),
      row_groups: this.groups,
      key_value_metadata: [{ key: FOOTER_HASH_KEY, value: hash }],
      metadata_length: 0,
    }, FOOTER_BOUND_BYTES);
    writer.appendBytes(MAGIC);
    return writer.getBytes();
  }

  private columnChunk(path: SchemaTree[], rows: readonly unknown[], offset: number) {
    const element = path[path.length - 1]!.element;
    const { values, definitionLevels, repetitionLevels, maxDefinitionLevel } = this.nested(
      path,
      rows,
    );
    const present = (values as Value[]).filter((value) => value !== null && value !== undefined);
    const body = new this.tools.ByteWriter();
    const repeated = path.filter((node) => node.element.repetition_type === "REPEATED").length;
    this.levels(body, repetitionLevels, repeated);
    this.levels(body, definitionLevels, maxDefinitionLevel);
    this.plainValues(body, present, element);
    const uncompressed = body.getBytes();
    const compressed = zstdCompressSync(uncompressed);
    const page = new this.tools.ByteWriter();
    this.tools.serializeTCompactProtocol(page, {
      field_1: DATA_PAGE,
      field_2: uncompressed.length,
      field_3: compressed.length,
      field_5: { field_1: values.length, field_2: PLAIN, field_3: RLE, field_4: RLE },
    });
    const headerLength = page.offset;
    page.appendBytes(compressed);
    const bytes = page.getBytes();
    const bounds = boundsOf(values as Value[]);
    const facts: ColumnChunk = {
      file_offset: BigInt(offset),
      meta_data: {
        type: element.type!,
        encodings: ["PLAIN", "RLE"],
        path_in_schema: path.slice(1).map((node) => node.element.name),
        codec: "ZSTD",
        num_values: BigInt(values.length),
        total_uncompressed_size: BigInt(headerLength + uncompressed.length),
        total_compressed_size: BigInt(bytes.length),
        data_page_offset: BigInt(offset),
        key_value_metadata: [{ key: CHUNK_CRC_KEY, value: String(crc32(bytes)) }],
        statistics: statisticsOf(bounds, element),
      },
    };
    return { bytes, facts, bounds };
  }

  /** A column that no row has, as most are in each part of a checkpoint, is one absent value over and over. */
  private nested(path: SchemaTree[], rows: readonly unknown[]): NestedValues {
    const { encodeNestedValues } = this.tools;
    if (rows.length < 2 || rows.some((row) => row !== null && row !== undefined)) {
      return encodeNestedValues(path, rows as unknown[]);
    }
    const one = encodeNestedValues(path, [null]);
    const repeated = <T>(values: ArrayLike<T>) =>
      values.length === 0 ? [] : new Array<T>(rows.length).fill(values[0]!);
    return {
      ...one,
      values: repeated(one.values),
      definitionLevels: repeated(one.definitionLevels),
      repetitionLevels: repeated(one.repetitionLevels),
    };
  }

  /** Text that is all ASCII is encoded at once: a call a value is what writing would spend its time on. */
  private plainValues(body: ByteSink, present: readonly Value[], element: SchemaElement): void {
    const all = element.converted_type === "UTF8"
      ? new TextEncoder().encode(present.join(""))
      : null;
    const texts = present as readonly string[];
    if (all === null || all.length !== texts.reduce((sum, text) => sum + text.length, 0)) {
      this.tools.writePlain(body, present as Value[], element.type!, element.type_length);
      return;
    }
    let start = 0;
    for (const { length } of texts) {
      body.appendUint32(length);
      body.appendBytes(all.subarray(start, start + length));
      start += length;
    }
  }

  /** Levels as pages of version 1 have them: RLE behind its length in four bytes. */
  private levels(
    body: ByteSink,
    levels: number[],
    maxLevel: number,
  ): void {
    if (maxLevel === 0) return;
    const run = new this.tools.ByteWriter();
    this.tools.writeRleBitPackedHybrid(run, levels, Math.ceil(Math.log2(maxLevel + 1)));
    body.appendUint32(run.offset);
    body.appendBytes(run.getBytes());
  }
}

type NestedValues = ReturnType<ParquetEncoding["encodeNestedValues"]>;
type ByteSink = InstanceType<ParquetEncoding["ByteWriter"]>;

const DATA_PAGE = 0;
const PLAIN = 0;
const RLE = 3;

function leafPaths(path: SchemaTree[]): SchemaTree[][] {
  const { children } = path[path.length - 1]!;
  if (children.length === 0) return [path];
  return children.flatMap((child) => leafPaths([...path, child]));
}

/** Plain binary gets no bounds: it is large and nobody filters by it. */
function statisticsOf({ min, max, nulls }: Bounds, element: SchemaElement): Statistics {
  const null_count = BigInt(nulls!);
  const isBinary = element.type === "BYTE_ARRAY" && element.converted_type !== "UTF8";
  if (isBinary || min === null || max === null) return { null_count };
  return { null_count, min_value: min === 0 ? -0 : min, max_value: max === 0 ? 0 : max };
}
