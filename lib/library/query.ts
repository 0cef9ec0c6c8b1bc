import { abortError, type OutputFormat } from "../base/mod.ts";
import { loadArrow, type RecordBatch, type Table } from "../deps/arrow.ts";
import {
  arrowSchema,
  type Encoder,
  encoderOf,
  markUtc,
  objectReader,
  uniqueNames,
  valueReaders,
} from "../encode/mod.ts";
import type { Explanation, Pond, PondReader, RunOptions } from "../pond/mod.ts";
import { bindParameters } from "../sql/mod.ts";
import { formatType, readChunks } from "../table/mod.ts";
import { hostPathOf } from "./host_path.ts";
import type {
  FileTarget,
  Query,
  QueryColumn,
  QueryOptions,
  Row,
  WrittenFile,
} from "./query_api.ts";
import { streamOf } from "./streams.ts";
import type { SqlText } from "./template.ts";

/** What of a reader a query needs. */
export type QueryReader = Pick<PondReader, "sql" | "sqlParquet" | "sqlColumns" | "explainSql">;

/** What queries run on. */
export interface QuerySource {
  /** The state to ask; throws where the pond is closed. */
  read(): Promise<QueryReader>;
  /** Room for a Parquet file on its way out. */
  readonly scratch: Pond["cache"]["scratch"];
  /** Aborted when the pond closes. */
  readonly closing: AbortSignal;
}

/** See {@linkcode Query}. */
export class PondQuery<R = Row> implements Query<R> {
  readonly text: string;
  readonly signal: AbortSignal;
  readonly #source: QuerySource;
  readonly #sql: SqlText;
  readonly #options: QueryOptions;
  readonly #ending = new AbortController();

  constructor(source: QuerySource, sql: SqlText, options: QueryOptions) {
    this.#source = source;
    this.#sql = sql;
    this.#options = options;
    this.text = sql.text;
    const given = options.signal === undefined ? [] : [options.signal];
    this.signal = AbortSignal.any([this.#ending.signal, source.closing, ...given]);
  }

  with(options: QueryOptions): Query<R> {
    const params = options.params ?? this.#sql.params;
    return new PondQuery<R>(this.#source, { text: this.text, params }, {
      ...this.#options,
      ...options,
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<R> {
    for await (const rows of this.#rowBatches()) yield* rows;
  }

  async rows(): Promise<R[]> {
    const all: R[] = [];
    for await (const rows of this.#rowBatches()) for (const row of rows) all.push(row);
    return all;
  }

  async first(): Promise<R | undefined> {
    for await (const row of this) return row;
    return undefined;
  }

  async *batches(): AsyncGenerator<RecordBatch> {
    const arrow = await loadArrow();
    await using result = await this.#run();
    for await (const batch of result.batches) yield markUtc(arrow, batch);
  }

  async table(): Promise<Table> {
    const arrow = await loadArrow();
    await using result = await this.#run();
    const batches = await Array.fromAsync(result.batches, (batch) => markUtc(arrow, batch));
    return batches.length > 0
      ? new arrow.Table(batches)
      : new arrow.Table(arrowSchema(arrow, result.columns));
  }

  stream(format: OutputFormat): ReadableStream<Uint8Array<ArrayBuffer>> {
    const encode = encoderOf(format);
    return streamOf(
      encode ? (signal) => this.#encoded(encode, signal) : (signal) => this.#parquet(signal),
    );
  }

  async writeParquet(to: FileTarget): Promise<WrittenFile> {
    let summary: WrittenFile | undefined;
    const onWritten = (written: WrittenFile) => void (summary = written);
    if (to instanceof WritableStream) {
      await streamOf((signal) => this.#parquet(signal, onWritten)).pipeTo(to);
    } else {
      const { writeHostFile } = await import("../commands/mod.ts");
      await writeHostFile(hostPathOf(to), this.#parquet(this.signal, onWritten));
    }
    return summary!;
  }

  async columns(): Promise<readonly QueryColumn[]> {
    const columns = await (await this.#reader()).sqlColumns(this.#bound());
    return columns.map(({ name, type, nullable }) => ({ name, type: formatType(type), nullable }));
  }

  async explain(): Promise<Explanation> {
    return await (await this.#reader()).explainSql(this.#bound(), this.#runOptions());
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    return Promise.resolve();
  }

  async *#rowBatches(): AsyncGenerator<R[]> {
    await using result = await this.#run();
    const names = uniqueNames(result.columns);
    for await (const batch of result.batches) {
      const read = objectReader(names, valueReaders(batch, this.#options));
      yield Array.from({ length: batch.numRows }, (_, row) => read(row) as R);
    }
  }

  async *#encoded(
    encode: Encoder,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    await using result = await this.#run(signal);
    yield* encode(result) as AsyncGenerator<Uint8Array<ArrayBuffer>>;
  }

  async *#parquet(
    signal: AbortSignal,
    onWritten: (summary: WrittenFile) => void = () => {},
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const reader = await this.#reader();
    const file = await this.#source.scratch(async (target) => {
      const options = this.#runOptions(signal);
      const { rows, sizeBytes } = await reader.sqlParquet(this.#bound(), target, options);
      onWritten({ rows, sizeBytes });
    });
    try {
      yield* readChunks({
        key: "",
        sizeBytes: file.sizeBytes,
        readSync: (offset, into) => file.readSync(offset, into),
        close() {},
      });
    } finally {
      file.close();
    }
  }

  async #run(signal?: AbortSignal) {
    return await (await this.#reader()).sql(this.#bound(), this.#runOptions(signal));
  }

  async #reader(): Promise<QueryReader> {
    if (this.signal.aborted) throw abortError(this.signal, "cannot run a query");
    return await this.#source.read();
  }

  #bound(): string {
    return bindParameters(this.#sql.text, this.#sql.params);
  }

  #runOptions(signal?: AbortSignal): RunOptions {
    const { timeoutMs, memoryLimitBytes } = this.#options;
    return {
      signal: signal ? AbortSignal.any([this.signal, signal]) : this.signal,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
    };
  }
}
