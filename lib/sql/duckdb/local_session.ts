import { type DuckDbBindings, type HeapBound, newDuckDb } from "../../deps/duckdb.ts";
import type { ByteSource } from "../../table/mod.ts";
import type { ParquetTarget } from "../../parquet/mod.ts";
import { engineError } from "./errors.ts";
import { parsePlan, type PlanNode } from "./plan.ts";
import { ASOF_BY_INTERVALS, DISABLED_RULES, MacroShelf, SETTINGS } from "../mend/mod.ts";
import { duckDbRuntime, registerFile, takeFailure, unregisterFile } from "./runtime.ts";
import {
  type Cursor,
  type RegisteredTarget,
  type RunSettings,
  type Session,
  type SourceOptions,
  UNCOUNTED_BYTES,
} from "./session.ts";

/** After so many calls, a second, a statement goes without a plan: then files are read that it may not need. */
const PLANNING_CALLS = 10;

/**
 * A DuckDB in this thread. It blocks the event loop while it computes.
 * @throws {PondError} `internal` when the engine doesn't start
 */
export async function openLocalSession(): Promise<Session> {
  const printed: string[] = [];
  const bindings = await newDuckDb(duckDbRuntime, (line) => void printed.push(line));
  // The instance opens a database in memory by itself; opening another would cost a quarter of the start.
  const session = new LocalSession(bindings, printed);
  await session.run(SETTINGS.join(";\n"));
  return session;
}

class LocalSession implements Session {
  readonly #bindings: DuckDbBindings;
  readonly #connection: number;
  readonly #macros = new MacroShelf();
  readonly #printed: string[];
  #limitBytes: number | null = null;

  constructor(bindings: DuckDbBindings, printed: string[]) {
    this.#bindings = bindings;
    this.#printed = printed;
    this.#connection = bindings.connect()._conn;
  }

  run(sql: string, settings: RunSettings = {}): Promise<Uint8Array> {
    return this.#call(() => {
      this.#define(sql);
      this.#chooseAsOf(this.#connection, sql);
      return this.#without(
        rulesOff(sql, settings),
        () => this.#bindings.runQuery(this.#connection, sql),
      );
    });
  }

  start(
    sql: string,
    options: RunSettings & { readonly profile?: boolean } = {},
  ): Promise<Cursor> {
    return this.#call(() => {
      this.#define(sql);
      const connection = this.#bindings.connect()._conn;
      try {
        this.#chooseAsOf(connection, sql);
        if (options.profile) this.#profile(connection);
        // Only a prepared statement streams; what the package calls pending collects its whole result first.
        const statement = this.#without(
          rulesOff(sql, options),
          () => this.#bindings.createPrepared(connection, sql),
        );
        const schema = this.#bindings.sendPrepared(connection, statement, []);
        const printed = options.profile ? this.#printed : null;
        return new LocalCursor({
          bindings: this.#bindings,
          connection,
          statement,
          schema,
          printed,
        });
      } catch (error) {
        this.#bindings.disconnect(connection);
        throw error;
      }
    });
  }

  plan(sql: string, setup: readonly string[]): Promise<PlanNode | null> {
    return this.#call(() => {
      this.#define(...setup, sql);
      const connection = this.#bindings.connect()._conn;
      const run = (text: string) => this.#bindings.runQuery(connection, text);
      try {
        for (const statement of setup) run(statement);
        this.#profile(connection);
        // The engine profiles what it has run to its end, a tenth of a second at a call. Over empty tables that takes a few
        // milliseconds, but not where SQL makes rows by itself, or where the machine is busy.
        let result = this.#without(
          "statistics_propagation",
          () => this.#bindings.startPendingQuery(connection, sql),
        );
        for (let calls = 1; result === null && calls < PLANNING_CALLS; calls++) {
          result = this.#bindings.pollPendingQuery(connection);
        }
      } finally {
        this.#bindings.disconnect(connection);
      }
      return parsePlan(this.#printed.splice(0));
    });
  }

  check(sql: string, setup: readonly string[]): Promise<void> {
    return this.#call(() => {
      this.#define(...setup, sql);
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

  /** Defines what `statements` could call and the session doesn't have yet. */
  #define(...statements: readonly string[]): void {
    const definitions = this.#macros.neededBy(statements.join("\n"));
    if (definitions.length === 0) return;
    this.#bindings.runQuery(this.#connection, definitions.join(";\n"));
    this.#macros.remove(definitions);
  }

  /** Calls `plan` with more optimizer rules off, named with commas between. */
  #without<T>(more: string | null, plan: () => T): T {
    if (more === null) return plan();
    const disable = (rules: string) =>
      this.#bindings.runQuery(this.#connection, `SET disabled_optimizers = '${rules}'`);
    disable(`${DISABLED_RULES},${more}`);
    try {
      return plan();
    } finally {
      disable(DISABLED_RULES);
    }
  }

  /** Which of the engine's two ways of computing an ASOF JOIN `connection` takes. */
  #chooseAsOf(connection: number, sql: string): void {
    if (!/\basof\b/i.test(sql)) return;
    const byIntervals = sql.includes(ASOF_BY_INTERVALS);
    this.#bindings.runQuery(connection, `SET debug_asof_iejoin = ${byIntervals}`);
  }

  #profile(connection: number): void {
    this.#printed.length = 0;
    this.#bindings.runQuery(connection, "PRAGMA enable_profiling = 'json'");
  }

  async tableNames(sql: string): Promise<readonly string[]> {
    return await this.#call(() => {
      this.#define(sql);
      return this.#bindings.getTableNames(this.#connection, sql);
    });
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

  async limitMemory(bytes: number): Promise<void> {
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
  /** Where the engine prints the profile, if it makes one. */
  readonly printed: string[] | null;
}

class LocalCursor implements Cursor {
  plan: PlanNode | null = null;
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
      const { bindings, connection, statement, printed } = this.#state;
      bindings.closePrepared(connection, statement);
      bindings.disconnect(connection);
      this.plan = printed && parsePlan(printed.splice(0));
    }
    return Promise.resolve();
  }
}

/**
 * Optimizer rules to switch off for one statement. `statistics_propagation` drops a comparison that holds for all rows, and
 * without it an ASOF JOIN pairs each row with every other.
 */
function rulesOff(sql: string, { literally }: RunSettings): string | null {
  const rules = [
    ...(literally ? ["expression_rewriter"] : []),
    ...(/\basof\b/i.test(sql) ? ["statistics_propagation"] : []),
  ];
  return rules.length > 0 ? rules.join(",") : null;
}

/** A failed callback may leave a result behind that looks whole, so it counts even when nothing was thrown. */
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
