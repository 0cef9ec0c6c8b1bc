/**
 * A tree in memory: directories are maps, files are text, `Link` and `Broken` are what they say.
 */
import { PondError, sha256 } from "../../lib/base/mod.ts";
import { brokenNode, type DirectoryNode, type Node, type NodeStat } from "../../lib/tinyfs/mod.ts";
import { compareNames, joinPath } from "../../lib/paths/mod.ts";
import { memorySource } from "../../lib/table/mod.ts";

export class Link {
  constructor(readonly target: string) {}
}
/** A directory whose listing fails. */
export class Broken {}

export type Tree = { readonly [name: string]: Tree | string | Link | Broken };

const stat = (): Promise<NodeStat> =>
  Promise.resolve({ version: 1, sizeBytes: null, modifiedUs: null, sha256: null });

export function memoryRoot(tree: Tree): DirectoryNode {
  return directoryOf("/", tree);
}

function directoryOf(path: string, tree: Tree): DirectoryNode {
  const child = (name: string) => nodeOf(joinPath(path, name), tree[name]!);
  return {
    kind: "directory",
    path,
    id: sha256(path).slice(0, 32),
    factory: null,
    readOnly: false,
    stat,
    get: (name) => Promise.resolve(Object.hasOwn(tree, name) ? child(name) : undefined),
    async *list() {
      for (const name of Object.keys(tree).sort(compareNames)) {
        yield await Promise.resolve({ name, node: child(name) });
      }
    },
  };
}

function nodeOf(path: string, content: Tree[string]): Node {
  const id = sha256(path).slice(0, 32);
  const base = { path, id, factory: null, stat };
  if (typeof content === "string") {
    const bytes = new TextEncoder().encode(content);
    return {
      ...base,
      kind: "data",
      table: null,
      open: () => Promise.resolve(memorySource(bytes, id)),
    };
  }
  if (content instanceof Link) return { ...base, kind: "symlink", target: content.target };
  if (content instanceof Broken) {
    const place = { ...base, kind: "directory", version: 1, modifiedUs: null } as const;
    return brokenNode(place, new PondError("io", `cannot list ${path}: the test says so`));
  }
  return directoryOf(path, content);
}
