import { abortError } from "../../base/mod.ts";
import { loadArrow, type RecordBatch, type Schema } from "../../deps/arrow.ts";
import { typeOfArrow } from "../../encode/mod.ts";
import type { Column } from "../../table/mod.ts";
import type { EngineQuery, QueryCounters, QueryResult, RunOptions } from "../engine.ts";
import type { Compiled } from "./compile.ts";
import { countCaches } from "./explained.ts";
import { describe, type Prepared } from "./prepared.ts";
import type { Cursor, Session } from "./session.ts";
import { castForArrow, castForOffset } from "./types.ts";
import { userError } from "./user_error.ts";

/** What a result is made of. */
export interface StartOptions extends RunOptions {
  /** Columns of the result to cast, where that is known; default: they are looked at. */
  readonly casts?: ReadonlyMap<string, string>;
  /** Called once, when nothing more is wanted of the session. */
  readonly release?: () => void;
}

/** What `query` has cost so far. */
export function countersOf(
  prepared: Prepared,
  query: EngineQuery,
  { rows, seconds = secondsOf(prepared) }: { readonly rows: number; readonly seconds?: number },
): QueryCounters {
  const { opened, ...files } = prepared.files.counters();
  return {
    versionsTotal: prepared.versionsTotal,
    versionsSkipped: prepared.versionsSkipped,
    versionsOpened: opened,
    ...files,
    rows,
    seconds,
    ...countCaches(query),
  };
}

function secondsOf({ startedMs }: Prepared): number {
  return (performance.now() - startedMs) / 1000;
}

/** Starts a prepared query. Closing the result closes what was prepared. */
export async function startResult(
  session: Session,
  prepared: Prepared,
  { query, options }: { query: EngineQuery; options: StartOptions },
): Promise<ArrowResult> {
  try {
    let compiled = prepared.compile(options.casts);
    let cursor = await startCursor(session, compiled);
    let schema = await schemaOf(cursor);
    const casts = options.casts ?? await castsFor(schema, { session, compiled });
    if (casts !== options.casts && casts.size > 0) {
      await cursor.close();
      compiled = prepared.compile(casts);
      cursor = await startCursor(session, compiled);
      schema = await schemaOf(cursor);
    }
    const { release, signal } = options;
    return new ArrowResult({
      casts,
      ...{ session, prepared, query, compiled, cursor, schema },
      ...(release === undefined ? {} : { release }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    // An engine that broke off may not let go of its files; what failed first is what counts.
    await prepared.close().catch(() => {});
    throw error;
  }
}

async function startCursor(
  session: Session,
  compiled: Compiled,
): Promise<Cursor> {
  try {
    return await session.start(compiled.sql);
  } catch (error) {
    throw await userError(error, { compiled, session });
  }
}

async function schemaOf(cursor: Cursor): Promise<Schema> {
  const { RecordBatchReader } = await loadArrow();
  const reader = RecordBatchReader.from(cursor.schema);
  return reader.open().schema;
}

/**
 * Result columns that Arrow would carry in another unit, as codes without their dictionary, or
 * without the offset of their times of day.
 */
async function castsFor(
  schema: Schema,
  { session, compiled }: { readonly session: Session; readonly compiled: Compiled },
): Promise<ReadonlyMap<string, string>> {
  const casts = new Map<string, string>();
  if (schema.fields.some(({ type }) => `${type}`.includes("Time64"))) {
    for (const { name, type } of await describe(session, compiled)) {
      const cast = castForOffset(type);
      if (cast !== null) casts.set(name, cast);
    }
  }
  for (const field of schema.fields) {
    const type = castForArrow(field.type);
    if (type !== null) casts.set(field.name, type);
  }
  return casts;
}

interface ResultState {
  readonly session: Session;
  readonly prepared: Prepared;
  readonly query: EngineQuery;
  readonly compiled: Compiled;
  readonly cursor: Cursor;
  readonly schema: Schema;
  readonly casts: ReadonlyMap<string, string>;
  readonly release?: () => void;
  readonly signal?: AbortSignal;
}

/** Record batches of a running statement. */
export class ArrowResult implements QueryResult {
  /** Columns that were cast. */
  readonly casts: ReadonlyMap<string, string>;
  readonly columns: readonly Column[];
  readonly batches: AsyncIterable<RecordBatch>;
  readonly #state: ResultState;
  #rows = 0;
  #seconds: number | null = null;

  constructor(state: ResultState) {
    this.#state = state;
    this.casts = state.casts;
    this.columns = state.schema.fields.map((field) => ({
      name: field.name,
      type: typeOfArrow(field.type),
      nullable: true,
    }));
    this.batches = this.#read();
  }

  counters(): QueryCounters {
    const seconds = this.#seconds ?? secondsOf(this.#state.prepared);
    return countersOf(this.#state.prepared, this.#state.query, { rows: this.#rows, seconds });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#seconds ??= secondsOf(this.#state.prepared);
    await this.#state.cursor.close();
    await this.#state.prepared.close();
    this.#state.release?.();
  }

  async *#read(): AsyncGenerator<RecordBatch> {
    const { cursor, compiled, session, signal } = this.#state;
    const { RecordBatchReader } = await loadArrow();
    try {
      while (true) {
        if (signal?.aborted) throw abortError(signal, "cannot run a query");
        const message = await cursor.next();
        if (message === null) return;
        const bytes = new Uint8Array(cursor.schema.length + message.length);
        bytes.set(cursor.schema);
        bytes.set(message, cursor.schema.length);
        for (const batch of RecordBatchReader.from(bytes)) {
          this.#rows += batch.numRows;
          yield batch;
        }
      }
    } catch (error) {
      throw await userError(error, { compiled, session });
    } finally {
      await this[Symbol.asyncDispose]();
    }
  }
}
