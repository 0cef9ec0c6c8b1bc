import { isPondError, type PondError, toPondError } from "../base/mod.ts";
import type { Pond, PondReader } from "../pond/mod.ts";
import { fixedPrefix, isGlob, type Node } from "../tinyfs/mod.ts";
import { canonicalPath, entryPath, type KindName, kindName } from "./tree_facts.ts";

/** What to list, and how. */
export interface ListOptions {
  /** Pond paths and globs; none: the root. */
  readonly patterns: readonly string[];
  /** All below directories too. */
  readonly recursive?: boolean;
  /** Directories as themselves, not what they hold. */
  readonly directory?: boolean;
  /** Names that begin with a dot, too. */
  readonly all?: boolean;
  /** Size, version, time and link target too; without it they are null. */
  readonly long?: boolean;
  /** Called for each thing that can't be listed; the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
}

/** One listed node. */
export interface ListedNode {
  /** Absolute, without a trailing slash. */
  readonly path: string;
  readonly kind: KindName;
  /** Null for directories and where only computing the content would tell. */
  readonly sizeBytes: number | null;
  readonly version: number | null;
  readonly modifiedUs: bigint | null;
  readonly factory: string | null;
  /** Of a symbolic link. */
  readonly target: string | null;
}

/** Nodes as `ls` would choose them: a directory's entries, a file itself, a glob's matches. */
export async function* listCommand(pond: Pond, options: ListOptions): AsyncGenerator<ListedNode> {
  const reader = await pond.read();
  const patterns = options.patterns.length === 0 ? ["/"] : options.patterns;
  let reported = 0;
  for (const pattern of patterns) {
    try {
      const found = isGlob(pattern)
        ? globbed(reader, pattern, options)
        : named(reader, pattern, options);
      for await (const { path, node } of found) yield await listed(path, node, options);
    } catch (error) {
      options.onProblem(toPondError(error, `cannot list ${pattern}`));
    }
    for (const problem of reader.problems.slice(reported)) options.onProblem(problem);
    reported = reader.problems.length;
  }
}

interface Found {
  readonly path: string;
  readonly node: Node;
}

async function* globbed(
  reader: PondReader,
  pattern: string,
  options: ListOptions,
): AsyncGenerator<Found> {
  const prefix = fixedPrefix(pattern);
  const dotted = /(^|\/)\./.test(pattern);
  for await (const match of reader.glob(pattern)) {
    if (!options.all && !dotted && isHidden(match.path, prefix)) continue;
    yield match;
    if (options.recursive && !options.directory && match.node.kind === "directory") {
      yield* below(reader, match.path, options);
    }
  }
}

async function* named(
  reader: PondReader,
  pattern: string,
  options: ListOptions,
): AsyncGenerator<Found> {
  const path = canonicalPath(pattern);
  const node = await nodeToList(reader, path, options);
  if (node.kind !== "directory" || options.directory) yield { path, node };
  else if (options.recursive) yield* below(reader, path, options);
  else {
    for await (const entry of node.list()) {
      if (options.all || !entry.name.startsWith(".")) {
        yield { path: entryPath(path, entry.name), node: entry.node };
      }
    }
  }
}

/** A link is followed to a directory unless asked about itself (`-d`, `-l`), as `ls` does. */
async function nodeToList(reader: PondReader, path: string, options: ListOptions): Promise<Node> {
  const node = await reader.resolveLink(path);
  if (node.kind !== "symlink" || options.directory || options.long) return node;
  try {
    const target = await reader.resolve(path);
    return target.kind === "directory" ? target : node;
  } catch (error) {
    // A dangling link is there and lists as itself.
    if (isPondError(error, "not-found", "too-many-links", "not-a-directory")) return node;
    throw error;
  }
}

async function* below(
  reader: PondReader,
  path: string,
  options: ListOptions,
): AsyncGenerator<Found> {
  for await (const match of reader.walk(path)) {
    if (match.path !== path && (options.all || !isHidden(match.path, path))) yield match;
  }
}

/** Whether a component of `path` below `base` begins with a dot. */
function isHidden(path: string, base: string): boolean {
  return path.slice(base === "/" ? 0 : base.length).includes("/.");
}

async function listed(path: string, node: Node, options: ListOptions): Promise<ListedNode> {
  const facts = {
    path,
    kind: kindName(node.kind),
    sizeBytes: null,
    version: null,
    modifiedUs: null,
    factory: node.factory,
    target: node.kind === "symlink" ? node.target : null,
  };
  if (!options.long) return facts;
  if (node.broken) options.onProblem(node.broken);
  try {
    const { sizeBytes, version, modifiedUs } = await node.stat();
    return { ...facts, sizeBytes, version, modifiedUs };
  } catch (error) {
    options.onProblem(toPondError(error, `cannot look at ${path}`));
    return facts;
  }
}
