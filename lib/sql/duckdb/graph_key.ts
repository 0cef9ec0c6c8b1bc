import { RecentMap } from "../../base/mod.ts";
import type { ParquetFile } from "../../tinyfs/mod.ts";
import { type GraphNode, inOrder, inputsOf, type Restriction, type ScanNode } from "./graph.ts";
import type { Session } from "./session.ts";

/** Graphs that a session keeps something of, and the text that the key of one may be. */
const GRAPHS_KEPT = 128;
const MAX_KEY_LENGTH = 32 * 1024;

/** What a session has found out about graphs, by their keys. */
export class GraphMemo<V extends NonNullable<unknown>> {
  readonly #sessions = new WeakMap<Session, RecentMap<string, V>>();

  get(session: Session, key: string | null): V | undefined {
    return key === null ? undefined : this.#sessions.get(session)?.get(key);
  }

  set(session: Session, key: string | null, value: V): void {
    if (key === null || key.length > MAX_KEY_LENGTH) return;
    const known = this.#sessions.get(session) ?? new RecentMap<string, V>(GRAPHS_KEPT);
    this.#sessions.set(session, known);
    known.set(key, value);
  }
}

/**
 * A text that is equal for graphs of the same SQL over the same columns, whatever the files hold: what follows from these
 * alone needs to be found out once.
 * @param schemas the files of a scan that tell its columns
 * @returns null where a file's schema is not known without opening it
 */
export function graphKey(
  root: GraphNode,
  schemas: (scan: ScanNode) => readonly ParquetFile[],
): string | null {
  const nodes = inOrder(root);
  const places = new Map(nodes.map((node, place) => [node, place]));
  const described: unknown[] = [];
  for (const node of nodes) {
    if (node.kind !== "scan") {
      described.push([...wordsOf(node), inputsOf(node).map((input) => places.get(input.node))]);
      continue;
    }
    const keys = schemas(node).map(({ schemaKey }) => schemaKey);
    if (keys.includes(null)) return null;
    described.push(["scan", node.time, rangesOf(node.restrictions), keys]);
  }
  return JSON.stringify(described);
}

function wordsOf(node: Exclude<GraphNode, ScanNode>): readonly unknown[] {
  switch (node.kind) {
    case "query":
      return ["query", node.engineSql, node.time, [...node.inputs.keys()]];
    case "filter":
      return ["filter", rangesOf(node.restrictions)];
    case "empty":
      return ["empty", node.relation.columns];
    case "union":
      return ["union"];
  }
}

function rangesOf(restrictions: readonly Restriction[]): readonly unknown[] {
  return restrictions.map(({ column, range }) => [
    column,
    ...[range.startUs, range.endUs].map((us) => us === null ? null : String(us)),
  ]);
}
