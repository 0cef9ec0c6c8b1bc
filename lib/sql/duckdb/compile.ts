import { quoteName, toHex } from "../../base/mod.ts";
import type { TimeColumn } from "../../table/mod.ts";
import { type GraphNode, inOrder, inputsOf, type QueryNode, type ScanNode } from "./graph.ts";
import { restrictionSql, timeExpression } from "./scan_sql.ts";
import { sqlTypeOf } from "./types.ts";

/** One statement for the engine. */
export interface Compiled {
  readonly sql: string;
  /** Where the users' own SQL stands in it. */
  readonly regions: readonly Region[];
  /** Every user's query in it by itself, inputs first. */
  readonly parts: () => Iterable<Part>;
}

/**
 * A user's query with what it reads as views: the engine tells where an error is in a whole
 * statement only.
 */
export interface Part {
  readonly sql: string;
  readonly label: string;
  readonly setup: readonly string[];
}

/** A user's SQL inside a compiled statement. */
export interface Region {
  readonly start: number;
  readonly length: number;
  /** As the user wrote it. */
  readonly sql: string;
  readonly label: string;
  /** Whether it stands there as the user wrote it. */
  readonly isExact: boolean;
}

/** How a graph becomes a statement. */
export interface CompileOptions {
  /** The SELECT that gives a scan's rows. */
  readonly scan: (scan: ScanNode) => string;
  /** Columns of the result to cast, by name. */
  readonly casts?: ReadonlyMap<string, string>;
}

/**
 * A shared node that would be written out more often than this is computed once and kept instead:
 * written out, filters reach its files, but a chain of nodes that each read the one below twice
 * would double at each step.
 */
const MAX_INLINED_USES = 8;

/**
 * The engine binds what is written out by recursion, on a stack of its own that overflows without a
 * word: a chain of some 27 simple queries ends in damaged memory. So a node on which that many
 * SELECTs stand within each other is computed by itself, and counting begins anew. A level has two
 * around each user's query.
 */
const MAX_NESTED_SELECTS = 36;
const SELECTS_AROUND = 2;

/**
 * Compiles `root` to one SELECT: a flat list of common table expressions, inputs first, that the
 * optimizer dissolves, so filters and columns reach the files through any number of levels. Their
 * names can't be guessed: a user's SQL sees the relations given to it and nothing else.
 */
export function compile(root: QueryNode, options: CompileOptions): Compiled {
  const nodes = inOrder(root).filter((node) => node !== root);
  const writer = new StatementWriter([...nodes, root], options);
  // Names of the root's own inputs come last in the same list.
  if (writer.addExpressions(nodes) && root.inputs.size > 0) writer.add(",\n");
  writer.addQuery(root, { with: nodes.length === 0, casts: options.casts ?? new Map() });
  return {
    sql: writer.sql,
    regions: writer.regions,
    *parts() {
      for (const node of [...nodes, root]) if (node.kind === "query") yield partOf(node, options);
    },
  };
}

/** `node` by itself. */
function partOf(node: QueryNode, options: CompileOptions): Part {
  const setup = [...node.inputs].map(([name, input]) => {
    const nodes = inOrder(input.node);
    const writer = new StatementWriter(nodes, options);
    writer.addExpressions(nodes);
    return `CREATE TEMP VIEW ${quoteName(name)} AS ${writer.sql} ` +
      `SELECT * FROM ${writer.nameOf(input.node)}`;
  });
  return { sql: node.statement.sql, label: node.label, setup };
}

/**
 * The nodes to compute by themselves, so that none above them nests too deep. @param nodes inputs
 * first
 */
function deepNodes(nodes: readonly GraphNode[]): Set<GraphNode> {
  const deep = new Set<GraphNode>();
  const depths = new Map<GraphNode, number>();
  for (const node of nodes) {
    const below = Math.max(0, ...inputsOf(node).map((input) => depths.get(input.node) ?? 0));
    const depth = below + selectsIn(node);
    const isDeep = node.kind === "query" && depth > MAX_NESTED_SELECTS;
    if (isDeep) deep.add(node);
    depths.set(node, isDeep ? 0 : depth);
  }
  return deep;
}

/** How many SELECTs may stand within each other in what `node` is written as. */
function selectsIn(node: GraphNode): number {
  if (node.kind !== "query") return 1;
  return SELECTS_AROUND + (node.statement.sql.match(/\bselect\b/gi)?.length ?? 1);
}

