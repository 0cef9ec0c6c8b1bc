import { PondError } from "../../base/mod.ts";
import { mendTyped, TypeDoor } from "../mend/mod.ts";
import { type GraphNode, inOrder, type QueryNode, ROOT_LABEL } from "./graph.ts";
import { graphKey } from "./graph_key.ts";
import { ColumnFinder, type ColumnSource } from "./input_columns.ts";
import { schemaFiles } from "./prune.ts";
import type { Session } from "./session.ts";
import { SessionMemo } from "./session_memo.ts";

/** The SQL of every query of a graph as it was mended, inputs first, by the graph it was. */
const mendedBefore = new SessionMemo<readonly string[]>(128);

/**
 * Mends every query under `root` where that takes the types of what stands in it, inputs first. What comes of it follows from
 * the SQL and the columns, so a session keeps it.
 * @throws {PondError} `invalid-query`, `unsupported`
 */
export async function typeQueries(
  root: QueryNode,
  context: ColumnSource & { readonly session: Session },
): Promise<void> {
  const queries = inOrder(root).filter((node) => node.kind === "query");
  const key = graphKey(root, (scan) => schemaFiles(scan.files));
  const known = mendedBefore.get(context.session, key);
  if (known) {
    queries.forEach((node, i) => node.engineSql = known[i]!);
    return;
  }
  const finder = new ColumnFinder(context.session, context);
  for (const node of queries) {
    const door = new TypeDoor(context.session, {
      inputs: () => finder.inputsOf(node),
      times: [...node.inputs.values()].map(({ node: input }) => timeOf(input)),
    });
    try {
      node.engineSql = await mendTyped(node.engineSql, door);
    } catch (error) {
      throw labelled(error, node.label);
    }
  }
  mendedBefore.set(context.session, key, queries.map((node) => node.engineSql));
}

/** The name of the column that is a TIMESTAMP whatever the files say, if there is one. */
function timeOf(node: GraphNode): string | null {
  if (node.kind === "filter") return timeOf(node.input);
  return node.kind === "scan" || node.kind === "query" ? node.time?.name ?? null : null;
}

function labelled(error: unknown, label: string): unknown {
  if (label === ROOT_LABEL || !(error instanceof PondError) || error.data.relation) return error;
  return new PondError(error.code, `${error.message} in the query of ${label}`, {
    data: { ...error.data, relation: label },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
