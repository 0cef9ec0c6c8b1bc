import { PondError } from "../base/mod.ts";
import type { Moment, Pond, PondReader, RunOptions } from "../pond/mod.ts";
import { readAll } from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { diffRows, type RowDifference } from "./diff_rows.ts";
import { type Sides, textPatch } from "./diff_text.ts";
import { diffTrees, type TreeChange } from "./diff_trees.ts";
import { canonicalPath, kindName, nodeAt } from "./tree_facts.ts";

/** What to compare. */
export interface DiffOptions {
  /** A pond path. */
  readonly before: string;
  /** Another one; default the same. */
  readonly after?: string | undefined;
  /** Moments of the first and the second; what is left out is now. */
  readonly at: readonly Moment[];
  /** Refuses what an earlier state has of the host. */
  readonly strict: boolean;
  /** Columns that say which rows are the same one. */
  readonly key: readonly string[];
  readonly run: RunOptions;
}

/** How two nodes differ. */
export type Difference =
  | { readonly is: "same" }
  /** A unified diff of what both say. */
  | { readonly is: "text"; readonly path: string; readonly patch: string }
  /** Bytes that are no text. */
  | {
    readonly is: "bytes";
    readonly path: string;
    readonly beforeBytes: number;
    readonly afterBytes: number;
  }
  | { readonly is: "tree"; readonly changes: readonly TreeChange[] }
  | RowDifference & { readonly path: string };

/** Beyond this, contents are compared and not shown line by line. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/**
 * How one node differs from another, or from what it was: bytes and configs as text, tables, series and results of queries by
 * columns and rows, directories by what is in them.
 * @throws {PondError} `usage` where both are the same; `not-found` where neither is there; whatever reading throws
 */
export async function diffCommand(pond: Pond, options: DiffOptions): Promise<Difference> {
  const { at, strict } = options;
  const before = canonicalPath(options.before);
  const after = canonicalPath(options.after ?? options.before);
  if (at.length === 0 && before === after) {
    throw new PondError("usage", `cannot compare ${before} with itself`, {
      hint: "name another path, or the moment that it is compared with: --at now-1d",
    });
  }
  if (at.length > 2) throw new PondError("usage", "cannot compare more than two moments");
  const [then, now] = await Promise.all(
    [at[0], at[1]].map((moment) => pond.read(moment === undefined ? {} : { at: moment, strict })),
  ) as [PondReader, PondReader];
  const sides = {
    before: { reader: then, path: before, node: await nodeAt(then, before) },
    after: { reader: now, path: after, node: await nodeAt(now, after) },
  };
  if (!sides.before.node && !sides.after.node) {
    throw new PondError("not-found", `cannot compare ${before}: it does not exist`, {
      data: { path: before },
    });
  }
  return await compare(pond, sides, options);
}

/** How two nodes differ, each as its reader sees it; one of them at least is there. */
export async function compare(
  pond: Pond,
  { before, after }: Sides,
  options: Pick<DiffOptions, "key" | "run">,
): Promise<Difference> {
  const [a, b] = [before.node, after.node];
  const { path } = after;
  if (!a || !b || a.kind !== b.kind) {
    const change = !a ? "added" : !b ? "removed" : "changed";
    const kind = kindName((b ?? a)!.kind);
    return { is: "tree", changes: [{ change, kind, path: b ? path : before.path }] };
  }
  if (a.kind === "directory") {
    const changes = await diffTrees(before, after);
    return changes.length === 0 ? { is: "same" } : { is: "tree", changes };
  }
  if (a.kind === "symlink" || b.kind === "symlink" || b.kind === "directory") {
    const [old, young] = [a, b].map((node) => node.kind === "symlink" ? node.target : "");
    return await textDifference(path, { before, after }, [`${old}\n`, `${young}\n`]);
  }
  if (a.table && b.table) {
    const rows = await diffRows(pond, { before, after }, options);
    return rows ? { ...rows, path } : { is: "same" };
  }
  return await diffBytes(path, { before, after }, [a, b]);
}

async function diffBytes(
  path: string,
  sides: Sides,
  nodes: readonly [FileNode, FileNode],
): Promise<Difference> {
  const [a, b] = await Promise.all(nodes.map((node) => node.open()));
  try {
    if (a!.sizeBytes <= MAX_TEXT_BYTES && b!.sizeBytes <= MAX_TEXT_BYTES) {
      const [old, young] = [readAll(a!), readAll(b!)];
      const texts = [textOf(old), textOf(young)] as const;
      if (texts[0] !== undefined && texts[1] !== undefined) {
        return await textDifference(path, sides, [texts[0], texts[1]]);
      }
      if (old.length === young.length && old.every((byte, i) => byte === young[i])) {
        return { is: "same" };
      }
    } else if (a!.sizeBytes === b!.sizeBytes && sameBytes(a!, b!)) return { is: "same" };
    return { is: "bytes", path, beforeBytes: a!.sizeBytes, afterBytes: b!.sizeBytes };
  } finally {
    a!.close();
    b!.close();
  }
}

async function textDifference(
  path: string,
  sides: Sides,
  texts: readonly [string, string],
): Promise<Difference> {
  const patch = await textPatch(sides, texts);
  return patch === undefined ? { is: "same" } : { is: "text", path, patch };
}

/** UTF-8 without NUL is a text. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Other bytes are compared as bytes.
    return undefined;
  }
}

type Source = Awaited<ReturnType<FileNode["open"]>>;

function sameBytes(a: Source, b: Source): boolean {
  const [left, right] = [new Uint8Array(1 << 20), new Uint8Array(1 << 20)];
  for (let offset = 0; offset < a.sizeBytes; offset += left.length) {
    const length = Math.min(left.length, a.sizeBytes - offset);
    a.readSync(offset, left.subarray(0, length));
    b.readSync(offset, right.subarray(0, length));
    for (let i = 0; i < length; i++) if (left[i] !== right[i]) return false;
  }
  return true;
}
