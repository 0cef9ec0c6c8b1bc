import { atPaths } from "../json/with_paths.ts";
import { type Json, JsonObject } from "../json/tree.ts";
import { jsonText } from "../json/write.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonValue: SqlFunction = {
  names: ["json_value"],
  topic: "json",
  summary:
    "The part of a JSON text at a path as JSON, if it is no object, array or null; else NULL.",
  example: [`json_value('{"a": 1, "b": [2]}', 'a')`, "1"],
  overloads: atPaths({ returns: "VARCHAR", of: scalarOf }),
};

function scalarOf(value: Json): string | null {
  if (value === null || Array.isArray(value) || value instanceof JsonObject) return null;
  return jsonText(value);
}
