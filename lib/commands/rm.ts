import type { Pond } from "../pond/mod.ts";

/** What to remove. */
export interface RmOptions {
  readonly argv: readonly string[];
  readonly paths: readonly string[];
  /** Directories with all they hold. */
  readonly recursive: boolean;
}

/**
 * Removes nodes, all or none, in one transaction. Old versions stay in the log.
 * @throws {PondError} `not-found`, `not-empty`, `read-only`, `conflict`
 */
export async function rmCommand(pond: Pond, options: RmOptions): Promise<void> {
  await pond.transact(options.argv, async (change) => {
    for (const path of options.paths) await change.remove(path, { recursive: options.recursive });
  });
}
