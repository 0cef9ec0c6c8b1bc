import { PondError } from "../base/mod.ts";
import type { PondReader } from "../pond/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { isGlob } from "../paths/mod.ts";
import { canonicalPath, nodeAt } from "./tree_facts.ts";

/**
 * The file at `path`; URLs, and globs that are no node's name, are left to the query.
 * @throws {PondError} `not-found`, `is-a-directory`, what broke the node
 */
export async function querySource(reader: PondReader, path: string): Promise<FileNode | string> {
  if (/^[a-z]+:\/\//.test(path)) return path;
  if (isGlob(path) && !(await nodeAt(reader, path))) return path;
  const node = await reader.resolve(path);
  if (node.kind === "directory" || node.kind === "symlink") {
    throw new PondError("is-a-directory", `cannot read ${canonicalPath(path)}: it is a directory`, {
      hint: `\`pond list ${path}\` shows what it holds`,
    });
  }
  if (node.broken) throw node.broken;
  return node;
}
