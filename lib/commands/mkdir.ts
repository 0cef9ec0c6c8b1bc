import { PondError } from "../base/mod.ts";
import type { Pond, PondChange } from "../pond/mod.ts";
import { formatPath, parsePath } from "../paths/mod.ts";
import { nodeAt } from "./tree_facts.ts";

/** What to make. */
export interface MkdirOptions {
  readonly argv: readonly string[];
  readonly paths: readonly string[];
  /** Makes missing parents; a directory that is there already is fine. */
  readonly parents: boolean;
}

/**
 * Makes directories, all in one transaction.
 * @throws {PondError} `exists`, `not-found`, `not-a-directory`, `read-only`, `conflict`
 */
export async function mkdirCommand(pond: Pond, options: MkdirOptions): Promise<void> {
  await pond.transact(options.argv, async (change) => {
    for (const path of options.paths) {
      if (options.parents) await makeDirectories(change, path);
      else await change.makeDirectory(path);
    }
    // With parents, a directory that another writer made meanwhile is as good.
  }, { rerun: options.parents });
}

/**
 * Makes the directory `path` and what is missing above it.
 * @throws {PondError} `not-a-directory`, `read-only`
 */
export async function makeDirectories(change: PondChange, path: string): Promise<void> {
  const components = parsePath(path);
  for (let depth = 1; depth <= components.length; depth++) {
    const each = formatPath(components.slice(0, depth));
    const existing = await nodeAt(change.tree, each);
    if (!existing) await change.makeDirectory(each);
    else if (existing.kind !== "directory") {
      throw new PondError("not-a-directory", `cannot make ${path}: ${each} is no directory`);
    }
  }
}
