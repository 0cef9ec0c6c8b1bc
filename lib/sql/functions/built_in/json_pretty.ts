import { atRoot } from "../json/with_paths.ts";
import { prettyText } from "../json/write.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonPretty: SqlFunction = {
  names: ["json_pretty"],
  topic: "json",
  summary: "A JSON text with a member a line.",
  example: [`json_pretty('[1]')`, "[\n    1\n]"],
  overloads: [atRoot({ returns: "VARCHAR", of: (value) => prettyText(value) })],
};
