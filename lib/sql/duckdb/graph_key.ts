import type { ParquetFile } from "../../table/mod.ts";
import { type GraphNode, inOrder, inputsOf, type Restriction, type ScanNode } from "./graph.ts";

/**
 * A text that is equal for graphs of the same SQL over the same columns, whatever the files hold:
 * what follows from these alone needs to be found out once.
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
