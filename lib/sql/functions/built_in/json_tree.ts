import { tableOverloads } from "../json/tables.ts";
import { rowsOfTree } from "../json/rows.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonTree: SqlFunction = {
  names: ["json_tree"],
  topic: "json",
  summary:
    "A table of everything in a JSON text, or in its part at a path: key, value, type, fullkey, …",
  example: ["(SELECT count(*) FROM json_tree('{\"a\": [1, 2]}'))", "4"],
  overloads: tableOverloads(rowsOfTree),
};
