import { PondError } from "../base/mod.ts";
import type { ReadableBytes } from "../table/mod.ts";
import { READABLE_CODECS } from "./codec.ts";
import { ENCODING_NAMES } from "./thrift_names.ts";
import type { ColumnChunk, ParquetFooter } from "./footer.ts";
import { type ChunkContent, encodeFooter, type FooterContent } from "./footer_writer.ts";
import { type PageHeader, pageHeaders, readRange } from "./page.ts";
import { isDecimal, isFloat16, leavesOf, type SchemaNode } from "./schema.ts";

/** How a file must change so that the engine reads it, and reads it right. */
export interface Adaptation {
  /** Leaves whose pages have to be written anew, by their index; none: another footer is enough. */
  readonly rewritten: ReadonlySet<number>;
}

/** What the engine decodes by itself. */
const ENGINE_CODECS: ReadonlySet<string> = new Set([
  "UNCOMPRESSED",
  "SNAPPY",
  "GZIP",
  "BROTLI",
  "ZSTD",
  "LZ4_RAW",
]);
/** The engine's decimals have no more digits. */
const MAX_PRECISION = 38;
/**
 * Bytes at the end of a gzip member: the length of what it holds, modulo 2^32 (RFC 1952, ISIZE).
 */
const GZIP_LENGTH_BYTES = 4;
/**
 * A member that holds nothing: ten bytes of head, two of nothing, and eight zeros for its checksum
 * and length.
 */
const GZIP_EMPTY_BYTES = 20;

/**
 * What keeps the engine from reading a file right, by its footer and, where that can't tell, by the
 * headers of its pages; null for a file that it reads as it is.
 * @throws {PondError} `unsupported` for what nothing here reads, naming the column; `corrupt` for
 *   damaged pages
 */
export function adaptationOf(
  source: ReadableBytes,
  footer: ParquetFooter,
  { label }: { readonly label: string },
): Adaptation | null {
  const rewritten = new Set<number>();
  leavesOf(footer.storedRoot).forEach(({ node }, index) => {
    const column = columnText(footer, index);
    refusePrecision(node, { column, label });
    const mustRewrite = isFloat16(node) ||
      footer.rowGroups.some(({ chunks }) => {
        const chunk = chunks[index]!;
        if (chunk.valueCount === 0) return false;
        refuseUnreadable(chunk, { column, label });
        return !isDecodable(chunk, node) ||
          hasOddPages(source, chunk, { footer, leaf: index, label });
      });
    if (mustRewrite) rewritten.add(index);
  });
  // The engine's geometry is an extension that isn't there: its columns are read as they are
  // stored.
  const isSame = footer.hasRowCount && !footer.isGeo && footer.root === footer.storedRoot &&
    !footer.rowGroups.some(({ chunks }) => chunks.some(({ hasCutBounds }) => hasCutBounds));
  return isSame && rewritten.size === 0 ? null : { rewritten };
}

/** A leaf for messages: its name, behind those of the groups around it. */
export function columnText(footer: ParquetFooter, leaf: number): string {
  return `its column ${JSON.stringify(footer.leaves[leaf]!.path.join("."))}`;
}

/** The footer of a file whose pages stay where they are. */
export function adaptedFooter(footer: ParquetFooter): Uint8Array {
  return encodeFooter({
    ...contentOf(footer),
    rowGroups: footer.rowGroups.map(({ rows, chunks }) => ({
      rows,
      chunks: chunks.map(chunkContent),
    })),
  });
}

/** What stays of a footer beside its row groups. */
export function contentOf(
  { root, rows, createdBy }: ParquetFooter,
): Omit<FooterContent, "rowGroups"> {
  return { root, rows, createdBy };
}

/** What an adapted footer says of a chunk that stays as it is. */
export function chunkContent(chunk: ColumnChunk): ChunkContent {
  const { startByte, endByte, ...facts } = chunk;
  const isEmpty = chunk.valueCount === 0;
  return {
    ...facts,
    compressedBytes: isEmpty ? 0 : endByte - startByte,
    // Readers want an offset inside the file even of pages that aren't there.
    ...(isEmpty ? { dataPageOffset: 4, dictionaryPageOffset: null, plainBytes: 0 } : {}),
  };
}

