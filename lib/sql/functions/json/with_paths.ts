import type { Batch, Output, Overload, SqlValue } from "../../calls/mod.ts";
import { Documents, Indexes, Paths, readPath } from "./documents.ts";
import { findAll } from "./find.ts";
import type { Json } from "./tree.ts";

/** What a function makes of the value that a path leads to. */
export interface AtPath {
  readonly returns: string;
  /** Of the value itself; null stands for NULL. */
  readonly of: (value: Json) => SqlValue;
  /** Where nothing is. Default NULL. */
  readonly missing?: SqlValue;
  /** As `of`, straight from the bytes: where the finder stands, into `row`. */
  readonly put?: (documents: Documents, into: { out: Output; row: number }) => void;
}

/** The overload without a path. */
export function atRoot(how: AtPath): Overload {
  return {
    args: { json: "VARCHAR" },
    returns: how.returns,
    call(batch, out) {
      const documents = new Documents(batch.args[0]!);
      for (let row = 0; row < batch.rows; row++) {
        if (batch.isLive(row)) out.set(row, how.of(documents.tree(row)));
      }
    },
  };
}

/**
 * The overloads with a path, a place in an array, and a list of paths, which gives a list. Of a
 * list that is one path with wildcards the answer holds all values that it leads to.
 */
export function atPaths(how: AtPath): readonly Overload[] {
  return [
    {
      args: { json: "VARCHAR", path: "VARCHAR" },
      returns: how.returns,
      call: (batch, out) => single(batch, out, { how, paths: new Paths(batch.args[1]!) }),
    },
    {
      args: { json: "VARCHAR", index: "BIGINT" },
      returns: how.returns,
      call: (batch, out) => single(batch, out, { how, paths: new Indexes(batch.args[1]!) }),
    },
    {
      args: { json: "VARCHAR", paths: "VARCHAR[]" },
      returns: `${how.returns}[]`,
      call: (batch, out) => several(batch, out, how),
    },
  ];
}

function single(
  batch: Batch,
  out: Output,
  { how, paths }: { readonly how: AtPath; readonly paths: Paths | Indexes },
): void {
  const documents = new Documents(batch.args[0]!);
  const into = { out, row: 0 };
  for (let row = 0; row < batch.rows; row++) {
    if (!batch.isLive(row)) continue;
    if (!documents.find(row, paths.at(row))) {
      if (how.missing !== undefined) out.set(row, how.missing);
    } else if (how.put) {
      into.row = row;
      how.put(documents, into);
    } else out.set(row, how.of(documents.found()));
  }
}

function several(batch: Batch, out: Output, { of, missing = null }: AtPath): void {
  const documents = new Documents(batch.args[0]!);
  for (let row = 0; row < batch.rows; row++) {
    if (!batch.isLive(row)) continue;
    const texts = batch.args[1]!.value(row) as readonly (string | null)[];
    const paths = texts.map((text) => text === null ? null : readPath(text));
    const value = documents.tree(row);
    if (paths.some((path) => path?.isWild)) {
      if (paths.length > 1) {
        throw new Error("Cannot have wildcards in JSON path when supplying multiple paths");
      }
      out.set(row, findAll(value, paths[0]!).map(of));
      continue;
    }
    out.set(
      row,
      paths.map((path) => {
        const [found] = path ? findAll(value, path) : [];
        return found === undefined ? missing : of(found);
      }),
    );
  }
}
