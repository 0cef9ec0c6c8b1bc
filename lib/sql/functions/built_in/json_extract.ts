import { atPaths } from "../json/with_paths.ts";
import { jsonText, normalText } from "../json/write.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonExtract: SqlFunction = {
  names: ["json_extract", "json_extract_path"],
  topic: "json",
  summary: "The part of a JSON text at a path, as JSON; also written json -> path.",
  example: [`'{"a": [1, 2]}' -> '$.a[0]'`, "1"],
  overloads: atPaths({
    returns: "JSON",
    of: jsonText,
    put({ input, finder }, { out, row }) {
      const text = normalText(input.bytes, finder);
      if (text === null) out.setSpan(row, finder);
      else out.set(row, text);
    },
  }),
};