function isDecodable(chunk: ColumnChunk, node: SchemaNode): boolean {
  if (!ENGINE_CODECS.has(chunk.codec)) return false;
  const encodings = chunk.encodings.map((encoding) => ENCODING_NAMES[encoding]);
  const isFloat = node.physical === "float" || node.physical === "double";
  return !(encodings.includes("BYTE_STREAM_SPLIT") && !isFloat) &&
    !(encodings.includes("DELTA_BYTE_ARRAY") && (node.physical === "fixed" || isDecimal(node)));
}

interface ColumnInFile {
  readonly column: string;
  readonly label: string;
}

function refusePrecision(node: SchemaNode, { column, label }: ColumnInFile): void {
  if (!isDecimal(node) || node.precision <= MAX_PRECISION) return;
  throw new PondError(
    "unsupported",
    `cannot read ${label} as Parquet: ${column} is decimal(${node.precision},${node.scale}), and more than ` +
      `${MAX_PRECISION} digits can't be computed with`,
  );
}

function refuseUnreadable(chunk: ColumnChunk, { column, label }: ColumnInFile): void {
  const unknown = chunk.encodings.find((encoding) => ENCODING_NAMES[encoding] === undefined);
  const what = !READABLE_CODECS.has(chunk.codec)
    ? `is compressed with ${chunk.codec}`
    : unknown !== undefined
    ? `is in encoding ${unknown}`
    : null;
  if (what === null) return;
  throw new PondError(
    "unsupported",
    `cannot read ${label} as Parquet: ${column} ${what}, which isn't supported`,
    { hint: "write the file anew with zstd, snappy or gzip" },
  );
}

/** Writers that give a page without values no body that a decompressor would stumble over. */
const EVEN_WRITERS = /^(pond|DuckDB|parquet-cpp)/;

/** Whether pages hold what the footer doesn't tell and the engine reads wrong. */
function hasOddPages(
  source: ReadableBytes,
  chunk: ColumnChunk,
  { footer, leaf, label }: {
    readonly footer: ParquetFooter;
    readonly leaf: number;
    readonly label: string;
  },
): boolean {
  const isGzip = chunk.codec === "GZIP";
  const mayBeEmpty = chunk.codec !== "UNCOMPRESSED" && chunk.nullCount !== 0 &&
    footer.leaves[leaf]!.maxDefinition > 0 && !EVEN_WRITERS.test(footer.createdBy ?? "");
  if (!isGzip && !mayBeEmpty) return false;
  try {
    for (const page of pageHeaders(source, { ...chunk, dataEnd: footer.dataEnd })) {
      if (mayBeEmpty && isEmptyV2(page)) return true;
      if (isGzip && hasSeveralMembers(source, page)) return true;
    }
    return false;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damagedColumn(error, { column: columnText(footer, leaf), label });
  }
}

/** The error for a column whose pages don't hold together. */
export function damagedColumn(error: Error, { column, label }: ColumnInFile): PondError {
  return new PondError(
    "corrupt",
    `cannot read ${label} as Parquet: ${column} is damaged, ${error.message}`,
    { cause: error },
  );
}

/** Nothing, said to be compressed: no codec makes nothing of nothing. */
function isEmptyV2(page: PageHeader): boolean {
  return page.type === "dataV2" && page.isCompressed &&
    page.compressedBytes === page.definitionBytes + page.repetitionBytes;
}

/** Whether a gzip stream goes on behind its first member, where the engine stops. */
function hasSeveralMembers(source: ReadableBytes, page: PageHeader): boolean {
  const levels = page.definitionBytes + page.repetitionBytes;
  const size = page.compressedBytes - levels;
  if (!page.isCompressed || page.type === "other" || size < GZIP_EMPTY_BYTES) return false;
  const tail = readRange(source, page.bodyOffset + page.compressedBytes - GZIP_LENGTH_BYTES, 4);
  const length = new DataView(tail.buffer).getUint32(0, true);
  if (length !== page.plainBytes - levels) return true;
  // The last member may hold everything, behind empty ones.
  if (size === GZIP_EMPTY_BYTES) return false;
  const head = readRange(source, page.bodyOffset + levels, GZIP_EMPTY_BYTES);
  return head.subarray(GZIP_EMPTY_BYTES - 8).every((byte) => byte === 0);
}
