import {
  formatTimeUs,
  isPondError,
  type PondError,
  printable,
  shellWord,
  toPondError,
} from "../base/mod.ts";
import type { PageNode, PageTransaction, PondPage } from "../page/mod.ts";
import type { Pond, PondReader, RunOptions } from "../pond/mod.ts";
import type { Node } from "../tinyfs/mod.ts";
import { parentOf } from "../paths/mod.ts";
import { listCommand, type ListedNode, type ListOptions } from "./list.ts";
import { logCommand, type LoggedTransaction } from "./log.ts";
import { graphOf } from "./page_graph.ts";
import { PageQueries } from "./page_queries.ts";
import { tableOf } from "./page_table.ts";
import { ancestryOf } from "./why.ts";
import type { WhyNode } from "./why_node.ts";

/** What of a pond is put on a page. */
export interface PageOptions {
  /** Pond paths and globs, and all below them; none: the whole pond. */
  readonly patterns: readonly string[];
  readonly title?: string | undefined;
  /** Rows of each table and series; default 200. */
  readonly rows?: number | undefined;
  /** Hooks and the memory of each query. */
  readonly run: RunOptions;
  /** Told which table is being looked at. */
  readonly onTable?: (path: string) => void;
  /** Called for each node that is broken or can't be looked at; the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
}

const DEFAULT_ROWS = 200;

/** Transactions that a page lists. */
const MOST_TRANSACTIONS = 1000;

/** Changed nodes that are named of a transaction. */
const MOST_CHANGES = 20;

/**
 * Everything that a page of a pond shows, of one snapshot; the same for equal ponds.
 * @throws {PondError} `timeout`, `interrupted`; what is wrong with a single node is on the page
 */
export async function pageCommand(pond: Pond, options: PageOptions): Promise<PondPage> {
  const reader = await pond.read();
  const pinned: Pond = { ...pond, read: () => Promise.resolve(reader) };
  const listed = await listedNodes(pinned, options);
  const places = new Map([...listed.keys()].map((path, place) => [path, place]));
  const queries = new PageQueries(reader, options.run);
  const found: Node[] = [];
  for (const path of listed.keys()) {
    const node = await attempt(() => reader.resolveLink(path), options);
    if (node) found.push(node);
  }
  const why = new Map((await ancestryOf(reader, found)).map((each) => [each.path, each]));
  const byPath = new Map(found.map((node) => [node.path, node]));
  const nodes: PageNode[] = [];
  for (const facts of listed.values()) {
    options.onTable?.(facts.path);
    const node = byPath.get(facts.path);
    const context = { why: why.get(facts.path), places, queries, options };
    nodes.push(await pageNode(facts, node, context));
  }
  const { log, leftOut } = await transactionsOf(pinned, reader);
  return {
    is: "pond",
    title: options.title ?? ["pond", ...options.patterns].join(" "),
    transaction: reader.transaction,
    time: log[0]?.time ?? null,
    nodes,
    graph: graphOf([...why.values()], places),
    log,
    leftOut,
  };
}

/**
 * What was asked for, all below it and the directories above it, by path.
 * @throws {PondError} what is wrong with what was asked for, where that is all of it
 */
async function listedNodes(pond: Pond, options: PageOptions): Promise<Map<string, ListedNode>> {
  const patterns = options.patterns.length === 0 ? ["/"] : options.patterns;
  const found = new Map<string, ListedNode>();
  const problems: PondError[] = [];
  const add = async (how: Partial<ListOptions> & Pick<ListOptions, "patterns">) => {
    const onProblem = (problem: PondError) => void problems.push(problem);
    const nodes = listCommand(pond, { facts: true, links: true, ...how, onProblem });
    for await (const node of nodes) found.set(node.path, node);
  };
  await add({ patterns, directory: true });
  if (found.size === 0 && problems.length > 0) throw problems[0];
  const directories = [...found.values()].filter(({ kind }) => kind === "directory");
  const inside = directories.map(({ path }) => path);
  if (inside.length > 0) await add({ patterns: inside, recursive: true });
  const above = new Set([...found.keys()].flatMap(ancestorsOf));
  const missing = [...above].filter((path) => !found.has(path));
  if (missing.length > 0) await add({ patterns: missing, directory: true });
  for (const problem of problems) options.onProblem(problem);
  return new Map([...found].sort(([a], [b]) => treeOrder(a, b)));
}

function ancestorsOf(path: string): string[] {
  return path === "/" ? [] : [parentOf(path), ...ancestorsOf(parentOf(path))];
}

/** Parents before children, siblings together. */
function treeOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => path === "/" ? "" : path.replaceAll("/", "\0"));
  return left! < right! ? -1 : left === right ? 0 : 1;
}

