import { checkLimits, PondError, toPondError } from "../base/mod.ts";
import { isGlob } from "../paths/mod.ts";
import type { Pond, PondReader } from "../pond/mod.ts";
import type { FileNode, Match } from "../tinyfs/mod.ts";
import { encodeRows } from "./encode.ts";
import { canonicalPath, nodeAt } from "./tree_facts.ts";

/** Which checks to run. */
export interface CheckOptions {
  /** Check nodes, directories with them, and globs; none: all there are. */
  readonly patterns: readonly string[];
}

/** Something that a check found. */
export interface CheckFinding {
  /** The check node. */
  readonly path: string;
  /**
   * What was checked: `query`, `freshness`, `gaps`, `rows`, `nulls`, `unique`; `error`: it can't be
   * read.
   */
  readonly check: string;
  /** Of which column; null where it isn't about one. */
  readonly column: string | null;
  /** How many rows, or groups of them; null where that says nothing. */
  readonly rows: number | null;
  /** One clause, for people. */
  readonly why: string;
}

/** What was found, and by how many checks. */
export interface Checked {
  /** How many check nodes there were. */
  readonly checks: number;
  /** In the order of paths. */
  readonly findings: readonly CheckFinding[];
}

/**
 * Reads every check node that the patterns name. One that can't be read is a finding.
 * @throws {PondError} `not-found` for a path where nothing is, and where no check is
 */
export async function checkCommand(pond: Pond, { patterns }: CheckOptions): Promise<Checked> {
  const reader = await pond.read();
  const nodes = new Map<string, FileNode>();
  for (const pattern of patterns.length === 0 ? ["/"] : patterns) {
    const before = nodes.size;
    for await (const { path, node } of matches(reader, pattern)) {
      if (node.factory === "check" && node.kind === "table") nodes.set(path, node);
    }
    if (nodes.size > before || patterns.length === 0) continue;
    throw new PondError("not-found", `cannot check ${pattern}: there is no check`, {
      hint: "`pond factories check` shows how one is made",
    });
  }
  const findings: CheckFinding[] = [];
  for (const path of nodes.keys()) findings.push(...await findingsOf(reader, path));
  return { checks: nodes.size, findings };
}

/** The error that findings amount to; undefined without any. */
export function checkError({ findings }: Checked): PondError | undefined {
  if (findings.length === 0) return undefined;
  const what = findings.length === 1 ? "1 thing is" : `${findings.length} things are`;
  return new PondError("findings", `cannot vouch for the data: ${what} not as expected`, {
    data: { findings },
  });
}

async function* matches(reader: PondReader, pattern: string): AsyncGenerator<Match> {
  const named = isGlob(pattern) ? await nodeAt(reader, pattern) : undefined;
  if (isGlob(pattern) && !named) {
    for await (const match of reader.glob(pattern)) {
      if (match.node.kind === "directory") yield* reader.walk(match.path);
      else yield match;
    }
    return;
  }
  const path = canonicalPath(pattern);
  const node = await reader.resolve(path);
  if (node.kind === "directory") yield* reader.walk(path);
  else yield { path, node } as Match;
}

async function findingsOf(reader: PondReader, path: string): Promise<readonly CheckFinding[]> {
  try {
    await using result = await reader.query(path);
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of encodeRows(result, { format: "json" })) {
      text += decoder.decode(chunk, { stream: true });
    }
    const rows = JSON.parse(text) as readonly Omit<CheckFinding, "path">[];
    return rows.map((row) => ({ path, ...row }));
  } catch (error) {
    checkLimits();
    const why = toPondError(error, `cannot read ${path}`).message;
    return [{ path, check: "error", column: null, rows: null, why }];
  }
}
