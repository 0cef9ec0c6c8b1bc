import type { UserFunction } from "../calls/mod.ts";
import { openLocalSession } from "./local_session.ts";
import type { Session } from "./session.ts";

/**
 * The session of an engine that was closed. A DuckDB takes a fifth of a second to start and keeps
 * nothing of what it was asked, so the next engine of this process gets it as good as new.
 */
let spare: Session | null = null;

/**
 * A session in this thread, for one engine alone.
 * @param functions beside those that pond has; a session with some is of no use to others
 * @throws {PondError} `internal` when the engine doesn't start
 */
export async function takeSession(functions: readonly UserFunction[] = []): Promise<Session> {
  if (functions.length > 0) return await openLocalSession(functions);
  const taken = spare;
  spare = null;
  return taken ?? await openLocalSession();
}

/** Gives back a session that is whole, taken for no functions of one's own. */
export function returnSession(session: Session): void {
  if (spare === null) spare = session;
  else session.close();
}
