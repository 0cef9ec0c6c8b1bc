import { isPondError, PondError } from "../../base/mod.ts";
import { type DirectoryNode, type Node, resolveNode } from "../../tinyfs/mod.ts";
import { formatPath, joinPath, parsePath } from "../../paths/mod.ts";
import { type Contents, type RowSource, StoredDirectory } from "../read/mod.ts";
import type { OplogRow } from "../rows/mod.ts";

/** A place to be written: a name in a stored directory, and what is there. */
export interface Target {
  /** Canonical: links on the way resolved. */
  readonly path: string;
  readonly parent: StoredDirectory;
  readonly name: string;
  readonly row: OplogRow | undefined;
}

/** The tree in which targets are found. */
export interface TargetTree {
  readonly root: DirectoryNode;
  readonly rows: RowSource;
  readonly contents: Contents;
}

/** Links followed from a name to the file that is written. */
const MAX_LINKS = 10;

/**
 * The place called `path`; a link at its end is the place itself.
 * @param doing for messages: "write", "remove", …
 * @throws {PondError} `read-only` below a dynamic directory; `not-found`, `not-a-directory` for its
 *   parent; `invalid-path`
 */
export async function locate(tree: TargetTree, path: string, doing: string): Promise<Target> {
  const components = parsePath(path);
  const name = components.pop();
  if (name === undefined) throw new PondError("invalid-path", `cannot ${doing} /: it is the root`);
  const asked = formatPath([...components, name]);
  const parent = await parentNode(tree, components, `cannot ${doing} ${asked}`);
  if (parent instanceof StoredDirectory) {
    const row = await tree.rows.entry(parent.id, name);
    return { path: joinPath(parent.path, name), parent, name, row };
  }
  if (parent.kind === "directory" || parent.factory !== null) {
    throw new PondError(
      "read-only",
      `cannot ${doing} ${asked}: ${parent.path} is read-only, made by ${
        parent.factory ?? "a factory"
      }`,
      { data: { path: parent.path } },
    );
  }
  throw new PondError(
    "not-a-directory",
    `cannot ${doing} ${asked}: ${parent.path} is not a directory`,
    { data: { path: parent.path } },
  );
}

async function parentNode(tree: TargetTree, components: string[], what: string): Promise<Node> {
  const path = formatPath(components);
  try {
    return await resolveNode(tree.root, path, { followLast: true });
  } catch (error) {
    if (!isPondError(error, "not-found")) throw error;
    throw new PondError("not-found", `${what}: ${path} does not exist`, {
      hint: `pond mkdir -p ${path}`,
      data: error.data,
      cause: error,
    });
  }
}

/**
 * As {@linkcode locate}; a link at the end stands for the place it leads to. @throws {PondError}
 * also `too-many-links`
 */
export async function locateFile(tree: TargetTree, path: string, doing: string): Promise<Target> {
  let target = await locate(tree, path, doing);
  for (let links = 0; target.row?.kind === "symlink" && target.row.factory === null; links++) {
    if (links === MAX_LINKS) {
      throw new PondError(
        "too-many-links",
        `cannot ${doing} ${path}: more than ${MAX_LINKS} links`,
      );
    }
    const to = joinPath(target.parent.path, await tree.contents.text(target.row));
    target = await locate(tree, to, doing);
  }
  return target;
}
