import { zstdDecompressSync } from "node:zlib";
import { PondError } from "../base/mod.ts";
import { type AsyncBuffer, type FileMetaData, loadHyparquet } from "../deps/hyparquet.ts";
import type { Store, StoreReader } from "../store/mod.ts";
import type { Bounds, Value } from "./value_bounds.ts";
import { checkChunk, checkFooter, damaged } from "./checksums.ts";

const TAIL_BYTES = 8;
/** Read at once from the end; holds the footer of all but large files. */
const FIRST_READ_BYTES = 32 * 1024;
const MAX_FOOTER_BYTES = 64 * 1024 * 1024;
const text = new TextDecoder("utf-8", { ignoreBOM: true });

/** How hyparquet turns physical values into ours. */
const PARSERS = {
  timestampFromMicroseconds: (microseconds: bigint) => microseconds,
  stringFromBytes: decodeText,
};
const COMPRESSORS = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) };

let lastBytes: Uint8Array = new Uint8Array(0);
let lastText = "";

/** In sorted rows a value often comes again; comparing bytes is cheaper than decoding them. */
function decodeText(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  if (!isEqual(bytes, lastBytes)) {
    lastBytes = bytes;
    lastText = text.decode(bytes);
  }
  return lastText;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = a.length - 1; i >= 0; i--) if (a[i] !== b[i]) return false;
  return true;
}

/** An open Parquet file of the table or its log. */
export interface ParquetHandle {
  readonly metadata: FileMetaData;
  /** Names of the top-level columns. */
  readonly columns: ReadonlySet<string>;
  /** Inclusive bounds of a top-level column in a row group, as far as the footer tells. */
  groupBounds(group: number, column: string): Bounds | undefined;
  /** Whether the footer says that a row group has only NULL in a top-level column. */
  isAllNull(group: number, column: string): boolean;
  /** All values of a top-level column in a row group. @throws {PondError} `corrupt` */
  readColumn(group: number, column: string): Promise<readonly Value[]>;
  /** What the values of `column` take in the file, without compression. */
  encodedBytes(group: number, column: string): number;
  close(): void;
}

/** Parsed footers by name; data files never change, so neither do these. */
export type FooterCache = Map<string, FileMetaData>;
const FOOTERS_KEPT = 512;

/**
 * Opens a Parquet file.
 * @param footers keeps the parsed footers of files that are opened again and again
 * @throws {PondError} `not-found`, `corrupt`, `io`
 */
export async function openParquet(
  store: Store,
  name: string,
  options: { footers?: FooterCache } = {},
): Promise<ParquetHandle> {
  const reader = await store.open(name);
  try {
    const { parquetSchema, parquetScan } = await loadHyparquet();
    const metadata = options.footers?.get(name) ?? await readFooter(reader, name);
    remember(options.footers, name, metadata);
    const columns = new Set(
      parquetSchema(metadata).children.map((child) => child.element.name),
    );
    return new Handle(name, reader, metadata, columns, parquetScan);
  } catch (error) {
    reader.close();
    throw error instanceof PondError ? error : damaged(name, "it is no Parquet file", error);
  }
}

type Scan = Awaited<ReturnType<typeof loadHyparquet>>["parquetScan"];

class Handle implements ParquetHandle {
  private readonly starts: number[] = [];

  constructor(
    private readonly name: string,
    private readonly reader: StoreReader,
    readonly metadata: FileMetaData,
    readonly columns: ReadonlySet<string>,
    private readonly parquetScan: Scan,
  ) {
    let start = 0;
    for (const group of metadata.row_groups) {
      this.starts.push(start);
      start += Number(group.num_rows);
    }
  }

  groupBounds(group: number, column: string): Bounds | undefined {
    const chunk = this.metadata.row_groups[group]!.columns.find((chunk) =>
      chunk.meta_data?.path_in_schema.length === 1 &&
      chunk.meta_data.path_in_schema[0] === column
    );
    const statistics = chunk?.meta_data?.statistics;
    if (!statistics || chunk!.meta_data!.type === "INT96") return undefined;
    const nulls = statistics.null_count === undefined ? null : Number(statistics.null_count);
    const value = (bound: unknown) =>
      bound === undefined || bound instanceof Date || bound instanceof Uint8Array
        ? null
        : bound as Value;
    return { min: value(statistics.min_value), max: value(statistics.max_value), nulls };
  }

