import { RecentMap } from "../../base/mod.ts";
import type { Session } from "./session.ts";

/** Longer keys are not worth their room. */
const MAX_KEY_LENGTH = 32 * 1024;

/**
 * What each session has found out, by a text that says everything it follows from; the most recent
 * `limit` of it.
 */
export class SessionCache<V extends NonNullable<unknown>> {
  readonly #sessions = new WeakMap<Session, RecentMap<string, V>>();

  constructor(readonly limit: number) {}

  /** @param key null: nothing is kept */
  get(session: Session, key: string | null): V | undefined {
    return key === null ? undefined : this.#sessions.get(session)?.get(key);
  }

  /** @param key null: nothing is kept */
  set(session: Session, key: string | null, value: V): void {
    if (key === null || key.length > MAX_KEY_LENGTH) return;
    const known = this.#sessions.get(session) ?? new RecentMap<string, V>(this.limit);
    this.#sessions.set(session, known);
    known.set(key, value);
  }
}
