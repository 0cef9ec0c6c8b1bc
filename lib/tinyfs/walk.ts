import { checkLimits, type PondError, toPondError } from "../base/mod.ts";
import {
  compareNames,
  compileGlob,
  formatPath,
  type Glob,
  type GlobState,
  isName,
  parsePath,
} from "../paths/mod.ts";
import type { DirectoryNode, Entry, Node, View } from "./node.ts";
import { followLink, resolveNode } from "./resolve.ts";

/** A node that a glob found. */
export interface Match {
  /** The path it was found at, byte order. */
  readonly path: string;
  /** What is there. */
  readonly node: Node;
  /** Text of each `*`, `?`, `[…]` and `**`, from 0. */
  readonly captures: readonly string[];
}

/** How a tree is walked. */
export interface WalkOptions {
  /**
   * Told of every broken node, dangling link and unreadable directory; the rest is delivered. A
   * broken node is delivered too, with `broken` set, since it is there.
   */
  readonly onProblem: (problem: PondError) => void;
  /** Directories in `expanding` are delivered and not entered. */
  readonly view?: View | undefined;
}

/** How a glob is expanded. */
export interface GlobOptions extends WalkOptions {
  /** Whether a link that matches stands for its target (default) or for itself. */
  readonly followLast?: boolean;
}

/**
 * The nodes that match `pattern`, by path in byte order, each node once. Links to directories are
 * followed where a component other than `**` names or matches them. Lazy: directories are read as
 * the caller goes on, and only those that can hold a match.
 * @throws {PondError} `invalid-path`
 */
export async function* globNodes(
  root: DirectoryNode,
  pattern: string,
  options: GlobOptions,
): AsyncGenerator<Match> {
  const glob = compileGlob(pattern);
  const walk = { root, glob, followLast: true, ...options };
  // Links alone can lead to one node twice; as they may come late, every node found is remembered.
  const seen = new Set<string>();
  if (glob.start.accepts) {
    seen.add(root.path);
    yield { path: "/", node: root, captures: glob.match([]) ?? [] };
  }
  for await (const found of descend(walk, { directory: root, names: [], state: glob.start })) {
    if (seen.has(found.node.path)) continue;
    seen.add(found.node.path);
    yield found;
  }
}

/**
 * Everything below `path`, by path in byte order, so parents before children; links are delivered
 * as such.
 * @throws {PondError} when `path` itself can't be resolved, see {@linkcode resolveNode}
 */
export async function* walkNodes(
  root: DirectoryNode,
  path: string,
  options: WalkOptions,
): AsyncGenerator<Match> {
  const directory = await resolveNode(root, path, { followLast: true, view: options.view });
  if (directory.kind !== "directory") return;
  if (directory.broken) return options.onProblem(directory.broken);
  const glob = compileGlob("**");
  const walk = { root, glob, followLast: false, ...options };
  const below = { directory, names: parsePath(path), state: glob.start };
  for await (const found of descend(walk, below)) yield { ...found, captures: [] };
}

/** What stays the same during one walk. */
interface Walk extends WalkOptions {
  readonly root: DirectoryNode;
  readonly glob: Glob;
  readonly followLast: boolean;
}

/** A directory to look into: what it was reached by, and where matching stands there. */
interface Place {
  readonly directory: DirectoryNode;
  readonly names: readonly string[];
  readonly state: GlobState;
}

/**
 * Matches below `place` in the byte order of whole paths: `a`, `a!`, `a/x`, since `!` sorts before
 * `/`. So what lies below an entry waits until the names that start with `name` and go on below `/`
 * have passed; the waiting places are a stack, because each is a prefix of the next.
 */
async function* descend(walk: Walk, place: Place): AsyncGenerator<Match> {
  const waiting: Place[] = [];
  for await (const { name, node } of entriesOf(walk, place)) {
    checkLimits();
    while (waiting.length > 0 && compareNames(`${nameOf(waiting)}/`, name) < 0) {
      yield* descend(walk, waiting.pop()!);
    }
    const state = place.state.enter(name);
    if (!state.accepts && !state.mayDescend) continue;
    const names = [...place.names, name];
    const target = await targetOf(walk, node, state);
    if (node.broken) walk.onProblem(node.broken);
    const found = walk.followLast ? target : node;
    if (state.accepts && found) {
      yield { path: formatPath(names), node: found, captures: walk.glob.match(names) ?? [] };
    }
    const below = node.kind === "symlink" ? state.throughLink : state;
    if (!below.mayDescend || target?.kind !== "directory" || target.broken) continue;
    if (!walk.view?.expanding.has(target.id)) {
      waiting.push({ directory: target, names, state: below });
    }
  }
  while (waiting.length > 0) yield* descend(walk, waiting.pop()!);
}

function nameOf(waiting: readonly Place[]): string {
  const { names } = waiting[waiting.length - 1]!;
  return names[names.length - 1]!;
}

/** What a link leads to, where that matters; undefined where it leads nowhere. */
async function targetOf(walk: Walk, node: Node, state: GlobState): Promise<Node | undefined> {
  if (node.kind !== "symlink" || node.broken) return node;
  const isWanted = (state.accepts && walk.followLast) || state.throughLink.mayDescend;
  if (!isWanted) return undefined;
  try {
    return await followLink(walk.root, node, walk.view);
  } catch (error) {
    walk.onProblem(toPondError(error, `cannot follow ${node.path}`));
    return undefined;
  }
}

/** The entries that can match, by name; asked for by name where the pattern leaves no choice. */
async function* entriesOf(walk: Walk, { directory, state }: Place): AsyncGenerator<Entry> {
  try {
    if (state.names === null) {
      yield* directory.list(walk.view);
      return;
    }
    for (const name of state.names.filter(isName).sort(compareNames)) {
      const node = await directory.get(name, walk.view);
      if (node) yield { name, node };
    }
  } catch (error) {
    walk.onProblem(toPondError(error, `cannot list ${directory.path}`));
  }
}
