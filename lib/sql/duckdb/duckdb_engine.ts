import { abortError, limitsWith, systemEnvironment } from "../../base/mod.ts";
import { loadArrow } from "../../deps/arrow.ts";
import type { Column } from "../../table/mod.ts";
import type {
  EngineQuery,
  Explanation,
  QueryResult,
  RunOptions,
  SqlEngine,
  SqlEngineOptions,
} from "../engine.ts";
import type { ParquetTarget, WriteSummary } from "../../parquet/mod.ts";
import { checkStatement, distinctNames } from "../syntax/mod.ts";
import { isBreakdown } from "./breakdown.ts";
import { mayAskTheTime, setClock } from "./clock.ts";
import { explainRelations } from "./explained.ts";
import { listPivots } from "./listed_pivots.ts";
import { orderContext, planOrder } from "./order_plan.ts";
import { explainOrdered, startOrdered, writeOrdered } from "./ordered.ts";
import { formatPlan, type PlanNode, readPlan } from "./plan.ts";
import { describe, prepare, prepareColumns, type Prepared } from "./prepared.ts";
import { countersOf, startResult } from "./result.ts";
import type { Lease, Session } from "./session.ts";
import { SessionPool } from "./session_pool.ts";
import { returnSession, takeSession } from "./spare_session.ts";
import { typeOfSql } from "./types.ts";
import { userError } from "./user_error.ts";
import { writePrepared } from "./write_prepared.ts";
import { openWorkerSession, type SessionLimits } from "./worker_session.ts";

/**
 * Memory of the engine itself, beside what the process needs: enough to sort ten million rows of a
 * few columns.
 */
const DEFAULT_MEMORY_LIMIT_BYTES = 3 * 1024 ** 3;

/** What a session is taken for. */
interface LeaseOptions extends RunOptions {
  /** Nothing is run on it, so there is nothing that a limit would have to end. */
  readonly isShort?: boolean;
}

/** The built-in engine: DuckDB-WASM in this thread, started with the first query. */
export class DuckDbEngine implements SqlEngine {
  readonly #options: SqlEngineOptions;
  readonly #pool: SessionPool | null;
  #session: Promise<Session> | null = null;

  constructor(options: SqlEngineOptions) {
    this.#options = options;
    this.#pool = options.threads ? new SessionPool(options.threads, options.functions) : null;
  }

  start(): void {
    const session = this.#pool ? this.#pool.warm() : this.#shared();
    const ready = Promise.all([session, loadArrow()]);
    ready.catch(() => {}); // The query that needs them will try again.
  }

  async run(given: EngineQuery, options: RunOptions = {}): Promise<QueryResult> {
    const query = await this.#listed(given, options);
    const lease = await this.#lease(query, options);
    const { signal } = limitsWith(options) ?? {};
    try {
      const plan = await planOrder(query, orderContext(lease.session, this.#options));
      if (plan) {
        return await startOrdered(plan, {
          ...options,
          ...(signal ? { signal } : {}),
          ...lease,
          query,
        });
      }
      const prepared = await prepare(lease.session, query, options);
      return await startResult(lease.session, prepared, {
        query,
        options: { ...options, ...(signal ? { signal } : {}), release: lease.release },
      });
    } catch (error) {
      lease.release();
      throw this.#noted(error);
    }
  }

  async columns(given: EngineQuery): Promise<readonly Column[]> {
    const query = await this.#listed(given);
    return await this.#with({ query, options: { isShort: true } }, async (session) => {
      const prepared = await prepareColumns(session, query);
      try {
        const described = await describe(session, prepared.compile());
        return described.map(({ name, type }) => ({
          name,
          type: typeOfSql(type),
          nullable: true,
        }));
      } finally {
        await prepared.close();
      }
    });
  }

