import { checkLimits, inNode, type PondError, toPondError } from "../base/mod.ts";
import type { Pond, PondReader } from "../pond/mod.ts";
import { formatType, type TextNotes, type TimeBounds } from "../table/mod.ts";
import { isGlob, isSourceUrl } from "../paths/mod.ts";
import type { Node } from "../tinyfs/mod.ts";
import { problemOf } from "./node_problem.ts";
import { sourceNode } from "./source_node.ts";
import { canonicalPath, type KindName, kindName, nodeAt } from "./tree_facts.ts";

/** What to describe. */
export interface DescribeOptions {
  /** Pond paths (links followed), globs and source URLs, which are read for it. */
  readonly patterns: readonly string[];
  /** Called for each thing that can't be described; the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
}

/** What is known of a node without computing its content. */
export interface Described {
  /** A pond path. */
  readonly path: string;
  /** What sort of node it is. */
  readonly kind: KindName;
  /** The factory that makes it; null where it is stored. */
  readonly factory: string | null;
  /** What the content is made from; null for bytes, directories and links. */
  readonly format: string | null;
  /** Null where there is no table, or only computing it would tell. */
  readonly columns: readonly DescribedColumn[] | null;
  /** How many rows; null where only computing them would tell. */
  readonly rows: number | null;
  /** The time column of a series; null without one. */
  readonly timeColumn: string | null;
  /** Of the time column; null where they are not known. */
  readonly bounds: TimeBounds | null;
  /** Of the content, in bytes. */
  readonly sizeBytes: number | null;
  /** How many are stored; null for computed nodes. */
  readonly versions: number | null;
  /** Of a symbolic link. */
  readonly target: string | null;
  /** Of text that was read as a table: what its reading left out. */
  readonly notes: TextNotes | null;
  /** Why the node can't be used, where it can't. */
  readonly problem: PondError | null;
}

/** A column, its type as text. */
export interface DescribedColumn {
  /** Of the column. */
  readonly name: string;
  /** Tells it from the others. */
  readonly type: string;
  /** Whether it may hold NULL. */
  readonly nullable: boolean;
}

/** Describes nodes one by one. */
export async function* describeCommand(
  pond: Pond,
  options: DescribeOptions,
): AsyncGenerator<Described> {
  const reader = await pond.read();
  let reported = 0;
  for (const pattern of options.patterns) {
    try {
      for await (const { path, node } of nodesOf(pattern, reader, pond)) {
        try {
          const described = await describeNode(path, node);
          if (described.problem) options.onProblem(described.problem);
          yield described;
        } catch (error) {
          checkLimits();
          options.onProblem(toPondError(error, `cannot describe ${path}`));
        }
      }
    } catch (error) {
      checkLimits();
      options.onProblem(toPondError(error, `cannot describe ${pattern}`));
    }
    for (const problem of reader.problems.slice(reported)) options.onProblem(problem);
    reported = reader.problems.length;
  }
}

async function* nodesOf(
  pattern: string,
  reader: PondReader,
  { tables }: Pond,
): AsyncGenerator<{ path: string; node: Node }> {
  if (isSourceUrl(pattern)) {
    yield { path: pattern, node: await sourceNode(pattern, { tables, tree: reader }) };
    return;
  }
  if (isGlob(pattern) && !(await nodeAt(reader, pattern))) yield* reader.glob(pattern);
  else yield { path: canonicalPath(pattern), node: await reader.resolve(pattern) };
}

async function describeNode(path: string, node: Node): Promise<Described> {
  const { sizeBytes } = await node.stat();
  const versions = node.kind === "symlink" ? undefined : await node.versions?.();
  const common = {
    path,
    kind: kindName(node.kind),
    factory: node.factory,
    sizeBytes,
    versions: versions?.length ?? null,
    target: node.kind === "symlink" ? node.target : null,
    format: null,
    columns: null,
    rows: null,
    timeColumn: null,
    bounds: null,
    notes: null,
    problem: await problemOf(node),
  };
  const isTable = node.kind !== "directory" && node.kind !== "symlink" && node.table !== null;
  if (!isTable || common.problem) return common;
  try {
    const { format, rows, time, bounds, notes = null, ...described } = await node.table!.describe();
    const columns = described.columns?.map(({ name, type, nullable }) => {
      return { name, type: formatType(type), nullable };
    }) ?? null;
    return { ...common, format, columns, rows, timeColumn: time?.name ?? null, bounds, notes };
  } catch (error) {
    return { ...common, problem: inNode(toPondError(error), path) };
  }
}
