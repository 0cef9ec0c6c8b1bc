import { PondError } from "../../lib/base/mod.ts";
import type { Pond, PondReader } from "../../lib/pond/mod.ts";
import {
  brokenNode,
  type DirectoryNode,
  type FileNode,
  globNodes,
  type Node,
  resolveNode,
  type SymlinkNode,
  walkNodes,
} from "../../lib/tinyfs/mod.ts";
import { compareNames, joinPath } from "../../lib/paths/mod.ts";
import { memorySource } from "../../lib/table/mod.ts";

/** A tree in memory: text is a file, an object a directory. */
export interface FakeTree {
  readonly [name: string]: string | FakeTree | FakeNode;
}

/** A node that is neither. */
export type FakeNode = (path: string) => Node;

/** A symbolic link. */
export function link(target: string): FakeNode {
  return (path): SymlinkNode => ({ ...common(path), kind: "symlink", target });
}

/** A node that is there and can't be used. */
export function broken(factory: string): FakeNode {
  return (path) =>
    brokenNode(
      { path, id: path, kind: "directory", factory, version: 1, modifiedUs: 0n },
      new PondError("unknown-factory", `cannot open ${path}: no factory ${factory}`),
    );
}

/** A pond whose readers see `tree`; what a test doesn't need is not there. */
export function fakePond(tree: FakeTree): Pond {
  const root = nodeOf(tree, "/") as DirectoryNode;
  const problems: PondError[] = [];
  const onProblem = (problem: PondError) => void problems.push(problem);
  const reader: Partial<PondReader> = {
    root,
    problems,
    resolve: (path) => resolveNode(root, path, { followLast: true }),
    resolveLink: (path) => resolveNode(root, path, { followLast: false }),
    glob: (pattern) => globNodes(root, pattern, { onProblem }),
    walk: (path) => walkNodes(root, path, { onProblem }),
  };
  const pond: Partial<Pond> = { read: () => Promise.resolve(reader as PondReader) };
  return pond as Pond;
}

function nodeOf(value: FakeTree[string], path: string): Node {
  if (typeof value === "function") return value(path);
  return typeof value === "string" ? file(path, value) : directory(path, value);
}

function common(path: string) {
  const stat = { version: 1, sizeBytes: null, modifiedUs: 1_000_000n, sha256: null };
  return { path, id: path, factory: null, stat: () => Promise.resolve(stat) };
}

function directory(path: string, entries: FakeTree): DirectoryNode {
  const child = (name: string) => nodeOf(entries[name]!, joinPath(path, name));
  const names = Object.keys(entries).sort(compareNames);
  return {
    ...common(path),
    kind: "directory",
    readOnly: false,
    get: (name) => Promise.resolve(Object.hasOwn(entries, name) ? child(name) : undefined),
    async *list() {
      for (const name of names) yield { name, node: child(name) };
    },
  };
}

function file(path: string, text: string): FileNode {
  const bytes = new TextEncoder().encode(text);
  return {
    ...common(path),
    kind: "data",
    table: null,
    stat: async () => ({ ...(await common(path).stat()), sizeBytes: bytes.length }),
    open: () => Promise.resolve(memorySource(bytes, path)),
  };
}
