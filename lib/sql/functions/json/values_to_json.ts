import type { Batch } from "../../calls/mod.ts";
import { toJsonText } from "./from_value.ts";
import { Scanner } from "./scanner.ts";
import { parseTree } from "./tree.ts";
import { jsonText } from "./write.ts";

const encoder = new TextEncoder();

/** Each argument of `batch` as JSON, by rows. */
export function valuesToJson(batch: Batch): readonly ((row: number) => string)[] {
  return batch.args.map((arg) => (row) => toJsonText(arg.type, arg.value(row), normalized));
}

/** A text that is JSON by its type, so nobody has to be told where it isn't. */
function normalized(json: string): string {
  const bytes = encoder.encode(json);
  return jsonText(parseTree(new Scanner().over(bytes, { from: 0, to: bytes.length })));
}
