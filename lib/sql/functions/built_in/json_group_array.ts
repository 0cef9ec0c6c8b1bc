import type { SqlFunction } from "../../calls/mod.ts";

export const jsonGroupArray: SqlFunction = {
  names: ["json_group_array"],
  topic: "json",
  summary: "The values of a group as an array of JSON.",
  example: ["(SELECT json_group_array(x) FROM range(3) t(x))", "[0,1,2]"],
  overloads: [{
    args: { value: "ANY" },
    returns: "JSON",
    macro: "CAST('[' || string_agg(coalesce(to_json(value), 'null'), ',') || ']' AS JSON)",
  }],
};
