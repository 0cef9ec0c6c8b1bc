import { PondError } from "../base/mod.ts";
import type { Moment, Pond, TransactionChange } from "../pond/mod.ts";
import { canonicalPath, type KindName, kindName, nodeAt } from "./tree_facts.ts";

/** What to restore, and to what. */
export interface RestoreOptions {
  /** What the transaction records. */
  readonly argv: readonly string[];
  /** A node, or a directory with all below it. */
  readonly path: string;
  /** The state that it is to have again: a time or a transaction. */
  readonly at?: Moment | undefined;
  /**
   * The version whose content is to be the newest; one of a series that was removed is part of it
   * again.
   */
  readonly version?: number | undefined;
}

/** A node that was changed by being taken back. */
export interface TakenBack {
  /** What became of it. */
  readonly action: TransactionChange["action"];
  /** What sort of node it is. */
  readonly kind: KindName;
  /** A pond path. */
  readonly path: string;
}

/**
 * Makes a node, or a directory with all below it, what it was, in a new transaction; contents are
 * shared, not copied. What came below the directory since is removed, or goes back to where it was.
 * Without a moment and a version: what isn't there any more, as it was last.
 * @returns what was changed; empty when all is as it was
 * @throws {PondError} `usage` where something is there and nothing says which state is meant;
 *   `not-found`, `expired`, `exists`
 */
export async function restoreCommand(
  pond: Pond,
  { argv, path: asked, at, version }: RestoreOptions,
): Promise<readonly TakenBack[]> {
  const path = canonicalPath(asked);
  if (at !== undefined && version !== undefined) {
    throw new PondError("usage", "cannot restore: --at and --version say different things", {
      hint: "give one of them",
    });
  }
  if (version !== undefined) {
    const { transaction } = await pond.transact(
      argv,
      (change) => change.restoreVersion(path, version),
    );
    const node = await nodeAt(await pond.read(), path);
    const kind = kindName(node?.kind ?? "data");
    return transaction === null ? [] : [{ action: "restored", kind, path }];
  }
  const then = at === undefined ? undefined : (await pond.read({ at })).transaction;
  if (then === undefined && await nodeAt(await pond.read(), path)) {
    throw new PondError(
      "usage",
      `cannot restore ${path}: it is there, and nothing says as it was when`,
      {
        hint:
          `\`pond show ${path}\` lists versions for --version N, \`pond log ${path}\` transactions for --at N`,
      },
    );
  }
  const { value } = await pond.transact(
    argv,
    async (change) => await change.restore(path, then ?? await change.lastSeen(path)),
  );
  return value.map(takenBack);
}

/** A change as commands tell it. */
export function takenBack({ action, kind, path }: TransactionChange): TakenBack {
  return { action, kind: kindName(kind), path };
}
