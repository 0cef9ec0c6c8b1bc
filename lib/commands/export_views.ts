import { checkLimits, hashParts, PondError, toPondError } from "../base/mod.ts";
import { join } from "../deps/std_path.ts";
import { isGlob, isSourceUrl, sourcePath } from "../paths/mod.ts";
import type {
  DerivedView,
  ExportedTable,
  ExportTarget,
  LeafTable,
  Pond,
  PondReader,
  ViewInput,
} from "../pond/mod.ts";
import { type DerivedQuery, type Relation, relationKey, timeColumnOf } from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { exportDirectory, type ExportOptions, parsePartition } from "./export.ts";
import { planExport, refuseCollisions, tableName } from "./export_plan.ts";
import { canonicalPath, nodeAt } from "./tree_facts.ts";

/** What to write where. */
export interface ExportViewsOptions extends ExportOptions {
  /** A dbt project as well. */
  readonly dbt: boolean;
}

/** A derived node that was written as a view. */
export interface ExportedView {
  /** In the pond. */
  readonly path: string;
  /** The script that makes the view. */
  readonly hostPath: string;
  /** Tells it from a table. */
  readonly layout: "view";
  /** The tables and views that it reads, by the names of their views. */
  readonly inputs: readonly string[];
}

/**
 * Writes what the patterns match for other engines, derivation and all: what is stored, converted
 * or computed by other means than SQL once, as a table of its own; each derived node as a view over
 * these. The matches of a glob that a query reads are one table. A table is called as its path is
 * below the root. A node whose result is kept for a time (`cache.refresh`) is a table: as long as
 * that time lasts, its query would give other rows.
 * @throws {PondError} as `exportCommand`; `unsupported` for a query that dbt can't hold
 */
export async function* exportViewsCommand(
  pond: Pond,
  options: ExportViewsOptions,
): AsyncGenerator<ExportedTable | ExportedView> {
  const partition = parsePartition(options.partition);
  const hostPath = exportDirectory(options.to);
  const reader = await pond.read();
  const search = new Search(pond, reader);
  for (const { node, path } of await planExport(pond, reader, options)) {
    await search.visit(node).catch((error) => {
      checkLimits();
      options.onProblem(problemOf(path, error));
    });
  }
  const found = [...search.leaves.values()]
    .map((leaf) => ({ ...leaf, path: leaf.name, name: leaf.location, leaf: leaf.name }))
    .sort((a, b) => a.path < b.path ? -1 : 1);
  refuseCollisions(found);
  const leaves: LeafTable[] = [];
  for (const { node, relation, path, name } of found) {
    const { layout } = options;
    const target: ExportTarget = { hostPath, name, layout, partition, wholeWithoutTime: true };
    try {
      const table = await pond.exportTable(node, target, {
        onProgress: ({ bytesRead, bytesTotal }) => options.onProgress(bytesRead, bytesTotal),
      });
      leaves.push(await leafOf({ path, node, relation, table, location: name }, pond));
      yield table;
    } catch (error) {
      checkLimits();
      options.onProblem(problemOf(path, error));
    }
  }
  const views = whole(search.views, { leaves, onProblem: options.onProblem });
  await pond.exportViews(hostPath, { leaves, views }, { dbt: options.dbt });
  for (const { name, inputs } of views) {
    yield {
      path: name,
      hostPath: join(hostPath, "duckdb.sql"),
      layout: "view",
      inputs: inputs.map(({ of }) => of),
    };
  }
}

/** Many nodes may stand on one that can't be read: which of them is missing is said of each. */
function problemOf(path: string, error: unknown): PondError {
  const { code, message, hint, data } = toPondError(error);
  const what = `cannot export ${path}`;
  const why = message.startsWith(what) ? message : `${what}: ${message}`;
  return new PondError(code, why, { ...(hint ? { hint } : {}), data, cause: error });
}

/** A table to be written. */
interface Leaf {
  readonly name: string;
  readonly node: FileNode;
  readonly relation: Relation;
  readonly location: string;
}

/** A walk from nodes to all that they are made of. */
class Search {
  readonly leaves = new Map<string, Leaf>();
  /** Each after those that it reads. */
  readonly views: DerivedView[] = [];
  /** The name of each node that has been visited. */
  readonly #seen = new Set<string>();
  readonly #relations = new Map<string, Relation>();
  readonly #pond: Pond;
  readonly #reader: PondReader;

