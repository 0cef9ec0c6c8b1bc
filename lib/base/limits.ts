import { AsyncLocalStorage } from "node:async_hooks";
import { abortError, timeoutError } from "./abort.ts";

/** What ends work before it is done. */
export interface Limits {
  /** How long it may take from now. */
  readonly timeoutMs?: number;
  /** Ends it: `interrupted`, or `timeout` where that is the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Limits that work is under. */
export interface RunningLimits {
  /** How long it may take from `startedMs`; undefined: as long as it likes. */
  readonly timeoutMs: number | undefined;
  /** By `performance.now()`. */
  readonly startedMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The limits go with the work, however deep it calls and whatever it waits for, and so reach what
 * knows nothing of queries: the reading of a file, the conversion of a source of a source.
 */
const storage = new AsyncLocalStorage<Scope | undefined>();

/** Work that is under limits. */
interface Scope {
  readonly limits: RunningLimits | undefined;
  readonly above: Scope | undefined;
  /** What the work has begun and nobody waits for is under its limits no more. */
  isOver: boolean;
}

/** Does `work` under `limits`, and under those that whoever calls is under, until it is done. */
export function withLimits<T>(limits: Limits, work: () => T): T {
  const above = currentScope();
  const running = limitsWith(limits);
  if (running === above?.limits) return work();
  const scope: Scope = { limits: running, above, isOver: false };
  const end = () => {
    scope.isOver = true;
  };
  let result: T | undefined;
  try {
    return result = storage.run(scope, work);
  } finally {
    if (result instanceof Promise) result.then(end, end);
    else end();
  }
}

/** Does `work` to its end, for what can't be left half done. */
export function withoutLimits<T>(work: () => T): T {
  return storage.run(undefined, work);
}

/** The limits that whoever calls is under. */
export function currentLimits(): RunningLimits | undefined {
  return currentScope()?.limits;
}

/** The limits that whoever calls is under, and `limits`: of two ends the earlier one. */
export function limitsWith({ timeoutMs, signal }: Limits): RunningLimits | undefined {
  const above = currentLimits();
  if (timeoutMs === undefined && signal === undefined) return above;
  const startedMs = performance.now();
  const isAboveEarlier = above !== undefined &&
    endOf(above) <= startedMs + (timeoutMs ?? Infinity);
  const signals = [above?.signal, signal].filter((each) => each !== undefined);
  return {
    timeoutMs: isAboveEarlier ? above.timeoutMs : timeoutMs,
    startedMs: isAboveEarlier ? above.startedMs : startedMs,
    signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
  };
}

/**
 * Ends the work that asks, where its time is over or its signal says so. Cheap enough to be asked
 * for every chunk; where nothing waits for the event loop nothing else would end it.
 * @throws {PondError} `timeout`, `interrupted`
 */
export function checkLimits(): void {
  const limits = currentLimits();
  if (!limits) return;
  if (limits.signal?.aborted) throw abortError(limits.signal, "cannot go on");
  if (performance.now() >= endOf(limits)) throw timeoutError(limits.timeoutMs!);
}

/** How long the work may still take; `Infinity` where nothing says. */
export function remainingMs(): number {
  const limits = currentLimits();
  return limits ? Math.max(0, endOf(limits) - performance.now()) : Infinity;
}

/**
 * What `promise` gives, unless the time is over before: for what others may never do.
 * @throws {PondError} `timeout`, `interrupted`
 */
export async function untilLimit<T>(promise: Promise<T>): Promise<T> {
  const limits = currentLimits();
  if (!limits) return await promise;
  const ended = Promise.withResolvers<never>();
  const { signal, timeoutMs } = limits;
  const abort = () => ended.reject(abortError(signal!, "cannot go on"));
  const timer = timeoutMs === undefined
    ? undefined
    : setTimeout(() => ended.reject(timeoutError(timeoutMs)), remainingMs());
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    return await Promise.race([promise, ended.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function currentScope(): Scope | undefined {
  let scope = storage.getStore();
  while (scope?.isOver) scope = scope.above;
  return scope;
}

function endOf({ startedMs, timeoutMs }: RunningLimits): number {
  return startedMs + (timeoutMs ?? Infinity);
}
