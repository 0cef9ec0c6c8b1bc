import { checkLimits, PondError, toPondError } from "../base/mod.ts";
import { baseName, fixedPrefix, isGlob, isSourceUrl } from "../paths/mod.ts";
import type { Pond, PondReader } from "../pond/mod.ts";
import type { FileNode, Node } from "../tinyfs/mod.ts";
import { nameOfSource, sourceNode } from "./source_node.ts";
import { canonicalPath, nodeAt } from "./tree_facts.ts";

/** Which nodes, and who is told of those that can't be written. */
export interface PlanOptions {
  readonly patterns: readonly string[];
  readonly onProblem: (problem: PondError) => void;
}

/** A node and the name that its table gets. */
export interface Planned {
  readonly path: string;
  readonly name: string;
  readonly node: FileNode;
}

/** The tables that the patterns name, each once. */
export async function planExport(
  pond: Pond,
  reader: PondReader,
  options: PlanOptions,
): Promise<readonly Planned[]> {
  const planned = new Map<string, Planned>();
  let reported = 0;
  for (const pattern of options.patterns) {
    try {
      for (const each of await tablesOf(pattern, { pond, reader }, options)) {
        if (!planned.has(each.path)) planned.set(each.path, each);
      }
    } catch (error) {
      checkLimits();
      options.onProblem(toPondError(error, `cannot export ${pattern}`));
    }
    for (const problem of reader.problems.slice(reported)) options.onProblem(problem);
    reported = reader.problems.length;
  }
  return [...planned.values()];
}

/** What is no table is passed over where a glob matches it, and an error where it is named. */
async function tablesOf(
  pattern: string,
  { pond, reader }: { readonly pond: Pond; readonly reader: PondReader },
  { onProblem }: PlanOptions,
): Promise<readonly Planned[]> {
  if (isSourceUrl(pattern)) {
    const node = await sourceNode(pattern, { tables: pond.tables, tree: reader });
    return [{ path: pattern, name: tableName(nameOfSource(pattern)), node }];
  }
  if (!isGlob(pattern) || await nodeAt(reader, pattern)) {
    const [path, node] = [canonicalPath(pattern), await reader.resolve(pattern)];
    return [{ path, name: tableName(baseName(path)), node: fileOf(path, node) }];
  }
  const prefix = fixedPrefix(pattern);
  const found: Planned[] = [];
  for await (const { path, node } of reader.glob(pattern)) {
    if (node.broken) onProblem(node.broken);
    else if (node.kind === "table" || node.kind === "series") {
      const below = path.slice(prefix === "/" ? 1 : prefix.length + 1);
      found.push({ path, name: tableName(below), node });
    }
  }
  if (found.length > 0) return found;
  throw new PondError("not-found", `cannot export ${pattern}: no table or series matches`);
}

function fileOf(path: string, node: Node): FileNode {
  if (node.broken) throw node.broken;
  if (node.kind !== "directory" && node.kind !== "symlink") return node;
  throw new PondError("is-a-directory", `cannot export ${path}: it is a ${node.kind}`, {
    hint: `a glob names what is in it: ${path === "/" ? "" : path}/*`,
  });
}

/**
 * Other readers take apart what they find in paths, so a name keeps to what means nothing to any of
 * them.
 */
export function tableName(path: string): string {
  return path.replace(/[^A-Za-z0-9._/-]/gu, "_").replace(/(^|\/)\./g, "$1_");
}

/**
 * Names that are one to a file system that doesn't tell cases apart, or one inside the other, are
 * in each other's way.
 */
export function refuseCollisions(planned: readonly Planned[]): void {
  const byName = new Map<string, Planned>();
  for (const each of planned) {
    const other = byName.get(each.name.toLowerCase());
    if (other) throw collision(each, other);
    byName.set(each.name.toLowerCase(), each);
  }
  for (const each of planned) {
    const parts = each.name.toLowerCase().split("/");
    for (let length = 1; length < parts.length; length++) {
      const above = byName.get(parts.slice(0, length).join("/"));
      if (above) throw collision(each, above);
    }
  }
}

function collision(each: Planned, other: Planned): PondError {
  return new PondError(
    "exists",
    `cannot export ${other.path} and ${each.path}: they would be ${other.name} and ${each.name}`,
    { hint: "export them to different directories" },
  );
}
