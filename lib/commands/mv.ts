import type { Pond } from "../pond/mod.ts";
import { baseName } from "../paths/mod.ts";
import { canonicalPath, targetPath } from "./tree_facts.ts";

/** What to move where. */
export interface MvOptions {
  readonly argv: readonly string[];
  readonly sources: readonly string[];
  /** A directory when there are several sources, or with a trailing `/`. */
  readonly destination: string;
}

/**
 * Moves or renames nodes, all or none, in one transaction.
 * @throws {PondError} `not-found`, `exists`, `not-a-directory`, `invalid-path` into itself,
 *   `read-only`, `conflict`
 */
export async function mvCommand(pond: Pond, options: MvOptions): Promise<void> {
  const { sources, destination } = options;
  const mustBeDirectory = sources.length > 1 || destination.endsWith("/");
  await pond.transact(options.argv, async (change) => {
    for (const source of sources) {
      const from = canonicalPath(source);
      const to = await targetPath(change.tree, destination, {
        name: baseName(from),
        mustBeDirectory,
      });
      await change.move(from, to);
    }
  });
}
