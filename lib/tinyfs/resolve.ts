import { PondError } from "../base/mod.ts";
import type { DirectoryNode, Node, SymlinkNode, View } from "./node.ts";
import { formatPath, joinPath, parentOf, parsePath } from "../paths/mod.ts";

/** Links followed on the way to one node. */
const MAX_LINKS = 10;

/** How a path is resolved. */
export interface ResolveNodeOptions {
  /** Whether a link at the last component stands for its target. */
  readonly followLast: boolean;
  readonly view?: View | undefined;
}

/**
 * The node at `path` below `root`. Links resolve inside the tree, relative to the link's directory,
 * at most 10 in one resolution.
 * @throws {PondError} `not-found`, `not-a-directory`, `too-many-links`, `invalid-path`; `cycle`
 *   when the way leads through a directory that is being expanded; what a broken directory on the
 *   way throws
 */
export async function resolveNode(
  root: DirectoryNode,
  path: string,
  options: ResolveNodeOptions,
): Promise<Node> {
  const asked = formatPath(parsePath(path));
  let ahead = parsePath(path).reverse();
  let node: Node = root;
  for (let links = 0; ahead.length > 0;) {
    const name = ahead.pop()!;
    const directory = enterable(node, { asked, view: options.view });
    const child: Node | undefined = await directory.get(name, options.view);
    if (!child) throw notFound(asked, links > 0 ? joinPath(directory.path, name) : asked);
    if (child.kind !== "symlink" || (ahead.length === 0 && !options.followLast)) {
      node = child;
      continue;
    }
    if (++links > MAX_LINKS) {
      throw new PondError(
        "too-many-links",
        `cannot open ${asked}: more than ${MAX_LINKS} links on the way, the last is ${child.path}`,
      );
    }
    ahead = [...ahead, ...parsePath(linkTarget(child)).reverse()];
    node = root;
  }
  return node;
}

/**
 * What `link` leads to.
 * @throws {PondError} as {@linkcode resolveNode}
 */
export async function followLink(
  root: DirectoryNode,
  link: SymlinkNode,
  view?: View,
): Promise<Node> {
  try {
    return await resolveNode(root, linkTarget(link), { followLast: true, view });
  } catch (error) {
    if (!(error instanceof PondError) || error.code !== "not-found") throw error;
    throw new PondError(
      "not-found",
      `cannot follow ${link.path}: its target ${link.target} does not exist`,
      { data: { path: link.path, target: link.target }, cause: error },
    );
  }
}

/** The absolute path that `link` stands for. */
function linkTarget(link: SymlinkNode): string {
  return joinPath(parentOf(link.path), link.target);
}

function enterable(
  node: Node,
  { asked, view }: { asked: string; view: View | undefined },
): DirectoryNode {
  if (node.broken) throw node.broken;
  if (node.kind !== "directory") {
    throw new PondError(
      "not-a-directory",
      `cannot open ${asked}: ${node.path} is not a directory`,
      { data: { path: node.path } },
    );
  }
  if (view?.expanding.has(node.id)) {
    throw new PondError("cycle", `cannot open ${asked}: it lies in ${node.path}, which reads it`, {
      data: { path: node.path },
    });
  }
  return node;
}

function notFound(asked: string, missing: string): PondError {
  const why = asked === missing ? "it does not exist" : `${missing} does not exist`;
  return new PondError("not-found", `cannot open ${asked}: ${why}`, { data: { path: missing } });
}
