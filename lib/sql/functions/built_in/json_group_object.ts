import type { SqlFunction } from "../../calls/mod.ts";

export const jsonGroupObject: SqlFunction = {
  names: ["json_group_object"],
  topic: "json",
  summary: "The keys and values of a group as an object of JSON.",
  example: ["(SELECT json_group_object('k' || x, x) FROM range(2) t(x))", '{"k0":0,"k1":1}'],
  overloads: [{
    args: { key: "VARCHAR", value: "ANY" },
    returns: "JSON",
    macro: "CAST('{' || string_agg(concat(to_json(CAST(key AS VARCHAR)), ':', " +
      "coalesce(to_json(value), 'null')), ',') || '}' AS JSON)",
  }],
};
