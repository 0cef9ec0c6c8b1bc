import type { TakenPart } from "./ingest_memory.ts";
import { type PondError, toPondError } from "../base/mod.ts";
import type { Pond, PondReader } from "../pond/mod.ts";
import { type DirectoryNode, globNodes, type Node, type ProvenanceInput } from "../tinyfs/mod.ts";
import { fixedPrefix, isGlob, isSourceUrl, parentOf, sourcePath } from "../paths/mod.ts";
import { canonicalPath, kindName, nodeAt } from "./tree_facts.ts";
import type { WhyInput, WhyNode, WhyVersion } from "./why_node.ts";
import { sourceNode } from "./source_node.ts";
import { changedSince, withTransactions } from "./why_times.ts";

/** Which node to explain. */
export interface WhyOptions {
  readonly path: string;
}

/**
 * Where a node comes from: itself first, then each node that it is made of, down to stored versions
 * and host files. What is missing is in `problem`; no content is computed.
 * @throws {PondError} `not-found` when `path` itself isn't there
 */
export async function whyCommand(pond: Pond, options: WhyOptions): Promise<readonly WhyNode[]> {
  const reader = await pond.read();
  const search = new Search(reader);
  const { path } = options;
  await search.visit(
    await (isSourceUrl(path)
      ? sourceNode(path, { tables: pond.tables, tree: reader })
      : reader.resolve(canonicalPath(path))),
  );
  const found = await withTransactions([...search.found.values()], pond);
  const cached = await pond.cache.list();
  return changedSince(found, new Map(cached.map(({ label, createdUs }) => [label, createdUs])));
}

/** `nodes` and everything that they are made of, each once, without versions; no content is computed. */
export async function ancestryOf(
  reader: PondReader,
  nodes: Iterable<Node>,
): Promise<readonly WhyNode[]> {
  const search = new Search(reader, { versions: false });
  for (const node of nodes) await search.visit(node);
  return [...search.found.values()];
}

/** A walk from a node to all that it is made of, each visited once. */
class Search {
  readonly found = new Map<string, WhyNode>();
  readonly #reader: PondReader;
  readonly #hasVersions: boolean;

  constructor(reader: PondReader, { versions = true }: { readonly versions?: boolean } = {}) {
    this.#reader = reader;
    this.#hasVersions = versions;
  }

  async visit(node: Node): Promise<void> {
    if (this.found.has(node.path)) return;
    // Its place is taken before its inputs are looked at: a cycle ends here.
    const unknown = whyNode(node);
    this.found.set(node.path, unknown);
    const { query, inputs, hostPath } = node.provenance?.() ?? NOTHING;
    const below: Node[] = [];
    const found: WhyInput[] = [];
    for (const input of inputs) found.push(await this.#input(node, input, below));
    const maker = node.factory === null || hasConfig(node) ? undefined : await this.#makerOf(node);
    const stat = await attempt(() => node.stat());
    const problem = node.broken ?? stat.problem ?? await problemOf(node, hostPath);
    this.found.set(node.path, {
      ...unknown,
      query,
      inputs: found,
      madeBy: maker?.path ?? null,
      host: hostPath === null ? null : {
        hostPath,
        sizeBytes: stat.value?.sizeBytes ?? null,
        // A mount whose directory is away has a time of its own, which isn't the host's.
        modifiedUs: problem ? null : stat.value?.modifiedUs ?? null,
      },
      versions: this.#hasVersions ? await versionsOf(node) : [],
      problem,
    });
    if (maker) below.push(maker);
    for (const each of below) await this.visit(each);
  }

  /**
   * What `input` is now; its nodes, and the directory in which they would be, are added to `below`.
   */
  async #input(node: Node, input: ProvenanceInput, below: Node[]): Promise<WhyInput> {
    const { name, source, isLiteral } = input;
    const path = isLiteral ? source : sourcePath(source);
    const pattern = !isLiteral && isGlob(path);
    const found = pattern ? await this.#matches(node, path) : await this.#literal(node, path);
    const within = await this.#dynamicAt(pattern ? fixedPrefix(path) : parentOf(path));
    below.push(...found.nodes);
    if (within && within.path !== node.path) below.push(within);
    return {
      name,
      source,
      paths: found.nodes.map((each) => each.path),
      within: within?.path ?? null,
      problem: found.problem,
    };
  }

  async #literal(node: Node, path: string) {
    const { value, problem } = await attempt(() =>
      this.#reader.resolve(path, { expanding: new Set(isDirectory(node) ? [node.id] : []) })
    );
    return { nodes: value ? [value] : [], problem };
  }

  async #matches(node: Node, pattern: string) {
    const nodes: Node[] = [];
    const problems: PondError[] = [];
    const { problem } = await attempt(async () => {
      const options = {
        onProblem: (each: PondError) => void problems.push(each),
        view: { expanding: new Set([node.id]) },
      };
      for await (const match of globNodes(this.#reader.root, pattern, options)) {
        if (match.node.kind !== "directory") nodes.push(match.node);
      }
    });
    return { nodes, problem: problem ?? problems[0] ?? null };
  }

  async #makerOf(node: Node): Promise<DirectoryNode | undefined> {
    return await this.#dynamicAt(parentOf(node.path));
  }

  /** The dynamic node that was made at `path` or above it. */
  async #dynamicAt(path: string): Promise<DirectoryNode | undefined> {
    const { value } = await attempt(() => nodeAt(this.#reader, path));
    if (value?.kind === "directory" && hasConfig(value)) return value;
    return path === "/" ? undefined : await this.#dynamicAt(parentOf(path));
  }
}

const NOTHING = { query: null, inputs: [], hostPath: null };

function whyNode({ path, kind, factory }: Node): WhyNode {
  return {
    path,
    kind: kindName(kind),
    factory,
    query: null,
    inputs: [],
    madeBy: null,
    host: null,
    versions: [],
    cachedUs: null,
    newer: [],
    problem: null,
  };
}

async function versionsOf(node: Node): Promise<WhyVersion[]> {
  if (node.kind === "symlink") return [];
  const versions = await node.versions?.() ?? [];
  const counting = node.kind === "series" && node.factory === null ? versions : versions.slice(-1);
  return counting.map(({ version, transaction, timestampUs, sizeBytes, attributes }) => ({
    version,
    transaction,
    timeUs: timestampUs,
    sizeBytes,
    argv: null,
    ingested: ingestedText(attributes["ingest"]),
  }));
}

/** A directory that shows the host tells when it is listed that the host's is gone. */
async function problemOf(node: Node, hostPath: string | null): Promise<PondError | null> {
  if (hostPath === null || node.kind !== "directory") return null;
  const { problem } = await attempt(async () => {
    for await (const _ of node.list()) return;
  });
  return problem;
}

function hasConfig(node: Node): boolean {
  return node.kind !== "symlink" && node.config !== undefined;
}

function isDirectory(node: Node): node is DirectoryNode {
  return node.kind === "directory";
}

/** What `work` gives, or what is wrong: here that is an answer too. */
async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ value: T | undefined; problem: PondError | null }> {
  try {
    return { value: await work(), problem: null };
  } catch (error) {
    return { value: undefined, problem: toPondError(error) };
  }
}

function ingestedText(ingest: unknown): string | null {
  if (typeof ingest !== "object" || ingest === null) return null;
  const { source, from, to, rows } = ingest as TakenPart;
  return `${source}, bytes ${from} to ${to}, ${rows} ${rows === 1 ? "row" : "rows"}`;
}
