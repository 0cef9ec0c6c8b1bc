import type { SqlFunction } from "../../calls/mod.ts";
import type { Json } from "../json/tree.ts";
import { atPaths, atRoot } from "../json/with_paths.ts";

const HOW = {
  returns: "UBIGINT",
  of: (value: Json) => BigInt(Array.isArray(value) ? value.length : 0),
};

export const jsonArrayLength: SqlFunction = {
  names: ["json_array_length"],
  topic: "json",
  summary: "How many elements an array in JSON has; 0 of anything else.",
  example: [`json_array_length('{"a": [1, 2]}', 'a')`, "2"],
  overloads: [
    atRoot(HOW),
    ...atPaths({
      ...HOW,
      put({ finder, scanner }, { out, row }) {
        out.setNumber(row, scanner.elements(finder.from));
      },
    }),
  ],
};
