import { isPondError, PondError, toPondError } from "../base/mod.ts";
import type { Pond, PondReader } from "../pond/mod.ts";
import { fixedPrefix, isGlob, parentOf } from "../paths/mod.ts";
import { followLink, globNodes, type Node, walkNodes } from "../tinyfs/mod.ts";
import { problemOf } from "./node_problem.ts";
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
  /** A link to a directory as itself, not as what that holds. */
  readonly links?: boolean;
  /** Size, version and time too; without it they are null. */
  readonly facts?: boolean;
  /** Called for each thing that can't be listed; the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
}

/** One listed node. */
export interface ListedNode {
  /** Absolute, without a trailing slash. */
  readonly path: string;
  /** What sort of node it is. */
  readonly kind: KindName;
  /** Null for directories and where only computing the content would tell. */
  readonly sizeBytes: number | null;
  /** From 1. */
  readonly version: number | null;
  /** When it was written, microseconds since 1970. */
  readonly modifiedUs: bigint | null;
  /** The factory that makes it; null where it is stored. */
  readonly factory: string | null;
  /** Of a symbolic link. */
  readonly target: string | null;
  /** Why the node can't be used, where that is known without opening it. */
  readonly problem: PondError | null;
}

/** Nodes as `ls` would choose them: a directory's entries, a file itself, a glob's matches. */
export async function* listCommand(pond: Pond, options: ListOptions): AsyncGenerator<ListedNode> {
  const reader = await pond.read();
  const patterns = options.patterns.length === 0 ? ["/"] : options.patterns;
  for (const pattern of patterns) {
    try {
      const found = isGlob(pattern) && !(await isNamed(reader, pattern))
        ? globbed(reader, pattern, options)
        : named(reader, pattern, options);
      for await (const { path, node } of found) yield await listed(path, node, options);
    } catch (error) {
      options.onProblem(toPondError(error, `cannot list ${pattern}`));
    }
  }
}

/** Whether a node, or a link, is called what looks like a pattern: `a[1].csv`. */
async function isNamed(reader: PondReader, pattern: string): Promise<boolean> {
  try {
    await reader.resolveLink(pattern);
    return true;
  } catch (error) {
    // Where nothing has that name, it is a pattern; what else is wrong on the way the pattern will
    // meet too.
    if (isPondError(error)) return false;
    throw error;
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
  const { onProblem } = options;
  const expanded = new Set<string>();
  for await (const match of globNodes(reader.root, pattern, { onProblem, followLast: false })) {
    if (!options.all && !dotted && isHidden(match.path, prefix)) continue;
    if (ancestorsOf(match.path).some((path) => expanded.has(path))) continue;
    await checkLink(reader, match.node, options);
    yield match;
    if (options.recursive && !options.directory && match.node.kind === "directory") {
      expanded.add(match.path);
      yield* below(reader, match.path, options);
    }
  }
}

function ancestorsOf(path: string): string[] {
  const ancestors: string[] = [];
  for (let at = path; at !== "/";) ancestors.push(at = parentOf(at));
  return ancestors;
}

async function* named(
  reader: PondReader,
  pattern: string,
  options: ListOptions,
): AsyncGenerator<Found> {
  const path = canonicalPath(pattern);
  const node = await nodeToList(reader, path, options);
  if (node.kind !== "directory" && pattern.endsWith("/")) {
    throw new PondError("not-a-directory", `cannot list ${pattern}: ${path} is no directory`, {
      data: { path },
    });
  }
  if (node.kind !== "directory" || options.directory) {
    if (node.broken) options.onProblem(node.broken);
    yield { path, node };
  } else if (options.recursive) yield* below(reader, path, options);
  else {
    for await (const entry of node.list()) {
      if (!options.all && entry.name.startsWith(".")) continue;
      if (entry.node.broken) options.onProblem(entry.node.broken);
      yield { path: entryPath(path, entry.name), node: entry.node };
    }
  }
}

/** A link is followed to a directory unless asked about itself, as `ls` does. */
async function nodeToList(reader: PondReader, path: string, options: ListOptions): Promise<Node> {
  const node = await reader.resolveLink(path);
  if (node.kind !== "symlink" || options.directory || options.links) return node;
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
  const { onProblem } = options;
  for await (const match of walkNodes(reader.root, path, { onProblem })) {
    if (!options.all && isHidden(match.path, path)) continue;
    await checkLink(reader, match.node, options);
    yield match;
  }
}

/** A walk lists a dangling link as what it is, and says that it dangles. */
async function checkLink(reader: PondReader, node: Node, options: ListOptions): Promise<void> {
  if (node.kind !== "symlink") return;
  try {
    await followLink(reader.root, node);
  } catch (error) {
    options.onProblem(toPondError(error, `cannot follow ${node.path}`));
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
    problem: node.broken ?? null,
  };
  if (!options.facts) return facts;
  try {
    const { sizeBytes, version, modifiedUs } = await node.stat();
    const problem = await problemOf(node);
    if (problem && !node.broken) options.onProblem(problem);
    return { ...facts, sizeBytes, version, modifiedUs, problem };
  } catch (error) {
    options.onProblem(toPondError(error, `cannot look at ${path}`));
    return facts;
  }
}
