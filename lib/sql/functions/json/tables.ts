import type { Batch, Output, Overload, SqlValue } from "../../calls/mod.ts";
import { Documents, readPath } from "./documents.ts";
import type { Path } from "./path.ts";
import { ROW_TYPE } from "./rows.ts";
import type { Json } from "./tree.ts";

/** A function that gives rows, as a list of them, of a text and perhaps a path in it. */
export function tableOverloads(
  rows: (document: Json, path: Path) => readonly SqlValue[],
): readonly Overload[] {
  const call = (batch: Batch, out: Output) => {
    const documents = new Documents(batch.args[0]!);
    for (let row = 0; row < batch.rows; row++) {
      if (batch.args.some((arg) => arg.isNull(row))) continue;
      const path = readPath(batch.args[1]?.text(row) ?? "$");
      if (path.isWild) throw new Error("json_each and json_tree take no path with wildcards");
      out.set(row, rows(documents.tree(row), path));
    }
  };
  return [
    // Else the engine takes the answer to a NULL for one without a type.
    { args: { json: "VARCHAR" }, returns: `${ROW_TYPE}[]`, call, takesNull: true },
    { args: { json: "VARCHAR", path: "VARCHAR" }, returns: `${ROW_TYPE}[]`, call, takesNull: true },
  ];
}
