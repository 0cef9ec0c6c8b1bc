import type { PondError } from "../base/mod.ts";
import type { Position } from "../config/mod.ts";

/**
 * Where in `sql`, the query of the node at `path`, an engine's error points, as far as it tells: by
 * line, or by a name that it quotes. An error in the query of another node below this one has no
 * position here.
 */
export function positionOfError(
  sql: string,
  { error, path }: { readonly error: PondError; readonly path: string },
): { text: Position } | undefined {
  const { line, column, relation } = error.data;
  if (typeof relation === "string" && relation.startsWith("/") && relation !== path) {
    return undefined;
  }
  if (typeof line === "number" && typeof column === "number") return { text: { line, column } };
  for (const [, name] of error.message.matchAll(/["']([^"']+)["']|\bname ([^\s!?]+)/g)) {
    const found = name === undefined ? undefined : positionOfName(sql, name);
    if (found) return found;
  }
  return undefined;
}

/** Where `name` first stands in `sql` as a word of its own. */
export function positionOfName(sql: string, name: string): { text: Position } | undefined {
  for (let at = sql.indexOf(name); at >= 0; at = sql.indexOf(name, at + 1)) {
    const around = `${sql[at - 1] ?? " "}${sql[at + name.length] ?? " "}`;
    if (/\w/.test(around)) continue;
    const before = sql.slice(0, at).split("\n");
    return { text: { line: before.length, column: before.at(-1)!.length + 1 } };
  }
  return undefined;
}
