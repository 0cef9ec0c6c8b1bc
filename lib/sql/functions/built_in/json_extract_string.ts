import { atPaths } from "../json/with_paths.ts";
import { jsonText, normalText } from "../json/write.ts";
import { type Json, unescaped } from "../json/tree.ts";
import type { SqlFunction, SqlValue } from "../../calls/mod.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_N = 0x6e;
const LOWER_U = 0x75;

export const jsonExtractString: SqlFunction = {
  names: ["json_extract_string", "json_extract_path_text", "->>"],
  topic: "json",
  summary: "The part of a JSON text at a path, as text; null is NULL. Also written json ->> path.",
  example: [`'{"a": "x"}' ->> 'a'`, "x"],
  overloads: atPaths({
    returns: "VARCHAR",
    of: stringOf,
    put({ input, finder }, { out, row }) {
      const { bytes } = input;
      const { from, to } = finder;
      if (bytes[from] === QUOTE) {
        const inner = { from: from + 1, to: to - 1 };
        if (!hasEscape(bytes, inner.from, inner.to)) out.setSpan(row, inner);
        else out.set(row, unescaped(bytes, inner));
      } else if (bytes[from] !== LOWER_N || bytes[from + 1] !== LOWER_U) {
        const text = normalText(bytes, finder);
        if (text === null) out.setSpan(row, finder);
        else out.set(row, text);
      }
    },
  }),
};

/** The text of a string, JSON of anything else, NULL of null. */
function stringOf(value: Json): SqlValue {
  if (value === null || typeof value === "string") return value;
  return jsonText(value);
}

function hasEscape(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === BACKSLASH) return true;
  return false;
}
