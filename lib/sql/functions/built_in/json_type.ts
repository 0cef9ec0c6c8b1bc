import { typeName } from "../json/describe.ts";
import { atPaths, atRoot } from "../json/with_paths.ts";
import type { SqlFunction } from "../../calls/mod.ts";

const HOW = { returns: "VARCHAR", of: typeName };

export const jsonType: SqlFunction = {
  names: ["json_type"],
  topic: "json",
  summary: "The type of a JSON text, or of its part at a path: OBJECT, ARRAY, VARCHAR, UBIGINT, …",
  example: [`json_type('{"a": 1}', 'a')`, "UBIGINT"],
  overloads: [atRoot(HOW), ...atPaths(HOW)],
};
