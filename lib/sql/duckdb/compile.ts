import { toHex } from "../../base/mod.ts";
import type { TimeColumn } from "../../table/mod.ts";
import { type GraphNode, inOrder, inputsOf, type QueryNode, type ScanNode } from "./graph.ts";
import { quoteName, restrictionSql, timeExpression } from "./scan_sql.ts";
import { sqlTypeOf } from "./types.ts";

/** One statement for the engine. */
export interface Compiled {
  readonly sql: string;
  /** Where the users' own SQL stands in it. */
  readonly regions: readonly Region[];
}

/** A user's SQL inside a compiled statement. */
export interface Region {
  readonly start: number;
  readonly sql: string;
  readonly label: string;
}

/** How a graph becomes a statement. */
export interface CompileOptions {
  /** The SELECT that gives a scan's rows. */
  readonly scan: (scan: ScanNode) => string;
  /** Columns of the result to cast, by name. */
  readonly casts?: ReadonlyMap<string, string>;
}

/**
 * A shared node that would be written out more often than this is computed once and kept instead: written out, filters
 * reach its files, but a chain of nodes that each read the one below twice would double at each step.
 */
const MAX_INLINED_USES = 8;

/**
 * Compiles `root` to one SELECT: a flat list of common table expressions, inputs first, that the optimizer dissolves, so
 * filters and columns reach the files through any number of levels. Their names can't be guessed: a user's SQL
 * sees the relations given to it and nothing else.
 */
export function compile(root: QueryNode, options: CompileOptions): Compiled {
  const nodes = inOrder(root);
  const nonce = toHex(crypto.getRandomValues(new Uint8Array(6)));
  const names = new Map(nodes.map((node, i) => [node, `pond_${nonce}_${i}`] as const));
  const kept = keptNodes(nodes);
  const writer = new StatementWriter(names, options);
  nodes.forEach((node, i) => {
    const keep = kept.has(node) ? "MATERIALIZED " : "";
    writer.add(`${i === 0 ? "WITH" : ",\n"} ${names.get(node)} AS ${keep}(`);
    writer.addNode(node);
    writer.add(")");
  });
  const casts = [...options.casts ?? []]
    .map(([name, type]) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`);
  const replace = casts.length > 0 ? ` REPLACE (${casts.join(", ")})` : "";
  writer.add(`\nSELECT *${replace} FROM ${names.get(root)}`);
  return { sql: writer.sql, regions: writer.regions };
}

/** The nodes to compute once: see {@linkcode MAX_INLINED_USES}. Files are cheap to read again. */
function keptNodes(nodes: readonly GraphNode[]): ReadonlySet<GraphNode> {
  const uses = new Map<GraphNode, number>();
  const kept = new Set<GraphNode>();
  for (const node of [...nodes].reverse()) {
    const total = uses.get(node) ?? 1;
    if (total > MAX_INLINED_USES && node.kind === "query") kept.add(node);
    const copies = kept.has(node) ? 1 : total;
    for (const input of inputsOf(node)) {
      uses.set(input.node, (uses.get(input.node) ?? 0) + copies * input.uses);
    }
  }
  return kept;
}

class StatementWriter {
  sql = "";
  readonly regions: Region[] = [];
  readonly #names: ReadonlyMap<GraphNode, string>;
  readonly #options: CompileOptions;

  constructor(names: ReadonlyMap<GraphNode, string>, options: CompileOptions) {
    this.#names = names;
    this.#options = options;
  }

  add(text: string): void {
    this.sql += text;
  }

  addNode(node: GraphNode): void {
    switch (node.kind) {
      case "scan":
        return this.add(this.#options.scan(node));
      case "query":
        return this.#addQuery(node);
      case "union":
        return this.add(
          node.inputs.map((input) => `SELECT * FROM ${this.#names.get(input)}`)
            .join(" UNION ALL BY NAME "),
        );
      case "filter": {
        const where = node.restrictions.map((restriction) => restrictionSql(restriction, null));
        return this.add(
          `SELECT * FROM ${this.#names.get(node.input)} WHERE ${where.join(" AND ")}`,
        );
      }
      case "empty": {
        const columns = node.relation.columns
          .map(({ name, type }) => `CAST(NULL AS ${sqlTypeOf(type)}) AS ${quoteName(name)}`);
        return this.add(`SELECT ${columns.join(", ")} WHERE false`);
      }
    }
  }

  #addQuery(node: QueryNode): void {
    const inputs = [...node.inputs].map(([name, input]) =>
      `${quoteName(name)} AS (SELECT * FROM ${this.#names.get(input.node)})`
    );
    if (inputs.length > 0) this.add(`WITH ${inputs.join(", ")} `);
    this.add(`SELECT ${starWithTime(node.time)} FROM (\n`);
    this.regions.push({
      start: this.sql.length,
      sql: node.statement.sql,
      label: node.label,
    });
    // The line break ends a comment that the SQL may end with.
    this.add(`${node.statement.sql}\n)`);
  }
}

/** `*`, with the time column read as a time where it is stored as something else. */
function starWithTime(time: TimeColumn | null): string {
  if (!time || time.native) return "*";
  return `* REPLACE (${timeExpression(time)} AS ${quoteName(time.name)})`;
}
