import { isPondError, PondError, toPondError } from "../base/mod.ts";
import { resolve } from "../deps/std_path.ts";
import type {
  ExportedTable,
  ExportLayout,
  ExportTarget,
  PartitionUnit,
  Pond,
  PondReader,
} from "../pond/mod.ts";
import { baseName, fixedPrefix, isGlob } from "../paths/mod.ts";
import type { FileNode, Node } from "../tinyfs/mod.ts";
import { canonicalPath, nodeAt } from "./tree_facts.ts";

/** What to write where. */
export interface ExportOptions {
  /** Pond paths (links followed) and globs. */
  readonly patterns: readonly string[];
  /** A host directory, `host:` before it or not; made where it isn't. */
  readonly to: string;
  readonly layout: ExportLayout;
  /** `year`, `year,month` or `year,month,day`; undefined: not partitioned. */
  readonly partition: string | undefined;
  readonly onProgress: (done: number, total: number) => void;
  /** Called for each table that can't be written; the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
}

const UNITS: readonly PartitionUnit[] = ["year", "month", "day"];

/**
 * Writes tables and series for other engines, each as a table of its own below `to`, and yields
 * what became of each. A table is called as its path is below the fixed part of the pattern, so
 * that equal names in different directories stay apart.
 * @throws {PondError} `usage` for a wrong partition; `exists` when two tables would have one name:
 *   then nothing is written
 */
export async function* exportCommand(
  pond: Pond,
  options: ExportOptions,
): AsyncGenerator<ExportedTable> {
  const partition = parsePartition(options.partition);
  const hostPath = resolve(options.to.replace(/^host:/, ""));
  const reader = await pond.read();
  const planned = await plan(reader, options);
  refuseCollisions(planned);
  for (const { name, node } of planned) {
    const target: ExportTarget = { hostPath, name, layout: options.layout, partition };
    try {
      yield await pond.exportTable(node, target, {
        onProgress: ({ bytesRead, bytesTotal }) => options.onProgress(bytesRead, bytesTotal),
      });
    } catch (error) {
      if (isPondError(error, "usage")) throw error;
      options.onProblem(toPondError(error, `cannot export ${node.path}`));
    }
  }
}

/**
 * The units in `text`, in their order.
 * @throws {PondError} `usage`
 */
function parsePartition(text: string | undefined): readonly PartitionUnit[] {
  if (text === undefined) return [];
  const words = text.split(",").map((word) => word.trim());
  const units = UNITS.slice(0, words.length);
  if (words.length <= UNITS.length && units.every((unit, i) => unit === words[i])) return units;
  throw new PondError(
    "usage",
    `cannot partition by ${JSON.stringify(text)}: it is year; year,month; or year,month,day`,
  );
}

/** A node and the name that its table gets. */
interface Planned {
  readonly path: string;
  readonly name: string;
  readonly node: FileNode;
}

/** The tables that the patterns name, each once. */
async function plan(reader: PondReader, options: ExportOptions): Promise<readonly Planned[]> {
  const planned = new Map<string, Planned>();
  let reported = 0;
  for (const pattern of options.patterns) {
    try {
      for (const each of await tablesOf(reader, pattern, options)) {
        if (!planned.has(each.path)) planned.set(each.path, each);
      }
    } catch (error) {
      options.onProblem(toPondError(error, `cannot export ${pattern}`));
    }
    for (const problem of reader.problems.slice(reported)) options.onProblem(problem);
    reported = reader.problems.length;
  }
  return [...planned.values()];
}

/** What is no table is passed over where a glob matches it, and an error where it is named. */
async function tablesOf(
  reader: PondReader,
  pattern: string,
  { onProblem }: ExportOptions,
): Promise<readonly Planned[]> {
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
function tableName(path: string): string {
  return path.replace(/[^A-Za-z0-9._/-]/gu, "_").replace(/(^|\/)\./g, "$1_");
}

/**
 * Names that are one to a file system that doesn't tell cases apart, or one inside the other, are
 * in each other's way.
 */
function refuseCollisions(planned: readonly Planned[]): void {
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
