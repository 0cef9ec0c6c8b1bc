import { PondError } from "../../base/mod.ts";
import { loadArrow } from "../../deps/arrow.ts";
import { loadParquetWasm } from "../../deps/parquet_wasm.ts";
import type { Column } from "../../table/mod.ts";
import type { ParquetTarget, WriteSummary } from "../engine.ts";
import { arrowBatch, arrowSchema } from "./arrow_batch.ts";
import type { ColumnBuffers } from "./column_builder.ts";

type Parquet = Awaited<ReturnType<typeof loadParquetWasm>>;

/** What is written, and where. */
export interface ParquetStreamOptions {
  readonly columns: readonly Column[];
  readonly target: ParquetTarget;
  readonly rowGroupRows: number;
  /** The name of the file in messages. */
  readonly label: string;
  /** Bytes that an abandoned attempt has left in the target. */
  readonly leftBytes?: number;
}

/** How a stream ended: what `batches` returned, null when it ran to its end and the file is whole. */
export interface ParquetStreamEnd<Stop> {
  readonly stopped: Stop | null;
  readonly summary: WriteSummary;
}

/** A Parquet file's last eight bytes: the length of the footer and the magic. */
const TAIL_BYTES = 8;

/**
 * Writes `batches` as zstd Parquet while they are made. A generator that returns something other than null gives up: what has
 * been written is no Parquet file and has to be written over.
 * @throws {PondError} what `batches` or the target throws
 */
export async function writeParquetStream<Stop>(
  batches: Generator<readonly ColumnBuffers[], Stop | null>,
  options: ParquetStreamOptions,
): Promise<ParquetStreamEnd<Stop>> {
  const [arrow, parquet] = await Promise.all([loadArrow(), loadParquetWasm()]);
  const schema = arrowSchema(arrow, options.columns);
  const output = new HeldOutput(options);
  const counted = { rows: 0 };
  // The writer wants a batch before it says anything, and says little about an error in one: see to the first one here.
  let next = batches.next();
  let failure: { readonly error: unknown } | null = null;
  const stream = new ReadableStream({
    pull(controller) {
      try {
        if (next.done) return controller.close();
        const batch = arrowBatch(arrow, schema, next.value);
        counted.rows += batch.numRows;
        // Not through an Arrow table, which compares every column with every other.
        const ipc = arrow.RecordBatchStreamWriter.writeAll([batch]).toUint8Array(true);
        const table = parquet.Table.fromIPCStream(ipc);
        controller.enqueue(table.recordBatch(0));
        table.free();
        next = batches.next();
      } catch (error) {
        failure ??= { error };
        controller.error(error);
      }
    },
  }, { highWaterMark: 0 });
  try {
    if (!next.done) {
      const properties = writerProperties(parquet, options);
      const chunks: AsyncIterable<Uint8Array> = await parquet.transformParquetStream(
        stream,
        properties,
      );
      for await (const chunk of chunks) output.write(chunk);
    }
  } catch (error) {
    failure ??= { error };
  }
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
  const stopped = next.done ? next.value : null;
  const sizeBytes = output.finish({ whole: stopped === null });
  return { stopped, summary: { rows: counted.rows, sizeBytes, columns: options.columns } };
}

/**
 * Types whose values a dictionary slows down and hardly shrinks. Those of few bits are kept as differences; 64-bit integers are not, because
 * DuckDB 0.9.1 reads differences wrong, in silence, once a value needs more than 62 bits.
 */
const DELTAS: ReadonlySet<string> = new Set(["int32", "date", "time", "timestamp"]);
const PLAIN: ReadonlySet<string> = new Set(["int64", "float", "double"]);

function writerProperties(parquet: Parquet, { columns, rowGroupRows }: ParquetStreamOptions) {
  let builder = new parquet.WriterPropertiesBuilder()
    .setCompression(parquet.Compression.ZSTD)
    .setMaxRowGroupSize(rowGroupRows)
    .setStatisticsEnabled(parquet.EnabledStatistics.Chunk)
    .setCreatedBy("pond");
  for (const { name, type } of columns) {
    const isDelta = DELTAS.has(type);
    if (!isDelta && !PLAIN.has(type)) continue;
    builder = builder.setColumnDictionaryEnabled(name, false)
      .setColumnEncoding(
        name,
        isDelta ? parquet.Encoding.DELTA_BINARY_PACKED : parquet.Encoding.PLAIN,
      );
  }
  return builder.build();
}

/** Appends chunks to a target; the newest is held back, since the last one carries the footer. */
class HeldOutput {
  readonly #options: ParquetStreamOptions;
  #held: Uint8Array = new Uint8Array(0);
  #offset = 0;

  constructor(options: ParquetStreamOptions) {
    this.#options = options;
  }

  write(chunk: Uint8Array): void {
    this.#put(this.#held);
    this.#held = chunk;
  }

  /**
   * Writes what is left and returns the size of the file. An abandoned attempt may have written more than there is now: then the footer goes
   * to where that ended, since readers find it from the end of the file and everything else from the footer.
   */
  finish({ whole }: { whole: boolean }): number {
    if (!whole) return this.#offset;
    const { leftBytes = 0, label } = this.#options;
    const missing = leftBytes - (this.#offset + this.#held.length);
    if (missing > 0) {
      const end = this.#held.length - TAIL_BYTES;
      const view = new DataView(this.#held.buffer, this.#held.byteOffset);
      const footerBytes = end < 0 ? Infinity : view.getUint32(end, true);
      if (footerBytes > end) {
        throw new PondError("internal", `cannot write ${label}: footer is cut`);
      }
      const footer = this.#held.subarray(end - footerBytes);
      this.#put(this.#held.subarray(0, end - footerBytes));
      this.#offset += missing;
      this.#held = footer;
    }
    this.#put(this.#held);
    return this.#offset;
  }

  #put(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#options.target.writeSync(bytes, this.#offset);
    this.#offset += bytes.length;
  }
}
