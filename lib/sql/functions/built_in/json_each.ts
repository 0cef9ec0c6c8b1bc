import { tableOverloads } from "../json/tables.ts";
import { rowsOfEach } from "../json/rows.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonEach: SqlFunction = {
  names: ["json_each"],
  topic: "json",
  summary:
    "A table of the members or elements of a JSON text, or of its part at a path: key, value, type, …",
  example: ["(SELECT string_agg(key, '+') FROM json_each('{\"a\": 1, \"b\": 2}'))", "a+b"],
  overloads: tableOverloads(rowsOfEach),
};