  constructor(pond: Pond, reader: PondReader) {
    this.#pond = pond;
    this.#reader = reader;
  }

  /** Finds what `node` is made of, and gives the name of its table or view. */
  async visit(node: FileNode): Promise<string> {
    const { path } = node;
    if (this.#seen.has(path)) return path;
    if (node.broken) throw node.broken;
    if (!node.table) {
      throw new PondError("invalid-input", `cannot export ${path}: it is bytes, not a table`, {
        hint: "a csv-directory shows CSV files as tables; `copy` takes bytes out as they are",
      });
    }
    const relation = await node.table.relation({ chain: [], cache: this.#relations });
    if (!isDerived(relation, node)) {
      this.leaves.set(path, { name: path, node, relation, location: locationOf(path) });
    } else {
      const inputs: ViewInput[] = [];
      const named = node.provenance?.().inputs ?? [];
      for (const [name, input] of relation.inputs) {
        const source = named.find((each) => each.name === name)?.source ?? name;
        inputs.push({ name, source, of: await this.#input(source, input) });
      }
      this.views.push({
        name: path,
        kind: node.kind === "series" ? "series" : "table",
        factory: relation.origin.factory!,
        sql: relation.sql,
        inputs,
        columns: await this.#pond.tables.columns(relation),
        time: relation.time,
        key: relationKey(relation),
      });
    }
    this.#seen.add(path);
    return path;
  }

  /** What `source` names: a node by itself; or, of a glob or URL, all its rows as one table. */
  async #input(source: string, relation: Relation): Promise<string> {
    const path = sourcePath(source);
    const isPlain = !isSourceUrl(source) &&
      (!isGlob(path) || await nodeAt(this.#reader, path) !== undefined);
    if (isPlain) {
      const node = await this.#reader.resolve(canonicalPath(path));
      if (node.kind !== "directory" && node.kind !== "symlink") return await this.visit(node);
    }
    const key = relationKey(relation);
    for (let name = source, i = 2;; name = `${source} (${i++})`) {
      const taken = this.leaves.get(name);
      if (taken && relationKey(taken.relation) !== key) continue;
      const node = rowsAsNode(name, relation);
      this.leaves.set(name, { name, node, relation, location: locationOf(name) });
      return name;
    }
  }
}

function isDerived(relation: Relation, { path }: FileNode): relation is DerivedQuery {
  return relation.type === "query" && relation.origin.factory !== null && relation.label === path;
}

/** A relation that is no node of the tree, as one that can be exported. */
function rowsAsNode(name: string, relation: Relation): FileNode {
  return {
    kind: "table",
    path: name,
    id: hashParts(["source", name]),
    factory: null,
    stat: () => Promise.resolve({ version: 1, sizeBytes: null, modifiedUs: null, sha256: null }),
    open: () => Promise.reject(new PondError("internal", `${name} is not read as bytes`)),
    table: {
      relation: () => Promise.resolve(relation),
      describe: () => Promise.reject(new PondError("internal", `${name} is not described`)),
    },
  };
}

/** Below the directory; a name that can't stand there as it is gets a part of its hash. */
function locationOf(name: string): string {
  const path = sourcePath(name).replace(/^\//, "");
  const plain = tableName(path);
  return plain === path && name === `/${path}`
    ? plain
    : `${plain}-${hashParts([name]).slice(0, 6)}`;
}

async function leafOf(
  written: Omit<Leaf, "name"> & { readonly path: string; readonly table: ExportedTable },
  pond: Pond,
): Promise<LeafTable> {
  const { path, node, relation, table, location } = written;
  return {
    name: path,
    kind: node.kind === "series" ? "series" : "table",
    factory: node.factory,
    columns: await pond.tables.columns(relation),
    time: timeColumnOf(relation),
    location,
    layout: table.layout,
    files: table.files,
    key: relationKey(relation),
  };
}

/** The views that stand on what could be written only. */
function whole(
  views: readonly DerivedView[],
  { leaves, onProblem }: {
    readonly leaves: readonly LeafTable[];
    readonly onProblem: (problem: PondError) => void;
  },
): readonly DerivedView[] {
  const there = new Set(leaves.map(({ name }) => name));
  return views.filter(({ name, inputs }) => {
    const missing = inputs.find(({ of }) => !there.has(of));
    if (!missing) there.add(name);
    else {
      onProblem(
        new PondError(
          "invalid-input",
          `cannot export ${name}: it reads ${missing.of}, which failed`,
        ),
      );
    }
    return !missing;
  });
}