  isAllNull(group: number, column: string): boolean {
    return this.metadata.row_groups[group]!.columns.every(({ meta_data }) =>
      meta_data?.path_in_schema[0] !== column ||
      meta_data.statistics?.null_count === meta_data.num_values
    );
  }

  encodedBytes(group: number, column: string): number {
    return this.metadata.row_groups[group]!.columns
      .filter(({ meta_data }) => meta_data?.path_in_schema[0] === column)
      .reduce((sum, { meta_data }) => sum + Number(meta_data!.total_uncompressed_size), 0);
  }

  async readColumn(group: number, column: string): Promise<readonly Value[]> {
    const facts = this.metadata.row_groups[group]!;
    const rowStart = this.starts[group]!;
    const rowEnd = rowStart + Number(facts.num_rows);
    for (const { meta_data } of facts.columns) {
      if (meta_data?.path_in_schema[0] !== column) continue;
      const start = Number(meta_data.dictionary_page_offset ?? meta_data.data_page_offset);
      const bytes = this.slice(start, start + Number(meta_data.total_compressed_size));
      checkChunk(bytes, meta_data, this.name);
    }
    const file: AsyncBuffer = {
      byteLength: this.reader.sizeBytes,
      slice: (start, end) => this.slice(start, end ?? this.reader.sizeBytes).buffer,
    };
    try {
      const scan = await this.parquetScan({
        file,
        metadata: this.metadata,
        columns: [column],
        compressors: COMPRESSORS,
        parsers: PARSERS,
        utf8: false,
        geoparquet: false,
      });
      const values = await scan.readColumn({ column, rowStart, rowEnd });
      if (values.length !== rowEnd - rowStart) {
        throw damaged(this.name, `column ${column} has ${values.length} of its values`);
      }
      return Array.isArray(values) ? values : Array.from(values as ArrayLike<Value>);
    } catch (error) {
      if (error instanceof PondError) throw error;
      throw damaged(this.name, `column ${column} can't be decoded`, error);
    }
  }

  close(): void {
    this.reader.close();
  }

  private slice(start: number, end: number): Uint8Array<ArrayBuffer> {
    return readExactly(this.reader, this.name, { start, end });
  }
}

async function readFooter(reader: StoreReader, name: string): Promise<FileMetaData> {
  const { parquetMetadata } = await loadHyparquet();
  const size = reader.sizeBytes;
  if (size < TAIL_BYTES + 4) throw damaged(name, `its ${size} bytes are no Parquet file`);
  let tail = readExactly(reader, name, { start: Math.max(0, size - FIRST_READ_BYTES), end: size });
  const length = new DataView(tail.buffer).getUint32(tail.length - TAIL_BYTES, true);
  const magic = text.decode(tail.subarray(tail.length - 4));
  const footerBytes = length + TAIL_BYTES;
  if (magic !== "PAR1") throw damaged(name, "it doesn't end as a Parquet file does");
  if (length > MAX_FOOTER_BYTES || footerBytes + 4 > size) {
    throw damaged(name, `its footer claims ${length} bytes`);
  }
  if (footerBytes > tail.length) {
    tail = readExactly(reader, name, { start: size - footerBytes, end: size });
  }
  const footer = tail.slice(tail.length - footerBytes);
  try {
    checkFooter(footer, name);
    return parquetMetadata(footer.buffer, { parsers: PARSERS, geoparquet: false });
  } catch (error) {
    if (error instanceof PondError) throw error;
    throw damaged(name, "its footer can't be read", error);
  }
}

function readExactly(
  reader: StoreReader,
  name: string,
  range: { start: number; end: number },
): Uint8Array<ArrayBuffer> {
  if (!(range.start >= 0 && range.start <= range.end && range.end <= reader.sizeBytes)) {
    throw damaged(name, `bytes ${range.start} to ${range.end} are outside the file`);
  }
  const bytes = new Uint8Array(range.end - range.start);
  if (reader.readSync(range.start, bytes) < bytes.length) throw damaged(name, "it ends too early");
  return bytes;
}

function remember(
  footers: FooterCache | undefined,
  name: string,
  metadata: FileMetaData,
): void {
  if (!footers) return;
  footers.delete(name);
  footers.set(name, metadata);
  if (footers.size > FOOTERS_KEPT) footers.delete(footers.keys().next().value!);
}
