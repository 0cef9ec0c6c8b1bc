import { initPond } from "../pond/mod.ts";
import { locateNewPond } from "./locate.ts";

/** Where the new pond goes. */
export interface InitOptions {
  readonly directory?: string | undefined;
  /** `--pond`, else `$POND`. */
  readonly given?: string | undefined;
}

/**
 * Makes a pond.
 * @returns its host path
 * @throws {PondError} `exists` when there is one already; `permission`, `no-space`, `io`
 */
export async function initCommand(options: InitOptions): Promise<string> {
  const hostPath = await locateNewPond(options.directory, options.given);
  await using pond = await initPond(hostPath);
  return pond.hostPath;
}
