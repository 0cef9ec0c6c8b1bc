import { Documents } from "../json/documents.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonValid: SqlFunction = {
  names: ["json_valid"],
  topic: "json",
  summary: "Whether a text is JSON.",
  example: [`json_valid('{"a": 1')`, "false"],
  overloads: [{
    args: { json: "VARCHAR" },
    returns: "BOOLEAN",
    call(batch, out) {
      const documents = new Documents(batch.args[0]!);
      for (let row = 0; row < batch.rows; row++) {
        if (batch.isLive(row)) out.set(row, documents.isValid(row));
      }
    },
  }],
};
