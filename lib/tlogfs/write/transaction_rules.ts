import { PondError } from "../../base/mod.ts";
import type { FileKind } from "../../tinyfs/mod.ts";
import type { OplogRow, WriteFileOptions } from "../rows/mod.ts";
import type { Target } from "./target.ts";

/** Whether the rows with this id are its entries. */
export function isStoredDirectory(row: OplogRow): boolean {
  return row.kind === "directory" && row.factory === null;
}

/**
 * The kind of the file to be written: what is there stays what it is.
 * @throws {PondError} `read-only` for a dynamic node, `is-a-directory`; `exists` for one that must
 *   be of another kind
 */
export function fileKindOf(
  { row, path }: Target,
  { kind: wanted = "data", mustBeKind = false }: WriteFileOptions,
): FileKind {
  if (!row) return wanted;
  if (row.factory !== null) {
    throw new PondError(
      "read-only",
      `cannot write ${path}: it is read-only, made by ${row.factory}`,
      {
        hint: "`pond mknod --overwrite` changes its config",
      },
    );
  }
  if (row.kind === "directory" || row.kind === "symlink") {
    throw new PondError("is-a-directory", `cannot write ${path}: it is a ${row.kind}`);
  }
  if (mustBeKind && row.kind !== wanted) {
    throw new PondError("exists", `cannot write ${path} as ${wanted}: it is ${row.kind}`, {
      hint: "what exists stays what it is: remove it first, or write elsewhere",
      data: { path, kind: row.kind },
    });
  }
  return row.kind;
}

/** The row that is there. @throws {PondError} `not-found` */
export function present({ row, path }: Target, doing: string): OplogRow {
  if (row) return row;
  throw new PondError("not-found", `cannot ${doing} ${path}: it does not exist`, {
    data: { path },
  });
}

/**
 * Whether the node may go there: not into itself, and only a file of its kind is replaced. @throws
 * {PondError} `invalid-path`, `exists`
 */
export function checkMove(source: Target, row: OplogRow, target: Target): void {
  if (
    source.path === target.path || target.parent.lineage.some(({ nodeId }) => nodeId === row.nodeId)
  ) {
    throw new PondError(
      "invalid-path",
      `cannot move ${source.path} to ${target.path}: that is ${
        source.path === target.path ? "where it is" : "inside itself"
      }`,
    );
  }
  if (!target.row) return;
  const isFile = row.kind !== "directory" && row.kind !== "symlink" && row.factory === null;
  if (!isFile || target.row.kind !== row.kind || target.row.factory !== null) {
    throw taken(target.path, `move ${source.path} to`);
  }
}

/** The error for a name that something has. */
export function taken(path: string, doing: string): PondError {
  return new PondError("exists", `cannot ${doing} ${path}: something is there already`, {
    data: { path },
  });
}
