import { atRoot } from "../json/with_paths.ts";
import { jsonText } from "../json/write.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const json: SqlFunction = {
  names: ["json"],
  topic: "json",
  summary: "A JSON text without blanks, its numbers in their normal form.",
  example: [`json('{"a" : 1.50}')`, '{"a":1.5}'],
  overloads: [atRoot({ returns: "JSON", of: jsonText })],
};
