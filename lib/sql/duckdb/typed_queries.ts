import { PondError } from "../../base/mod.ts";
import { withSortedAsOf } from "./asof.ts";
import { inOrder, type QueryNode, ROOT_LABEL } from "./graph.ts";
import { guardInLists } from "./in_lists.ts";
import { ColumnFinder, type ColumnSource } from "./input_columns.ts";
import type { Session } from "./session.ts";
import { typeComparisons } from "./typed_comparisons.ts";
import { TypeDoor } from "./type_door.ts";

/**
 * Mends every query under `root` where that takes the types of what stands in it, inputs first.
 * @throws {PondError} `invalid-query`, `unsupported`
 */
export async function typeQueries(
  root: QueryNode,
  context: ColumnSource & { readonly session: Session },
): Promise<void> {
  const finder = new ColumnFinder(context);
  for (const node of inOrder(root)) {
    if (node.kind !== "query") continue;
    const door = new TypeDoor(context.session, () => finder.inputsOf(node));
    try {
      const typed = await typeComparisons(node.engineSql, door);
      node.engineSql = withSortedAsOf(guardInLists(typed));
    } catch (error) {
      throw labelled(error, node.label);
    }
  }
}

function labelled(error: unknown, label: string): unknown {
  if (label === ROOT_LABEL || !(error instanceof PondError) || error.data.relation) return error;
  return new PondError(error.code, `${error.message} in the query of ${label}`, {
    data: { ...error.data, relation: label },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
