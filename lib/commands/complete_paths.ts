import { formatPath, parsePath } from "../paths/mod.ts";
import type { Pond } from "../pond/mod.ts";
import { nodeAt } from "./tree_facts.ts";

/** Names beyond which a completion helps nobody. */
const MOST_NAMES = 10_000;

/** What to complete. */
export interface CompletePathsOptions {
  /** The beginning of a path. */
  readonly word: string;
  /** Where relative paths begin; default the root. */
  readonly directory?: string;
}

/** `path` as it is seen from `directory`: itself where it is absolute. */
export function absolutePath(path: string, directory: string): string {
  return formatPath(parsePath(path.startsWith("/") ? path : `${directory}/${path}`));
}

/** Paths that begin with `word`, in its own spelling; directories with a slash at the end. */
export async function completePaths(
  pond: Pond,
  { word, directory = "/" }: CompletePathsOptions,
): Promise<string[]> {
  const above = word.slice(0, word.lastIndexOf("/") + 1);
  const start = word.slice(above.length);
  const node = await nodeAt(await pond.read(), absolutePath(above, directory));
  if (node?.kind !== "directory" || node.broken) return [];
  const found: string[] = [];
  for await (const { name, node: child } of node.list()) {
    if (!name.startsWith(start) || (name.startsWith(".") && !start.startsWith("."))) continue;
    found.push(`${above}${name}${child.kind === "directory" ? "/" : ""}`);
    if (found.length >= MOST_NAMES) break;
  }
  return found;
}
