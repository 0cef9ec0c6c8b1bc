import { abortError, PondError, timeoutError } from "../../base/mod.ts";
import type { UserFunction } from "../calls/mod.ts";
import type { Lease } from "./session.ts";
import { openWorkerSession, type SessionLimits, type WorkerSession } from "./worker_session.ts";

/** How often whoever waits looks whether all threads wait as well. */
const LOOK_MS = 25;
/**
 * So many looks in a row must show that, since between two steps of a query its thread is at rest.
 */
const QUIET_LOOKS = 3;

/**
 * Sessions in threads, each for one query at a time, opened as they are needed and warm from then
 * on. A query that finds all at work waits for one. Where none works and none is given back, as
 * when rows of one query are asked for in a loop over another's, one more is opened, which ends
 * with that query.
 */
export class SessionPool {
  readonly #size: number;
  readonly #functions: readonly UserFunction[];
  readonly #idle: WorkerSession[] = [];
  readonly #leased = new Set<WorkerSession>();
  readonly #waiting = new Set<() => void>();
  #opening = 0;
  #warming: Promise<WorkerSession> | null = null;
  #isClosed = false;

  /** @param functions what each of them gets beside SQL's own */
  constructor(size: number, functions: readonly UserFunction[] = []) {
    this.#size = size;
    this.#functions = functions;
  }

  /** Opens the first session before it is asked for. */
  async warm(): Promise<void> {
    if (this.#count > 0) return;
    const warming = this.#open({});
    this.#warming = warming;
    try {
      const session = await warming;
      // Else somebody took it while it was opening.
      if (this.#warming === warming) this.#rest(session);
    } finally {
      if (this.#warming === warming) this.#warming = null;
    }
  }

  /**
   * A session for one query, which is ended with it when the time is over or the signal says so.
   * @throws {PondError} `timeout`, `interrupted` also for the wait; `permission`
   */
  async take(given: SessionLimits): Promise<Lease> {
    const limits = { ...given, startedMs: given.startedMs ?? performance.now() };
    for (let quietLooks = 0;;) {
      if (this.#isClosed) throw closedError();
      const warming = this.#warming;
      if (warming) {
        this.#warming = null;
        return this.#lease(await warming, limits);
      }
      const idle = this.#idle.pop();
      if (idle) return this.#lease(idle, limits);
      if (this.#count < this.#size || quietLooks === QUIET_LOOKS) {
        return this.#lease(await this.#open(limits), limits);
      }
      await this.#wait(limits);
      const isQuiet = this.#opening === 0 &&
        [...this.#leased].every((session) => !session.isWorking);
      quietLooks = isQuiet ? quietLooks + 1 : 0;
    }
  }

  /** Ends all sessions, whatever they compute. */
  close(): void {
    this.#isClosed = true;
    for (const session of [...this.#idle.splice(0), ...this.#leased]) session.close();
    this.#wake();
  }

  get #count(): number {
    return this.#idle.length + this.#leased.size + this.#opening;
  }

  async #open(limits: SessionLimits): Promise<WorkerSession> {
    this.#opening++;
    try {
      const session = await openWorkerSession(limits, this.#functions);
      if (!this.#isClosed) return session;
      session.close();
      throw closedError();
    } finally {
      this.#opening--;
      this.#wake();
    }
  }

  #lease(session: WorkerSession, limits: SessionLimits): Lease {
    session.hold(true);
    session.limit(limits);
    this.#leased.add(session);
    return {
      session,
      release: () => {
        if (!this.#leased.delete(session)) return;
        session.limit({});
        this.#rest(session);
        this.#wake();
      },
    };
  }

  #rest(session: WorkerSession): void {
    if (session.isSpent || this.#isClosed || this.#count >= this.#size) return session.close();
    session.hold(false);
    this.#idle.push(session);
  }

  /** Until a session is given back, but no longer than a look. */
  async #wait({ timeoutMs, signal, startedMs = 0 }: SessionLimits): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, LOOK_MS);
      this.#waiting.add(done);
    });
    if (signal?.aborted) throw abortError(signal, "cannot run a query");
    if (timeoutMs !== undefined && performance.now() - startedMs >= timeoutMs) {
      throw timeoutError(timeoutMs, "cannot run a query");
    }
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}

function closedError(): PondError {
  return new PondError("interrupted", "cannot run a query: the engine has been closed");
}
