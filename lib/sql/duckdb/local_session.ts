import { type DuckDbBindings, type HeapBound, newDuckDb } from "../../deps/duckdb.ts";
import type { ByteSource } from "../../table/mod.ts";
import type { ParquetTarget } from "../../parquet/mod.ts";
import { topicsIn, userCall, type UserFunction } from "../calls/mod.ts";
import { engineError } from "./errors.ts";
import type { FunctionShelf } from "./native/mod.ts";
import { DISABLED_RULES, SETTINGS } from "./settings.ts";
import { duckDbRuntime, registerFile, takeFailure, unregisterFile } from "./runtime.ts";
import {
  type Cursor,
  MOST_LIMIT_BYTES,
  type RegisteredTarget,
  type Session,
  type SourceOptions,
  UNCOUNTED_BYTES,
} from "./session.ts";

/**
 * A DuckDB in this thread. It blocks the event loop while it computes.
 * @param functions beside those that pond has
 * @throws {PondError} `internal` when the engine doesn't start
 */
export async function openLocalSession(
  functions: readonly UserFunction[] = [],
): Promise<Session> {
  const bindings = await newDuckDb(duckDbRuntime);
  // The instance opens a database in memory by itself; opening another would cost a quarter of the
  // start.
  const session = new LocalSession(bindings, functions);
  await session.run(SETTINGS.join(";\n"));
  return session;
}

class LocalSession implements Session {
  readonly #bindings: DuckDbBindings;
  readonly #connection: number;
  readonly #yours: readonly UserFunction[];
  #shelf: FunctionShelf | null = null;
  #limitBytes: number | null = null;

  constructor(bindings: DuckDbBindings, functions: readonly UserFunction[]) {
    this.#bindings = bindings;
    this.#connection = bindings.connect()._conn;
    this.#yours = functions;
  }

