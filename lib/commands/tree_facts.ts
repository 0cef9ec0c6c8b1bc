import { isPondError, PondError } from "../base/mod.ts";
import { formatPath, parsePath } from "../paths/mod.ts";
import type { Node, NodeKind, TreeReader } from "../tinyfs/mod.ts";

/** A kind as people and programs see it. */
export type KindName = "file:data" | "file:table" | "file:series" | "directory" | "symlink";

/** The name of `kind` in all output. */
export function kindName(kind: NodeKind): KindName {
  return kind === "directory" || kind === "symlink" ? kind : `file:${kind}`;
}

/**
 * The canonical form of a path that a person wrote.
 * @throws {PondError} `invalid-path`
 */
export function canonicalPath(path: string): string {
  return formatPath(parsePath(path));
}

/** The node at `path`, links followed, or undefined where nothing is. */
export async function nodeAt(tree: TreeReader, path: string): Promise<Node | undefined> {
  try {
    return await tree.resolve(path);
  } catch (error) {
    // Absence is the answer that was asked for.
    if (isPondError(error, "not-found")) return undefined;
    throw error;
  }
}

/** `path` of an entry called `name` in the directory `directory`, both canonical. */
export function entryPath(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}

/**
 * The path at which something called `name` goes when it is sent to `destination`: inside it, where
 * that is a directory (or must be one), else `destination` itself.
 * @throws {PondError} `not-found`, `not-a-directory` when it must be a directory and isn't
 */
export async function targetPath(
  tree: TreeReader,
  destination: string,
  { name, mustBeDirectory }: { name: string; mustBeDirectory: boolean },
): Promise<string> {
  const path = canonicalPath(destination);
  const existing = await nodeAt(tree, path);
  if (existing?.kind === "directory") return entryPath(path, name);
  if (!mustBeDirectory) return path;
  if (existing) {
    throw new PondError("not-a-directory", `cannot put ${name} into ${path}: it is no directory`);
  }
  throw new PondError("not-found", `cannot put ${name} into ${path}: there is no such directory`, {
    hint: `\`pond mkdir ${path}\` makes it`,
  });
}
