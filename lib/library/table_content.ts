import { PondError, sha256 } from "../base/mod.ts";
import { loadArrow, type RecordBatch, type Table } from "../deps/arrow.ts";
import { loadParquetWasm } from "../deps/parquet_wasm.ts";
import type { Pond } from "../pond/mod.ts";
import { type ByteSource, memorySource } from "../table/mod.ts";
import { arrowOfRows } from "./arrow_of_rows.ts";
import type { TableContent } from "./change_api.ts";
import type { Consumed } from "./content.ts";
import { PondQuery } from "./query.ts";

/** What a table is made with. */
export interface TableContentOptions {
  /** What messages call it. */
  readonly label: string;
  /** Types of columns by name. */
  readonly schema: Readonly<Record<string, string>>;
  /** Room for the answer to a query. */
  readonly scratch: Pond["cache"]["scratch"];
  readonly consumed: Consumed;
}

/**
 * `content` as a Parquet file. The caller closes it.
 * @throws {PondError} `invalid-input` for values without a common type and bytes that are neither
 *   Parquet nor Arrow; `usage`
 */
export async function parquetOf(
  content: TableContent,
  options: TableContentOptions,
): Promise<ByteSource> {
  if (content instanceof PondQuery) return await parquetOfQuery(content, options);
  const bytes = await bytesOf(content);
  if (bytes && startsWith(bytes, "PAR1")) return sourceOf(bytes);
  return sourceOf(await writeArrow(await arrowOf(bytes ?? content, options), options.label));
}

/** The record batches of one table, as Parquet, zstd. */
async function writeArrow(table: Table, label: string): Promise<Uint8Array> {
  const [arrow, wasm] = await Promise.all([loadArrow(), loadParquetWasm()]);
  try {
    const properties = new wasm.WriterPropertiesBuilder()
      .setCompression(wasm.Compression.ZSTD).build();
    const stream = arrow.tableToIPC(table, "stream");
    return wasm.writeParquet(wasm.Table.fromIPCStream(stream), properties);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PondError("invalid-input", `cannot write ${label} as Parquet: ${why}`, {
      cause: error,
    });
  }
}

async function parquetOfQuery(
  query: PondQuery,
  { scratch }: TableContentOptions,
): Promise<ByteSource> {
  const file = await scratch(async (target) => {
    let offset = 0;
    for await (const chunk of query.stream("parquet")) {
      target.writeSync(chunk, offset);
      offset += chunk.length;
    }
  });
  return {
    key: crypto.randomUUID(),
    sizeBytes: file.sizeBytes,
    readSync: (offset, into) => file.readSync(offset, into),
    close: () => file.close(),
  };
}

async function arrowOf(
  content: TableContent | Uint8Array,
  { label, schema, consumed }: TableContentOptions,
): Promise<Table> {
  const arrow = await loadArrow();
  if (content instanceof Uint8Array) {
    if (startsWith(content, "ARROW1") || startsWith(content, "\xff\xff\xff\xff")) {
      return arrow.tableFromIPC(content);
    }
    throw new PondError(
      "invalid-input",
      `cannot write ${label}: its bytes are neither Parquet nor Arrow`,
      { hint: "csv and jsonl are read where they are written: change.write, then csv:///…" },
    );
  }
  if (isBatch(content)) return new arrow.Table([content]);
  if (isArrowTable(content)) return content;
  const items = await itemsOf(content as Iterable<object>, label, consumed);
  if (items.length > 0 && items.every(isBatch)) return new arrow.Table(items as RecordBatch[]);
  return arrowOfRows(arrow, items as Record<string, unknown>[], { label, schema });
}

async function itemsOf(
  content: Iterable<object> | AsyncIterable<object>,
  label: string,
  consumed: Consumed,
): Promise<readonly object[]> {
  if (Array.isArray(content)) return content;
  const isIterable = typeof content === "object" && content !== null &&
    (Symbol.iterator in content || Symbol.asyncIterator in content);
  if (!isIterable) throw new PondError("usage", `cannot write ${label}: it was given no rows`);
  if (consumed.has(content)) {
    throw new PondError("usage", `cannot write ${label}: its rows have been read already`, {
      hint: "make the iterator inside of the work, which is done again after a conflict",
    });
  }
  // A collection gives its items again, an iterator doesn't.
  if (Symbol.asyncIterator in content || "next" in content) consumed.add(content);
  return await Array.fromAsync(content);
}

async function bytesOf(content: TableContent): Promise<Uint8Array | undefined> {
  if (content instanceof Blob) return await content.bytes();
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (!ArrayBuffer.isView(content)) return undefined;
  return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return [...magic].every((character, i) => bytes[i] === character.charCodeAt(0));
}

/** By shape: the caller may have another copy of the package. */
function isArrowTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && "schema" in value && "batches" in value;
}

function isBatch(value: unknown): value is RecordBatch {
  return typeof value === "object" && value !== null && "schema" in value && "numRows" in value &&
    "data" in value && !("batches" in value);
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return memorySource(bytes, sha256(bytes));
}