  async run(sql: string): Promise<Uint8Array> {
    await this.#define(sql);
    return await this.#call(() =>
      this.#withRulesFor(sql, () => this.#bindings.runQuery(this.#connection, sql))
    );
  }

  async start(sql: string): Promise<Cursor> {
    await this.#define(sql);
    return await this.#call(() => {
      const connection = this.#bindings.connect()._conn;
      try {
        // Only a prepared statement streams; what the package calls pending collects its whole
        // result first.
        const statement = this.#withRulesFor(
          sql,
          () => this.#bindings.createPrepared(connection, sql),
        );
        const schema = this.#bindings.sendPrepared(connection, statement, []);
        return new LocalCursor({ bindings: this.#bindings, connection, statement, schema });
      } catch (error) {
        this.#bindings.disconnect(connection);
        throw error;
      }
    });
  }

  async plan(sql: string, setup: readonly string[]): Promise<Uint8Array> {
    await this.#define(...setup, sql);
    return await this.#call(() => {
      const connection = this.#bindings.connect()._conn;
      const run = (text: string) => this.#bindings.runQuery(connection, text);
      try {
        for (const statement of setup) run(statement);
        // Else the plan says what is true of tables without rows.
        return this.#withoutStatistics(() => run(`EXPLAIN (FORMAT JSON) ${sql}`));
      } finally {
        this.#bindings.disconnect(connection);
      }
    });
  }

  async check(sql: string, setup: readonly string[]): Promise<void> {
    await this.#define(...setup, sql);
    return await this.#call(() => {
      const connection = this.#bindings.connect()._conn;
      try {
        for (const statement of setup) this.#bindings.runQuery(connection, statement);
        const prepared = this.#bindings.createPrepared(connection, sql);
        this.#bindings.closePrepared(connection, prepared);
      } finally {
        this.#bindings.disconnect(connection);
      }
    });
  }

  /**
   * In an ASOF JOIN, statistics drop a comparison that holds for all rows, and take keys for known.
   */
  #withRulesFor<T>(sql: string, plan: () => T): T {
    return /\basof\b/i.test(sql) ? this.#withoutStatistics(plan) : plan();
  }

  #withoutStatistics<T>(plan: () => T): T {
    const disable = (rules: string) =>
      this.#bindings.runQuery(this.#connection, `SET disabled_optimizers = '${rules}'`);
    disable(`${DISABLED_RULES},statistics_propagation`);
    try {
      return plan();
    } finally {
      disable(DISABLED_RULES);
    }
  }

  async tableNames(sql: string): Promise<readonly string[]> {
    await this.#define(sql);
    return await this.#call(() => this.#bindings.getTableNames(this.#connection, sql));
  }

  /**
   * Loads and defines functions that `statements` could call and the engine doesn't have; most
   * statements call none.
   */
  async #define(...statements: readonly string[]): Promise<void> {
    const sql = statements.join("\n");
    const topics = topicsIn(sql, this.#yours.map(({ name }) => name));
    if (topics.length === 0) return;
    const { FunctionShelf } = await import("./native/mod.ts");
    this.#shelf ??= new FunctionShelf({
      bindings: this.#bindings,
      connection: this.#connection,
      yours: this.#yours.map(userCall),
    });
    this.#shelf.define(sql, topics);
  }

  addSource(source: ByteSource, options: SourceOptions): Promise<string> {
    const counter = options.counter ?? { bytesRead: 0, opened: false };
    return Promise.resolve(
      registerFile({ label: options.label, source, target: null, counter, sizeBytes: 0 }),
    );
  }

  addTarget(target: ParquetTarget, label: string): Promise<RegisteredTarget> {
    const counter = { bytesRead: 0, opened: false };
    const file = { label, source: null, target, counter, sizeBytes: 0 };
    return Promise.resolve({ name: registerFile(file), sizeBytes: () => file.sizeBytes });
  }

  drop(name: string): Promise<void> {
    unregisterFile(name);
    this.#bindings.dropFile(name);
    return Promise.resolve();
  }

  async limitMemory(asked: number): Promise<void> {
    const bytes = Math.min(asked, MOST_LIMIT_BYTES);
    if (bytes === this.#limitBytes) return;
    this.#bindings.heap.limitBytes = bytes + UNCOUNTED_BYTES;
    await this.run(`SET memory_limit = '${Math.ceil(bytes / 1024)}KB'`);
    this.#limitBytes = bytes;
  }

  close(): void {
    this.#bindings.disconnect(this.#connection);
  }

  #call<T>(work: () => T): Promise<T> {
    return call(this.#bindings.heap, work);
  }
}

interface LocalCursorState {
  readonly bindings: DuckDbBindings;
  readonly connection: number;
  readonly statement: number;
  readonly schema: Uint8Array;
}

class LocalCursor implements Cursor {
  readonly #state: LocalCursorState;
  #open = true;

  constructor(state: LocalCursorState) {
    this.#state = state;
  }

  get schema(): Uint8Array {
    return this.#state.schema;
  }

  async next(): Promise<Uint8Array | null> {
    if (!this.#open) return null;
    const { bindings, connection } = this.#state;
    const batch = await call(bindings.heap, () => bindings.fetchQueryResults(connection));
    if (batch.length > 0) return batch;
    await this.close();
    return null;
  }

  close(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      const { bindings, connection, statement } = this.#state;
      bindings.closePrepared(connection, statement);
      bindings.disconnect(connection);
    }
    return Promise.resolve();
  }
}

/**
 * A failed callback may leave a result behind that looks whole, so it counts even when nothing was
 * thrown.
 */
function call<T>(heap: HeapBound, work: () => T): Promise<T> {
  takeFailure();
  heap.exhausted = false;
  try {
    const result = work();
    const failure = takeFailure();
    if (failure) throw failure;
    return Promise.resolve(result);
  } catch (error) {
    return Promise.reject(engineError(error, heap));
  }
}
