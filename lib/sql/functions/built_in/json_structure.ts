import { structureText } from "../json/describe.ts";
import { atRoot } from "../json/with_paths.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonStructure: SqlFunction = {
  names: ["json_structure"],
  topic: "json",
  summary: "The types in a JSON text, as from_json takes them.",
  example: [`json_structure('{"a": [1, 2.5]}')`, '{"a":["DOUBLE"]}'],
  overloads: [atRoot({ returns: "JSON", of: structureText })],
};
