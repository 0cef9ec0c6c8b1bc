import { rewriteCalls } from "../calls/mod.ts";
import { PondError } from "../../base/mod.ts";
import {
  type ParquetFile,
  type Relation,
  type TimeColumn,
  timeColumnOf,
  type TimeRange,
} from "../../table/mod.ts";
import type { EngineQuery } from "../engine.ts";
import { checkStatement, matchName, type Statement } from "../syntax/mod.ts";

/** Parquet files that are read. */
export interface ScanNode {
  readonly kind: "scan";
  readonly label: string;
  readonly files: readonly ParquetFile[];
  readonly time: TimeColumn | null;
  readonly restrictions: readonly Restriction[];
}

/** A SELECT over other nodes. */
export interface QueryNode {
  readonly kind: "query";
  readonly label: string;
  readonly statement: Statement;
  /** The statement in words that the engine answers rightly. */
  engineSql: string;
  /** What its columns are called, where that isn't what the engine calls them. */
  columnNames: readonly string[] | null;
  /** By the names that the SQL uses, as often as it uses them. */
  readonly inputs: ReadonlyMap<string, { readonly node: GraphNode; readonly uses: number }>;
  readonly time: TimeColumn | null;
}

/** Rows of several nodes, or of one within a range of time, or none. */
export type GraphNode =
  | ScanNode
  | QueryNode
  | { readonly kind: "union"; readonly inputs: readonly GraphNode[] }
  | {
    readonly kind: "filter";
    readonly input: GraphNode;
    readonly restrictions: readonly Restriction[];
  }
  | { readonly kind: "empty"; readonly relation: Relation & { readonly type: "empty" } };

/** A range that the values of a time column must lie in. */
export interface Restriction {
  readonly column: string;
  readonly range: TimeRange;
}

/**
 * With some 400 the engine overflows its stack and damages its memory. Files that are read alike
 * are one node.
 */
const MAX_NODES = 250;

/** What messages call the query that was asked, as against those it reads. */
export const ROOT_LABEL = "";

/**
 * The relations that `query` reads, as a graph: equal objects are one node, ranges have moved down
 * to the files, and unions of files are one scan.
 * @throws {PondError} `invalid-query`
 */
export function buildGraph(query: EngineQuery): QueryNode {
  const { sql, relations: inputs } = query;
  const root = new GraphBuilder().query({ label: ROOT_LABEL, sql, inputs, time: null });
  const count = inOrder(root).length;
  if (count <= MAX_NODES) return root;
  throw new PondError(
    "unsupported",
    `cannot run a query: it reads ${count} relations that can't be read as one, at most ${MAX_NODES} go`,
    { hint: "make the globs narrower, or freeze what they match" },
  );
}

interface QuerySpec {
  readonly label: string;
  readonly sql: string;
  readonly inputs: ReadonlyMap<string, Relation>;
  readonly time: TimeColumn | null;
}

class GraphBuilder {
  readonly #built = new Map<Relation, Map<string, GraphNode>>();

  query(spec: QuerySpec): QueryNode {
    const statement = inLabel(spec.label, () => checkStatement(spec.sql));
    const inputs = new Map<string, { node: GraphNode; uses: number; given: string }>();
    const spellings = new Map<string, string>();
    for (const reference of statement.references) {
      const given = inLabel(
        spec.label,
        () => matchName(reference, [...spec.inputs.keys()], spec.sql),
      );
      const lower = reference.name.toLowerCase();
      const name = spellings.get(lower) ?? reference.name;
      spellings.set(lower, name);
      const known = inputs.get(name);
      if (known && known.given !== given) {
        throw new PondError(
          "unsupported",
          `cannot run a query: SQL takes "${known.given}" and "${given}" for one name`,
        );
      }
      const node = known?.node ?? this.#node(spec.inputs.get(given)!, []);
      inputs.set(name, { node, uses: (known?.uses ?? 0) + 1, given });
    }
    return {
      kind: "query",
      label: spec.label,
      statement,
      engineSql: rewriteCalls(statement.sql),
      columnNames: null,
      inputs,
      time: spec.time,
    };
  }

