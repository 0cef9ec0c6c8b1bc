import { contains } from "../json/describe.ts";
import { Documents } from "../json/documents.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonContains: SqlFunction = {
  names: ["json_contains"],
  topic: "json",
  summary: "Whether a JSON text has another in it: as a value, or as an object or array with less.",
  example: [`json_contains('{"a": {"b": 1, "c": 2}}', '{"b": 1}')`, "true"],
  overloads: [{
    args: { whole: "VARCHAR", part: "VARCHAR" },
    returns: "BOOLEAN",
    call(batch, out) {
      const [wholes, parts] = batch.args.map((arg) => new Documents(arg));
      for (let row = 0; row < batch.rows; row++) {
        if (batch.isLive(row)) out.set(row, contains(wholes!.tree(row), parts!.tree(row)));
      }
    },
  }],
};
