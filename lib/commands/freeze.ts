import { isPondError, PondError, toPondError } from "../base/mod.ts";
import type { Pond, PondChange } from "../pond/mod.ts";
import { type FileNode, type Node, resolveNode } from "../tinyfs/mod.ts";
import type { Action } from "./apply.ts";
import { missingRows } from "./ingest_rows.ts";
import { onceAgain, readChunks, timeColumnOf as timeColumnIn } from "../table/mod.ts";
import { contentOf, hashOf, holds, timeColumnOf } from "./stored_content.ts";
import { isSourceUrl } from "../paths/mod.ts";
import { sourceNode } from "./source_node.ts";
import { canonicalPath, entryPath, type KindName, kindName } from "./tree_facts.ts";

/** What to freeze, and where. */
export interface FreezeOptions {
  readonly argv: readonly string[];
  /** A node, or a directory with all below it; or a source URL. */
  readonly path: string;
  /** Its path, not that of a directory to put it in. */
  readonly destination: string;
  /** Stores what the pond's reader shows, which is one of an earlier moment. */
  readonly fromPast?: boolean;
  /** Bytes stored so far. */
  readonly onProgress: (bytesDone: number) => void;
}

/** A stored copy. */
export interface FrozenNode {
  /** What became of it. */
  readonly action: Action;
  /** What sort of node it is. */
  readonly kind: KindName;
  /** A pond path. */
  readonly path: string;
}

/**
 * Stores what a node, or all below a directory, shows now as ordinary versions: one transaction,
 * all or nothing. Frozen again, files and tables get their next version where they differ, and
 * series the rows that they lack; what isn't there any more is kept.
 * @throws {PondError} `exists` where something else is, also a series with rows that the node
 *   hasn't; `read-only` for a destination in a dynamic directory, `invalid-path` for
 *   one inside `path`; whatever reading a node throws
 */
export async function freezeCommand(
  pond: Pond,
  { argv, path, destination, onProgress, fromPast = false }: FreezeOptions,
): Promise<readonly FrozenNode[]> {
  const isUrl = isSourceUrl(path);
  const from = isUrl ? path : canonicalPath(path);
  const to = canonicalPath(destination);
  const frozen: FrozenNode[] = [];
  let bytesDone = 0;
  await pond.transact(argv, async (change) => {
    const tree = fromPast ? await pond.read() : change.tree;
    const node =
      await (isUrl ? sourceNode(path, { tables: pond.tables, tree }) : tree.resolve(from));
    if (to === node.path || to.startsWith(entryPath(node.path, ""))) {
      throw new PondError("invalid-path", `cannot freeze ${from} as ${to}: that is inside itself`);
    }
    if (to === "/") throw new PondError("exists", `cannot freeze ${from} as /: name a new path`);
    const onBytes = (count: number) => onProgress(bytesDone += count);
    for await (const each of freeze(node, to, { pond, change, onBytes })) frozen.push(each);
  });
  return frozen;
}

interface FreezeRun {
  readonly pond: Pond;
  readonly change: PondChange;
  readonly onBytes: (count: number) => void;
}

async function* freeze(node: Node, to: string, job: FreezeRun): AsyncGenerator<FrozenNode> {
  if (node.broken) throw node.broken;
  const existing = await whatIsAt(to, job.change);
  const kind = kindName(node.kind);
  if (existing && existing.kind !== node.kind) {
    throw taken(node, to, `a ${kindName(existing.kind)} is there`);
  }
  if (node.kind === "directory") {
    if (!existing) await job.change.makeDirectory(to);
    yield { action: existing ? "unchanged" : "created", kind, path: to };
    for await (const entry of node.list()) {
      yield* freeze(entry.node, entryPath(to, entry.name), job);
    }
  } else if (node.kind === "symlink") {
    if (!existing) await job.change.makeLink(to, node.target);
    yield { action: existing ? "unchanged" : "created", kind, path: to };
  } else {
    yield { action: await freezeFile(node, to, { ...job, existing }), kind, path: to };
  }
}

/** The node at `path`, a link itself; undefined where nothing is. */
async function whatIsAt(path: string, { root }: PondChange): Promise<Node | undefined> {
  try {
    return await resolveNode(root, path, { followLast: false });
  } catch (error) {
    if (isPondError(error, "not-found")) return undefined;
    throw error;
  }
}

async function freezeFile(
  node: FileNode,
  to: string,
  { pond, change, onBytes, existing }: FreezeRun & { existing: Node | undefined },
): Promise<Action> {
  if (existing && existing.kind !== "directory" && existing.kind !== "symlink") {
    if (existing.factory !== null) throw taken(node, to, "a dynamic node is there");
    const isGrown = existing.kind === "series" && (await existing.versions?.() ?? []).length > 1;
    // The content of one of several versions is not all that the copy has.
    const isSame = !isGrown &&
      await holds(existing, await onceAgain(() => hashOf(contentOf(node))));
    if (isSame) return "unchanged";
    if (existing.kind === "series") return await grow(node, existing, { to, pond, change });
  }
  const timeColumn = await timeColumnOf(node);
  try {
    await onceAgain(() =>
      change.writeFile(to, counted(contentOf(node), onBytes), {
        kind: node.kind,
        ...(timeColumn === undefined ? {} : { timeColumn }),
      })
    );
  } catch (error) {
    throw toPondError(error, `cannot freeze ${node.path}`);
  }
  return existing ? "updated" : "created";
}

/** Appends to the series that is an earlier copy what it lacks; it must hold nothing else. */
async function grow(
  node: FileNode,
  series: FileNode,
  { to, pond, change }: { readonly to: string; readonly pond: Pond; readonly change: PondChange },
): Promise<Action> {
  await change.dependsOn(to);
  const surplus = await rowsBeside(series, node, pond);
  surplus.source.close();
  if (surplus.rows > 0) throw taken(node, to, "the series there has other rows");
  const rows = await rowsBeside(node, series, pond);
  try {
    if (rows.rows === 0) return "unchanged";
    await change.writeFile(to, readChunks(rows.source, { reuse: true }), {
      kind: "series",
      attributes: { ingest_rows: { source: node.path, rows: rows.rows } },
    });
    return "updated";
  } catch (error) {
    throw toPondError(error, `cannot freeze ${node.path}`);
  } finally {
    rows.source.close();
  }
}

/** The rows of `node` that `series` doesn't hold. */
async function rowsBeside(node: FileNode, series: FileNode, pond: Pond) {
  const relation = await node.table!.relation({ chain: [] });
  const columns = await pond.tables.columns(relation);
  const time = timeColumnIn(relation);
  return await missingRows({ label: node.path, relation, columns }, {
    pond,
    series,
    key: [],
    time,
  });
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

function taken(node: Node, to: string, why: string): PondError {
  return new PondError("exists", `cannot freeze ${node.path} as ${to}: ${why}`, {
    hint: "give a path where nothing is",
  });
}