interface NodeContext {
  readonly why: WhyNode | undefined;
  readonly places: ReadonlyMap<string, number>;
  readonly queries: PageQueries;
  readonly options: PageOptions;
}

async function pageNode(
  facts: ListedNode,
  node: Node | undefined,
  { why, places, queries, options }: NodeContext,
): Promise<PageNode> {
  const { path, kind, factory, target, version } = facts;
  const file = node === undefined || node.kind === "symlink" ? undefined : node;
  let problem = facts.problem ?? why?.problem ?? null;
  const config = file?.config && await attempt(() => file.config!(), options);
  // Of the only version of a file its size and time say all.
  const hasVersions = kind !== "directory" && (kind !== "file:data" || (version ?? 1) > 1) ||
    config !== undefined;
  const versions = hasVersions
    ? await attempt(async () => await file?.versions?.() ?? [], options) ?? []
    : [];
  const isTable = file !== undefined && file.kind !== "directory" && file.table !== null;
  const table = problem === null && isTable
    ? await tableOf(file, { queries, rows: options.rows ?? DEFAULT_ROWS })
    : null;
  if (table && "problem" in table) problem = table.problem;
  if (problem && problem !== facts.problem) options.onProblem(problem);
  return {
    path: printable(path),
    name: path === "/" ? "/" : printable(path.slice(path.lastIndexOf("/") + 1)),
    parent: path === "/" ? null : places.get(parentOf(path)) ?? null,
    kind,
    factory,
    // Of computed nodes it is known or not, depending on what is cached.
    size: file?.kind === "data" || versions.length > 0 ? facts.sizeBytes : null,
    version: factory === null || config !== undefined ? version : null,
    modified: facts.modifiedUs === null ? null : formatTimeUs(facts.modifiedUs),
    target: target === null ? null : printable(target),
    problem: problem && problemText(problem),
    versions: versions.map((each) => ({
      version: each.version,
      transaction: each.transaction,
      time: formatTimeUs(each.timestampUs),
      size: each.sizeBytes,
      sha256: each.sha256,
      withdrawn: each.isWithdrawn,
    })).reverse(),
    config: config ?? null,
    query: why?.query ?? null,
    table: table && "table" in table ? table.table : null,
  };
}

async function transactionsOf(
  pond: Pond,
  { transaction }: PondReader,
): Promise<{ log: PageTransaction[]; leftOut: string[] }> {
  const log: PageTransaction[] = [];
  for await (const record of logCommand(pond, {})) {
    if (record.transaction > transaction) continue;
    if (log.length === MOST_TRANSACTIONS) {
      const leftOut = `The log is longer: the newest ${MOST_TRANSACTIONS} transactions are listed.`;
      return { log, leftOut: [leftOut] };
    }
    log.push(pageTransaction(record));
  }
  return { log, leftOut: [] };
}

function pageTransaction(record: LoggedTransaction): PageTransaction {
  const { changes, maintenance } = record;
  const named = changes.slice(0, MOST_CHANGES).map(({ action, path, from, version }) =>
    printable(`${action} ${from === undefined ? "" : `${from} to `}${path}, version ${version}`)
  );
  const more = changes.length - named.length;
  return {
    transaction: record.transaction,
    time: formatTimeUs(record.timestampUs),
    command: printable(record.argv.map(shellWord).join(" ")),
    changes: maintenance ?? (more > 0 ? [...named, `and ${more} more`] : named),
  };
}

function problemText({ message, hint }: PondError): string {
  return hint === undefined ? message : `${message}\nhint: ${hint}`;
}

/** What `work` gives; what fails is reported. */
async function attempt<T>(
  work: () => Promise<T>,
  { onProblem }: PageOptions,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isPondError(error, "timeout", "interrupted")) throw error;
    onProblem(toPondError(error));
    return undefined;
  }
}
