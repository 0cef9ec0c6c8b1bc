import type { RecordBatch } from "../../deps/arrow.ts";
import { ParquetJoiner, type ParquetTarget, type WriteSummary } from "../../parquet/mod.ts";
import type { Column, Relation } from "../../table/mod.ts";
import type { EngineQuery, QueryCounters, QueryResult, RunOptions } from "../engine.ts";
import { inTimeOrder } from "../in_order.ts";
import { FileSet } from "./file_set.ts";
import type { OrderPlan } from "./order_plan.ts";
import type { PlanNode } from "./plan.ts";
import { prepare, type Prepared } from "./prepared.ts";
import { type ArrowResult, countersOf, startResult } from "./result.ts";
import type { Session } from "./session.ts";
import { writePrepared } from "./write_prepared.ts";

/** What an ordered query runs with. */
export interface OrderedOptions extends RunOptions {
  /** As it was asked: what is counted of caches is counted of it. */
  readonly query: EngineQuery;
  readonly session: Session;
  /** Called once, when nothing more is wanted of the session. */
  readonly release: () => void;
}

/**
 * The rows of all parts, one part after the other.
 * @throws {PondError} as `SqlEngine.run`
 */
export async function startOrdered(
  plan: OrderPlan,
  options: OrderedOptions,
): Promise<QueryResult> {
  const files = new FileSet(options.session, options.onProgress);
  const parts = new Parts(plan, { ...options, files });
  try {
    return new OrderedResult(parts, await parts.start(0), options);
  } catch (error) {
    await parts.close().catch(() => {});
    throw error;
  }
}

/** Writes the rows of all parts as one file. @throws {PondError} as `SqlEngine.writeParquet` */
export async function writeOrdered(
  plan: OrderPlan,
  target: ParquetTarget,
  options: Omit<OrderedOptions, "release">,
): Promise<WriteSummary> {
  const { session } = options;
  const label = "the result";
  const files = new FileSet(session, options.onProgress);
  const joiner = new ParquetJoiner(target, { label });
  let left = plan.order.limit ?? Infinity;
  try {
    for (const [i, part] of plan.parts.entries()) {
      if (left === 0 && i > 0) break;
      const prepared = await prepare(session, partQuery(part, plan, left), { ...options, files });
      const to = { target: joiner.newPart(), label };
      const { footer, rows } = await writePrepared(session, prepared, to);
      joiner.take(footer!);
      left -= rows;
    }
    return joiner.finish();
  } finally {
    await files.close();
  }
}

/** The plan of the first part, and what all of them have cost. */
export async function explainOrdered(
  order: OrderPlan,
  { analyze, ...options }: Omit<OrderedOptions, "release"> & {
    readonly analyze: (session: Session, prepared: Prepared) => Promise<PlanNode | null>;
  },
): Promise<{ readonly plan: PlanNode | null; readonly counters: QueryCounters }> {
  const { session, query } = options;
  const files = new FileSet(session, options.onProgress);
  const startedMs = performance.now();
  const { limit = Infinity } = order.order;
  let [rows, plan, last]: [number, PlanNode | null, Prepared | null] = [0, null, null];
  try {
    for (const part of order.parts) {
      if (rows >= limit && last) break;
      last = await prepare(session, partQuery(part, order, limit - rows), { ...options, files });
      const found = await analyze(session, last);
      rows += found?.rows ?? 0;
      plan ??= found;
    }
    const seconds = (performance.now() - startedMs) / 1000;
    return { plan, counters: countersOfAll(last!, files, { query, rows, seconds }) };
  } finally {
    order.close();
    await files.close();
  }
}

/** Of files that several parts have read: `last` has seen as many versions as each of them. */
function countersOfAll(
  last: Prepared,
  files: FileSet,
  { query, ...done }: {
    readonly query: EngineQuery;
    readonly rows: number;
    readonly seconds: number;
  },
): QueryCounters {
  const counters = countersOf(last, query, done);
  return { ...counters, versionsSkipped: counters.versionsTotal - files.retainedCount };
}

function partQuery(part: Relation, { order }: OrderPlan, left: number): EngineQuery {
  const limit = left === Infinity ? {} : { limit: left };
  return inTimeOrder(part, { column: order.column, ...limit });
}

interface PartsOptions extends OrderedOptions {
  readonly files: FileSet;
}

/** The parts of a plan, run one by one over one set of files. */
class Parts {
  readonly files: FileSet;
  /** Rows that are still wanted. */
  left: number;
  /** Of the part that was started last. */
  prepared: Prepared | null = null;
  readonly #plan: OrderPlan;
  readonly #options: PartsOptions;
  #isOpen = true;

  constructor(plan: OrderPlan, options: PartsOptions) {
    this.#plan = plan;
    this.#options = options;
    this.files = options.files;
    this.left = plan.order.limit ?? Infinity;
  }

  get count(): number {
    return this.#plan.parts.length;
  }

  async start(index: number, casts?: ReadonlyMap<string, string>): Promise<ArrowResult> {
    const { release: _, ...options } = this.#options;
    const { session } = options;
    const query = partQuery(this.#plan.parts[index]!, this.#plan, this.left);
    const prepared = await prepare(session, query, options);
    this.prepared = prepared;
    return await startResult(session, prepared, {
      query,
      options: { ...options, ...(casts === undefined ? {} : { casts }) },
    });
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      await this.files.close();
    } finally {
      this.#plan.close();
      this.#options.release();
    }
  }
}

class OrderedResult implements QueryResult {
  readonly columns: readonly Column[];
  readonly batches: AsyncIterable<RecordBatch>;
  readonly #parts: Parts;
  readonly #query: EngineQuery;
  readonly #startedMs = performance.now();
  #current: ArrowResult;
  #rows = 0;
  #seconds: number | null = null;

  constructor(parts: Parts, first: ArrowResult, { query }: OrderedOptions) {
    this.#parts = parts;
    this.#query = query;
    this.#current = first;
    this.columns = first.columns;
    this.batches = this.#read();
  }

  counters(): QueryCounters {
    const { prepared, files } = this.#parts;
    const seconds = this.#seconds ?? (performance.now() - this.#startedMs) / 1000;
    return countersOfAll(prepared!, files, {
      query: this.#query,
      rows: this.#rows,
      seconds,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#seconds ??= (performance.now() - this.#startedMs) / 1000;
    try {
      await this.#current[Symbol.asyncDispose]();
    } finally {
      await this.#parts.close();
    }
  }

  async *#read(): AsyncGenerator<RecordBatch> {
    const parts = this.#parts;
    try {
      for (let index = 0; index < parts.count && (parts.left > 0 || index === 0); index++) {
        if (index > 0) this.#current = await parts.start(index, this.#current.casts);
        for await (const batch of this.#current.batches) {
          this.#rows += batch.numRows;
          parts.left -= batch.numRows;
          yield batch;
        }
      }
    } finally {
      await this[Symbol.asyncDispose]();
    }
  }
}
