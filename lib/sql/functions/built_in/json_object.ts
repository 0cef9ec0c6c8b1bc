import { valuesToJson } from "../json/values_to_json.ts";
import { quoted } from "../json/write.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonObject: SqlFunction = {
  names: ["json_object"],
  topic: "json",
  summary: "Keys and values, in turn, as an object of JSON.",
  example: ["json_object('a', 1, 'b', NULL)", '{"a":1,"b":null}'],
  overloads: [{
    args: {},
    rest: "ANY",
    returns: "JSON",
    takesNull: true,
    call(batch, out) {
      if (batch.args.length % 2 !== 0) {
        throw new Error("json_object() requires an even number of arguments");
      }
      const texts = valuesToJson(batch);
      const keys = batch.args.filter((_, i) => i % 2 === 0);
      for (let row = 0; row < batch.rows; row++) {
        const members = keys.map((key, i) => {
          if (key.isNull(row)) throw new Error("json_object() keys may not be NULL");
          return `${quoted(String(key.value(row)))}:${texts[2 * i + 1]!(row)}`;
        });
        out.set(row, `{${members.join(",")}}`);
      }
    },
  }],
};
