import { isPondError, PondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";

/** What to remove. */
export interface RmOptions {
  readonly argv: readonly string[];
  readonly paths: readonly string[];
  /** Directories with all they hold. */
  readonly recursive: boolean;
  /** Only this version of a series, which is the one path. */
  readonly version?: number | undefined;
  /** Passes over what doesn't exist. */
  readonly force?: boolean;
}

/**
 * Removes nodes, all or none, in one transaction. Old versions stay in the log.
 * @returns how many of the paths were removed
 * @throws {PondError} `not-found`, `not-empty`, `read-only`, `conflict`
 */
export async function rmCommand(pond: Pond, options: RmOptions): Promise<number> {
  const { argv, version, paths: [path, ...more] } = options;
  if (version !== undefined && path !== undefined) {
    if (more.length > 0) {
      throw new PondError("usage", "cannot remove a version of several series at once", {
        hint: "name one series with --version",
      });
    }
    const { transaction } = await pond.transact(argv, (change) => change.withdraw(path, version));
    return transaction === null ? 0 : 1;
  }
  const { value } = await pond.transact(options.argv, async (change) => {
    let removed = 0;
    for (const path of options.paths) {
      try {
        await change.remove(path, { recursive: options.recursive });
        removed++;
      } catch (error) {
        // Absence is what `force` wants.
        if (!options.force || !isPondError(error, "not-found")) throw error;
      }
    }
    return removed;
  });
  return value;
}
