import type { OutputFormat } from "../base/mod.ts";
import type { RecordBatch, Table } from "../deps/arrow.ts";
import type { ValueOptions } from "../encode/mod.ts";
import type { Explanation } from "../pond/mod.ts";
import type { SqlParameters } from "../sql/mod.ts";

/** A row by column name. */
export type Row = Record<string, unknown>;

/** What a query is asked with, beside its text. */
export interface QueryOptions extends ValueOptions {
  /** Values for `?` and `$1` (an array), or for `$name` (an object). */
  readonly params?: SqlParameters;
  /** Ends the query: `interrupted`, or `timeout` for `AbortSignal.timeout`. */
  readonly signal?: AbortSignal;
  /** Ends the query after so long: `timeout`. */
  readonly timeoutMs?: number;
  /** What the engine may use. */
  readonly memoryLimitBytes?: number;
}

/** Where a file is written: a path or `file:` URL of the host, or a stream. */
export type FileTarget = string | URL | WritableStream<Uint8Array>;

/**
 * A query. Nothing happens before its answer is asked for, and each question runs it anew, on the
 * state that the pond has then. A loop that is left early ends it.
 *
 * | SQL | JavaScript | with `json: true` |
 * | --- | --- | --- |
 * | `NULL` | `null` | `null` |
 * | `BOOLEAN` | `boolean` | `boolean` |
 * | integers up to 32 bits, `FLOAT`, `DOUBLE` | `number` | `number`; `NaN` and infinities as text |
 * | `BIGINT`, `UBIGINT`, `HUGEINT` | `number` where that is exact, else `bigint` | `number` where that is exact, else text |
 * | `DECIMAL` | text, all digits | text |
 * | `VARCHAR`, `UUID` | `string` | `string` |
 * | `BLOB` | `Uint8Array` | base64 |
 * | `TIMESTAMP` (UTC) | `Temporal.Instant`; `Date` or µs as `bigint` by `times` | ISO 8601 |
 * | `DATE` | `Temporal.PlainDate`; `Date` or µs by `times` | ISO 8601 |
 * | `TIME` | `Temporal.PlainTime`; text or µs by `times` | ISO 8601 |
 * | `INTERVAL` | ISO 8601 duration | ISO 8601 duration |
 * | lists | arrays | arrays |
 * | `STRUCT` | objects | objects |
 * | `MAP` | `Map` | objects, keys as text |
 *
 * Times are `Date` where the runtime has no `Temporal` (Node 22, Bun). A time that the class can't
 * hold, such as infinity, is text.
 */
export interface Query<R = Row> extends AsyncIterable<R>, AsyncDisposable {
  /** The text, with the places of parameters. */
  readonly text: string;
  /**
   * Aborted when the query is ended early: by its own signal or the pond's, by `close` or disposal.
   */
  readonly signal: AbortSignal;
  /** The same query with other options. */
  with(options: QueryOptions): Query<R>;
  /** All rows. */
  rows(): Promise<R[]>;
  /** The first row, or undefined. */
  first(): Promise<R | undefined>;
  /**
   * Arrow record batches, one by one. Arrow's own accessors show a DECIMAL without its point: rows
   * are for reading.
   */
  batches(): AsyncIterable<RecordBatch>;
  /** The whole result as one Arrow table. */
  table(): Promise<Table>;
  /** The result as bytes, for a `Response` or a file. */
  stream(format: OutputFormat): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Writes the result as one Parquet file, whole or not at all. */
  writeParquet(to: FileTarget): Promise<WrittenFile>;
  /** The columns of the result, without running it. */
  columns(): Promise<readonly QueryColumn[]>;
  /** What the query reads, after running it. */
  explain(): Promise<Explanation>;
}

/** What was written. */
export interface WrittenFile {
  /** How many rows. */
  readonly rows: number;
  /** Of the content, in bytes. */
  readonly sizeBytes: number;
}

/** A column of a result; its type as `schema` takes it, `int64` or `list<string>`. */
export interface QueryColumn {
  /** Of the column. */
  readonly name: string;
  /** As `schema` takes it. */
  readonly type: string;
  /** Whether it may hold NULL. */
  readonly nullable: boolean;
}
