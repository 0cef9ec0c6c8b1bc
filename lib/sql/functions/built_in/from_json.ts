import type { ComputedOverload, SqlFunction } from "../../calls/mod.ts";

/** Calls with a literal, whose type is known before, are rewritten to functions of their own. */
const WITHOUT_LITERAL: ComputedOverload = {
  args: { json: "VARCHAR", structure: "VARCHAR" },
  returns: "JSON",
  call() {
    throw new Error("the structure, which says the type of the answer, has to be a literal");
  },
};

export const fromJson: SqlFunction = {
  names: ["from_json", "json_transform"],
  topic: "json",
  summary: "A JSON text as a value of the type that a structure says; what doesn't fit is NULL.",
  example: [
    `from_json('{"a": 1, "b": ["x"]}', '{"a": "INTEGER", "b": ["VARCHAR"]}')`,
    "{'a': 1, 'b': [x]}",
  ],
  overloads: [WITHOUT_LITERAL],
};
