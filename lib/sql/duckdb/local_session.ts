import { type DuckDbBindings, newDuckDb } from "../../deps/duckdb.ts";
import type { ByteSource } from "../../tinyfs/mod.ts";
import type { ParquetTarget } from "../engine.ts";
import { engineError } from "./errors.ts";
import { duckDbRuntime, registerFile, takeFailure, unregisterFile } from "./runtime.ts";
import type { Cursor, RegisteredTarget, Session, SourceOptions } from "./session.ts";

/** What every session says first. */
export interface SessionOptions {
  readonly prelude: readonly string[];
}

/**
 * A DuckDB in this thread. It blocks the event loop while it computes.
 * @throws {PondError} `internal` when the engine doesn't start
 */
export async function openLocalSession(options: SessionOptions): Promise<Session> {
  const bindings = await newDuckDb(duckDbRuntime);
  bindings.open({});
  const session = new LocalSession(bindings);
  for (const statement of options.prelude) await session.run(statement);
  return session;
}

class LocalSession implements Session {
  readonly #bindings: DuckDbBindings;
  readonly #connection: number;

  constructor(bindings: DuckDbBindings) {
    this.#bindings = bindings;
    this.#connection = bindings.connect()._conn;
  }

  async run(sql: string): Promise<Uint8Array> {
    return await call(() => this.#bindings.runQuery(this.#connection, sql));
  }

  async start(sql: string): Promise<Cursor> {
    const connection = this.#bindings.connect()._conn;
    try {
      const schema = await call(() => {
        let answer = this.#bindings.startPendingQuery(connection, sql);
        while (answer === null) answer = this.#bindings.pollPendingQuery(connection);
        return answer;
      });
      return new LocalCursor(this.#bindings, connection, schema);
    } catch (error) {
      this.#bindings.disconnect(connection);
      throw error;
    }
  }

  async tableNames(sql: string): Promise<readonly string[]> {
    return await call(() => this.#bindings.getTableNames(this.#connection, sql));
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

  close(): void {
    this.#bindings.disconnect(this.#connection);
  }
}

class LocalCursor implements Cursor {
  readonly schema: Uint8Array;
  readonly #bindings: DuckDbBindings;
  readonly #connection: number;
  #open = true;

  constructor(bindings: DuckDbBindings, connection: number, schema: Uint8Array) {
    this.#bindings = bindings;
    this.#connection = connection;
    this.schema = schema;
  }

  async next(): Promise<Uint8Array | null> {
    if (!this.#open) return null;
    const batch = await call(() => this.#bindings.fetchQueryResults(this.#connection));
    if (batch.length > 0) return batch;
    await this.close();
    return null;
  }

  close(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      this.#bindings.cancelPendingQuery(this.#connection);
      this.#bindings.disconnect(this.#connection);
    }
    return Promise.resolve();
  }
}

/** A failed callback may leave a result behind that looks whole, so it counts even when nothing was thrown. */
function call<T>(work: () => T): Promise<T> {
  takeFailure();
  try {
    const result = work();
    const failure = takeFailure();
    if (failure) throw failure;
    return Promise.resolve(result);
  } catch (error) {
    return Promise.reject(engineError(error));
  }
}