  relationNames(sql: string): Promise<readonly string[]> {
    try {
      return Promise.resolve(distinctNames(checkStatement(sql).references));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async writeParquet(
    given: EngineQuery,
    target: ParquetTarget,
    options: RunOptions = {},
  ): Promise<WriteSummary> {
    const query = await this.#listed(given, options);
    return await this.#with({ query, options }, async (session) => {
      const plan = await planOrder(query, orderContext(session, this.#options));
      if (plan) {
        try {
          return await writeOrdered(plan, target, { ...options, session, query });
        } finally {
          plan.close();
        }
      }
      const prepared = await prepare(session, query, options);
      try {
        return await writePrepared(session, prepared, { target, label: "the result" });
      } finally {
        await prepared.close();
      }
    });
  }

  async explain(given: EngineQuery, options: RunOptions = {}): Promise<Explanation> {
    const query = await this.#listed(given, options);
    const analyze = (session: Session, prepared: Prepared) => this.#analyze(session, prepared);
    return await this.#with({ query, options }, async (session) => {
      const order = await planOrder(query, orderContext(session, this.#options));
      const { plan, counters } = order
        ? await explainOrdered(order, { ...options, session, query, analyze })
        : await this.#explainOnce(session, query, options);
      return { relations: explainRelations(query), plan: plan ? formatPlan(plan) : "", counters };
    });
  }

  close(): void {
    this.#pool?.close();
    const isOwn = (this.#options.functions?.length ?? 0) > 0;
    this.#session?.then(isOwn ? (session) => session.close() : returnSession, () => {});
    this.#session = null;
  }

  /** The query with the columns of each PIVOT, for which the values are asked first. */
  #listed(query: EngineQuery, options: RunOptions = {}): Promise<EngineQuery> {
    return listPivots(query, async (question) => {
      const values: string[] = [];
      await using result = await this.run(question, options);
      for await (const batch of result.batches) {
        const column = batch.getChildAt(0)!;
        for (let row = 0; row < batch.numRows; row++) values.push(String(column.get(row)));
      }
      return values;
    });
  }

  async #explainOnce(session: Session, query: EngineQuery, options: RunOptions) {
    const prepared = await prepare(session, query, options);
    try {
      const plan = await this.#analyze(session, prepared);
      return { plan, counters: countersOf(prepared, query, { rows: plan?.rows ?? 0 }) };
    } finally {
      await prepared.close();
    }
  }

  /** Runs a query for its plan, with the rows that passed each step. */
  async #analyze(session: Session, prepared: Prepared): Promise<PlanNode | null> {
    const compiled = prepared.compile();
    try {
      return await readPlan(await session.run(`EXPLAIN (ANALYZE, FORMAT JSON) ${compiled.sql}`));
    } catch (error) {
      throw await userError(error, { compiled, session });
    }
  }

  /** Runs `work` for `query` on a session under the limits of `options`. */
  async #with<T>(
    { query, options }: { readonly query: EngineQuery; readonly options: LeaseOptions },
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const lease = await this.#lease(query, options);
    try {
      return await work(lease.session);
    } catch (error) {
      throw this.#noted(error);
    } finally {
      lease.release();
    }
  }

  /**
   * A session of the pool, or that of this thread, or, where time is limited there, one that can be
   * ended.
   */
  async #lease(query: EngineQuery, options: LeaseOptions): Promise<Lease> {
    const lease = await this.#take(options);
    const limit = options.memoryLimitBytes ?? this.#options.memoryLimitBytes ??
      DEFAULT_MEMORY_LIMIT_BYTES;
    try {
      await lease.session.limitMemory(limit);
      if (mayAskTheTime(query)) {
        const { environment = systemEnvironment } = this.#options;
        await setClock(lease.session, environment.nowUs());
      }
      return lease;
    } catch (error) {
      lease.release();
      throw this.#noted(error);
    }
  }

  async #take(options: LeaseOptions): Promise<Lease> {
    const limits: SessionLimits = limitsWith(options) ?? {};
    if (limits.signal?.aborted) throw abortError(limits.signal, "cannot run a query");
    if (this.#pool) return await this.#pool.take(limits);
    if (limits.timeoutMs === undefined || options.isShort) {
      return { session: await this.#shared(), release: () => {} };
    }
    const session = await openWorkerSession(limits, this.#options.functions);
    return { session, release: () => session.close() };
  }

  async #shared(): Promise<Session> {
    const opening = this.#session ??= takeSession(this.#options.functions);
    try {
      return await opening;
    } catch (error) {
      this.#session = null;
      throw error;
    }
  }

  /** An engine that broke down is replaced for the next query. */
  #noted(error: unknown): unknown {
    if (isBreakdown(error)) this.#session = null;
    return error;
  }
}
