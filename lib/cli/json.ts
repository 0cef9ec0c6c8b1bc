import { toPondError } from "../base/mod.ts";

/**
 * JSON text of a plain value, indented, with a newline at the end. Integers that a double can't
 * hold are strings, errors their message; undefined fields are left out.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, replacer, 2) + "\n";
}

/** As {@linkcode jsonText} on one line. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value, replacer) + "\n";
}

/** One JSON array, item by item; `[]` when there is none. */
export async function* jsonArray(
  items: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<string> {
  let before = "[\n";
  for await (const item of items) {
    yield before + JSON.stringify(item, replacer);
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") {
    const small = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return small ? Number(value) : String(value);
  }
  return value instanceof Error ? toPondError(value).message : value;
}
