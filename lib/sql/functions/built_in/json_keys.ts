import { atPaths, atRoot } from "../json/with_paths.ts";
import { type Json, JsonObject } from "../json/tree.ts";
import type { SqlFunction } from "../../calls/mod.ts";

const HOW = {
  returns: "VARCHAR[]",
  of: (value: Json) => value instanceof JsonObject ? value.members.map(([key]) => key) : [],
};

export const jsonKeys: SqlFunction = {
  names: ["json_keys"],
  topic: "json",
  summary: "The keys of an object in JSON, in their order; none of anything else.",
  example: [`json_keys('{"a": 1, "b": 2}')`, "[a, b]"],
  overloads: [atRoot(HOW), ...atPaths(HOW)],
};