  #node(relation: Relation, restrictions: readonly Restriction[]): GraphNode {
    const key = restrictions
      .map(({ column, range }) => `${range.startUs} ${range.endUs} ${column}`).join("\n");
    const variants = this.#built.get(relation) ?? new Map<string, GraphNode>();
    this.#built.set(relation, variants);
    const known = variants.get(key);
    if (known) return known;
    const node = this.#build(relation, restrictions);
    variants.set(key, node);
    return node;
  }

  #build(relation: Relation, restrictions: readonly Restriction[]): GraphNode {
    switch (relation.type) {
      case "restrict": {
        const { column, range } = relation;
        return this.#node(relation.input, [...restrictions, { column, range }]);
      }
      case "parquet": {
        const { label, time } = relation;
        if (relation.files.length === 0) throw noContent(label);
        return { kind: "scan", label, time, restrictions, files: relation.files };
      }
      case "query": {
        const node = this.query(relation);
        return restrictions.length === 0 ? node : { kind: "filter", input: node, restrictions };
      }
      case "union":
        return this.#union(relation, restrictions);
      case "empty":
        return { kind: "empty", relation };
    }
  }

  #union(
    relation: Relation & { readonly type: "union" },
    restrictions: readonly Restriction[],
  ): GraphNode {
    if (relation.inputs.length === 0) throw noContent(relation.label);
    const canPush = restrictions.every(({ column }) =>
      relation.inputs.every((input) => timeColumnOf(input)?.name === column)
    );
    const inputs = relation.inputs.map((input) => this.#node(input, canPush ? restrictions : []));
    const merged = mergeScans(relation.label, inputs) ?? { kind: "union", inputs };
    return canPush ? merged : { kind: "filter", input: merged, restrictions };
  }
}

/** One scan for scans that read their files alike. */
function mergeScans(label: string, inputs: readonly GraphNode[]): ScanNode | null {
  const scans = inputs.filter((input) => input.kind === "scan");
  const first = scans[0];
  if (!first || scans.length < inputs.length) return null;
  const time = JSON.stringify(first.time);
  if (scans.some((scan) => JSON.stringify(scan.time) !== time)) return null;
  const sameRange = scans.every((scan) =>
    scan.restrictions.length === first.restrictions.length &&
    scan.restrictions.every((restriction, i) => {
      const { column, range } = first.restrictions[i]!;
      return restriction.column === column && restriction.range.startUs === range.startUs &&
        restriction.range.endUs === range.endUs;
    })
  );
  return sameRange ? { ...first, label, files: scans.flatMap((scan) => scan.files) } : null;
}

/** All nodes below and including `root`, inputs first. */
export function inOrder(root: GraphNode): readonly GraphNode[] {
  const done = new Set<GraphNode>();
  const visit = (node: GraphNode) => {
    if (done.has(node)) return;
    for (const input of inputsOf(node)) visit(input.node);
    done.add(node);
  };
  visit(root);
  return [...done];
}

/** What `node` reads, and how often. */
export function inputsOf(
  node: GraphNode,
): readonly { readonly node: GraphNode; readonly uses: number }[] {
  switch (node.kind) {
    case "query":
      return [...node.inputs.values()];
    case "union":
      return node.inputs.map((input) => ({ node: input, uses: 1 }));
    case "filter":
      return [{ node: node.input, uses: 1 }];
    default:
      return [];
  }
}

function inLabel<T>(label: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw errorInQuery(error, label);
  }
}

function noContent(label: string): PondError {
  return new PondError("invalid-query", `cannot query ${label}: it has no content yet`);
}

/** An error with the relation in whose query it occurred; the query that was asked has no name. */
export function errorInQuery(error: unknown, label: string): unknown {
  if (label === ROOT_LABEL || !(error instanceof PondError)) return error;
  return new PondError(error.code, `${error.message} in the query of ${label}`, {
    data: { ...error.data, relation: label },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
