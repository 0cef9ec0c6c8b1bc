import { fromJson } from "./from_json.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const fromJsonStrict: SqlFunction = {
  ...fromJson,
  names: ["from_json_strict", "json_transform_strict"],
  summary: "As from_json, where what doesn't fit or isn't there is an error.",
  example: [`from_json_strict('[1, 2]', '["INTEGER"]')`, "[1, 2]"],
};
