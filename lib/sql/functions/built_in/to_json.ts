import { valuesToJson } from "../json/values_to_json.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const toJson: SqlFunction = {
  names: ["to_json", "json_quote", "row_to_json", "array_to_json"],
  topic: "json",
  summary: "Any value as JSON: a text in quotes, a list as an array, a STRUCT or MAP as an object.",
  example: ["to_json({'a': [1, NULL], 'b': 'x'})", '{"a":[1,null],"b":"x"}'],
  overloads: [{
    args: { value: "ANY" },
    returns: "JSON",
    call(batch, out) {
      const [texts] = valuesToJson(batch);
      for (let row = 0; row < batch.rows; row++) if (batch.isLive(row)) out.set(row, texts!(row));
    },
  }],
};