/** The nodes to compute once: see {@linkcode MAX_INLINED_USES}. Files are cheap to read again. */
function materializedNodes(nodes: readonly GraphNode[]): ReadonlySet<GraphNode> {
  const uses = new Map<GraphNode, number>();
  const kept = deepNodes(nodes);
  for (const node of [...nodes].reverse()) {
    const total = uses.get(node) ?? 1;
    if (total > MAX_INLINED_USES && node.kind === "query") kept.add(node);
    const copies = (kept.has(node) ? 1 : total) * copiesIn(node);
    for (const input of inputsOf(node)) {
      uses.set(input.node, (uses.get(input.node) ?? 0) + copies * input.uses);
    }
  }
  return kept;
}

/**
 * How often what a node reads may be written out where it is named once: a user's own WITH is
 * dissolved as well.
 */
function copiesIn(node: GraphNode): number {
  if (node.kind !== "query" || !/\bwith\b/i.test(node.statement.sql)) return 1;
  return Math.max(1, node.statement.sql.match(/\b(from|join)\b/gi)?.length ?? 1);
}

class StatementWriter {
  sql = "";
  readonly regions: Region[] = [];
  readonly #names: ReadonlyMap<GraphNode, string>;
  readonly #materialized: ReadonlySet<GraphNode>;
  readonly #options: CompileOptions;

  /** @param nodes inputs first, what is asked last */
  constructor(nodes: readonly GraphNode[], options: CompileOptions) {
    const nonce = toHex(crypto.getRandomValues(new Uint8Array(6)));
    this.#names = new Map(nodes.map((node, i) => [node, `pond_${nonce}_${i}`] as const));
    this.#materialized = materializedNodes(nodes);
    this.#options = options;
  }

  nameOf(node: GraphNode): string {
    return this.#names.get(node)!;
  }

  add(text: string): void {
    this.sql += text;
  }

  /** `WITH name AS (…), …`; returns whether there was any. */
  addExpressions(nodes: readonly GraphNode[]): boolean {
    nodes.forEach((node, i) => {
      const keep = this.#materialized.has(node) ? "MATERIALIZED " : "";
      this.add(`${i === 0 ? "WITH" : ",\n"} ${this.nameOf(node)} AS ${keep}(`);
      this.addNode(node);
      this.add(")");
    });
    return nodes.length > 0;
  }

  addNode(node: GraphNode): void {
    switch (node.kind) {
      case "scan":
        return this.add(this.#options.scan(node));
      case "query":
        return this.addQuery(node, { with: true, casts: new Map() });
      case "union":
        return this.add(
          unionOf(node.inputs.map((input) => `SELECT * FROM ${this.nameOf(input)}`)),
        );
      case "filter": {
        const where = node.restrictions.map((restriction) => restrictionSql(restriction, null));
        return this.add(
          `SELECT * FROM ${this.nameOf(node.input)} WHERE ${where.join(" AND ")}`,
        );
      }
      case "empty": {
        const columns = node.relation.columns
          .map(({ name, type }) => `CAST(NULL AS ${sqlTypeOf(type)}) AS ${quoteName(name)}`);
        return this.add(`SELECT ${columns.join(", ")} WHERE false`);
      }
    }
  }

  /** `with`: whether its inputs begin a WITH or continue one. */
  addQuery(
    node: QueryNode,
    options: { readonly with: boolean; readonly casts: ReadonlyMap<string, string> },
  ): void {
    const inputs = [...node.inputs].map(([name, input]) =>
      `${quoteName(name)} AS (SELECT * FROM ${this.nameOf(input.node)})`
    );
    if (inputs.length > 0) this.add(`${options.with ? "WITH " : ""}${inputs.join(", ")}`);
    this.add(` SELECT ${starWith(node.time, options.casts)} FROM (\n`);
    this.regions.push({
      start: this.sql.length,
      length: node.engineSql.length,
      sql: node.statement.sql,
      label: node.label,
      isExact: node.engineSql === node.statement.sql,
    });
    // The line break ends a comment that the SQL may end with.
    const names = node.columnNames?.map(quoteName).join(", ");
    this.add(`${node.engineSql}\n)${names === undefined ? "" : ` AS named(${names})`}`);
  }
}

/**
 * The union of `selects`, halved again and again: a thousand in a row would nest a thousand deep.
 */
function unionOf(selects: readonly string[]): string {
  if (selects.length <= 2) return selects.join(" UNION ALL BY NAME ");
  const middle = Math.ceil(selects.length / 2);
  const halves = [selects.slice(0, middle), selects.slice(middle)];
  return halves.map((half) => `(${unionOf(half)})`).join(" UNION ALL BY NAME ");
}

/**
 * `*`, with the time column read as a time where it is stored as something else, and with `casts`.
 */
function starWith(time: TimeColumn | null, casts: ReadonlyMap<string, string>): string {
  const replaced = [...casts]
    .map(([name, type]) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`);
  if (time && !time.native) replaced.push(`${timeExpression(time)} AS ${quoteName(time.name)}`);
  return replaced.length > 0 ? `* REPLACE (${replaced.join(", ")})` : "*";
}
