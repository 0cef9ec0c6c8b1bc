import { PondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";
import { type TakenBack, takenBack } from "./restore.ts";

/** Which transaction. */
export interface UndoOptions {
  /** What the new transaction records. */
  readonly argv: readonly string[];
  /** Its number; default the newest that changed the tree. */
  readonly transaction?: number | undefined;
}

/** What was undone. */
export interface Undone {
  /** The transaction's number. */
  readonly transaction: number;
  /** Its command line. */
  readonly undone: readonly string[];
  /** What was changed back. */
  readonly changes: readonly TakenBack[];
}

/**
 * Undoes one transaction by a new one; undone itself, that does it again.
 * @throws {PondError} `invalid-input` where later transactions stand on it, or it changed nothing;
 *   `not-found`, `expired`
 */
export async function undoCommand(
  pond: Pond,
  { argv, transaction: asked }: UndoOptions,
): Promise<Undone> {
  for await (const { transaction, argv: undone, maintenance, changes } of pond.log()) {
    const isWanted = asked === undefined
      ? maintenance === null && changes.length > 0
      : transaction === asked;
    if (!isWanted) continue;
    const { value } = await pond.transact(argv, (change) => change.undo(transaction));
    return { transaction, undone, changes: value.map(takenBack) };
  }
  throw new PondError(
    "not-found",
    asked === undefined
      ? "cannot undo: no transaction has changed the tree"
      : `cannot undo transaction ${asked}: there is none`,
    { hint: "`pond log` lists them" },
  );
}
