import { valuesToJson } from "../json/values_to_json.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonArray: SqlFunction = {
  names: ["json_array"],
  topic: "json",
  summary: "Any values as an array of JSON.",
  example: ["json_array(1, 'x', NULL)", '[1,"x",null]'],
  overloads: [{
    args: {},
    rest: "ANY",
    returns: "JSON",
    takesNull: true,
    call(batch, out) {
      const texts = valuesToJson(batch);
      for (let row = 0; row < batch.rows; row++) {
        out.set(row, `[${texts.map((text) => text(row)).join(",")}]`);
      }
    },
  }],
};
