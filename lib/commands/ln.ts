import type { Pond } from "../pond/mod.ts";

/** Which link to make. */
export interface LnOptions {
  readonly argv: readonly string[];
  /** A pond path, absolute or relative to the link's directory; need not exist. */
  readonly target: string;
  readonly path: string;
}

/**
 * Makes a symbolic link.
 * @throws {PondError} `exists`, `not-found` for the link's directory, `invalid-path`, `read-only`
 */
export async function lnCommand(pond: Pond, options: LnOptions): Promise<void> {
  await pond.transact(options.argv, (change) => change.makeLink(options.path, options.target));
}
