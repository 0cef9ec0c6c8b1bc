import { type InputColumns, standIn, type TypedColumn, withInputs } from "../mend/mod.ts";
import type { GraphNode, QueryNode, ScanNode } from "./graph.ts";
import type { Session } from "./session.ts";
import { SessionMemo } from "./session_memo.ts";
import { sqlTypeOf } from "./types.ts";

/** What the columns of nodes are found with. */
export interface ColumnSource {
  /** The SELECT that reads a scan, of no more files than it takes to know its columns. */
  readonly scanSql: (scan: ScanNode) => Promise<string>;
  readonly describe: (sql: string) => Promise<readonly TypedColumn[]>;
}

const kept = new SessionMemo<readonly TypedColumn[]>(512);

/**
 * Finds the columns of nodes, each by describing it over stand-ins of what it reads. A session keeps them: they follow from
 * the schemas of files and the texts of queries.
 */
export class ColumnFinder {
  readonly #source: ColumnSource;
  readonly #session: Session;
  readonly #found = new Map<GraphNode, Promise<readonly TypedColumn[]>>();

  constructor(session: Session, source: ColumnSource) {
    this.#source = source;
    this.#session = session;
  }

  async inputsOf(node: QueryNode): Promise<InputColumns> {
    const inputs = new Map<string, readonly TypedColumn[]>();
    for (const [name, input] of node.inputs) inputs.set(name, await this.#columnsOf(input.node));
    return inputs;
  }

  #columnsOf(node: GraphNode): Promise<readonly TypedColumn[]> {
    const known = this.#found.get(node) ?? this.#describe(node);
    this.#found.set(node, known);
    return known;
  }

  async #describe(node: GraphNode): Promise<readonly TypedColumn[]> {
    switch (node.kind) {
      case "scan": {
        const sql = () => this.#source.scanSql(node);
        const schemas = new Set(node.files.map(({ schemaKey }) => schemaKey));
        if (schemas.has(null)) return await this.#source.describe(await sql());
        return await this.#keep(JSON.stringify([...schemas, node.time]), sql);
      }
      case "query": {
        const inputs = withInputs(await this.inputsOf(node));
        const columns = await this.#keep(`${inputs} SELECT * FROM (\n${node.engineSql}\n)`);
        const { time } = node;
        if (!time || time.native) return columns;
        return columns.map((column) =>
          column.name === time.name ? { ...column, type: "TIMESTAMP" } : column
        );
      }
      case "union": {
        const selects = new Set<string>();
        for (const input of node.inputs) selects.add(standIn(await this.#columnsOf(input)));
        const alike = [...selects].map((select) => `(${select})`);
        return await this.#keep(alike.join(" UNION ALL BY NAME "));
      }
      case "filter":
        return await this.#columnsOf(node.input);
      case "empty":
        return node.relation.columns.map(({ name, type }) => ({ name, type: sqlTypeOf(type) }));
    }
  }

  /** The columns of `sql()`, kept under `key`. */
  async #keep(
    key: string,
    sql = () => Promise.resolve(key),
  ): Promise<readonly TypedColumn[]> {
    const known = kept.get(this.#session, key);
    if (known) return known;
    const columns = await this.#source.describe(await sql());
    kept.set(this.#session, key, columns);
    return columns;
  }
}
