import { formatTimeUs, printable, shellWord } from "../base/mod.ts";
import type { ListedNode } from "../commands/mod.ts";

/** `path`, with a slash at the end of a directory's, safe for a terminal and for one line. */
export function pathText({ path, kind }: Pick<ListedNode, "path" | "kind">): string {
  return printable(kind === "directory" && path !== "/" ? `${path}/` : path);
}

/** A time in ISO 8601, `-` where there is none. */
export function timeText(timeUs: bigint | null): string {
  return timeUs === null ? "-" : formatTimeUs(timeUs);
}

/** A value in a line for people; `-` stands for nothing. */
export function factText(value: string | number | bigint | null | undefined): string {
  return value === null || value === undefined ? "-" : printable(String(value));
}

/** `name:   value` lines, values in one column; undefined ones are left out. */
export function factLines(
  facts: readonly (readonly [string, string | number | bigint | null | undefined])[],
): string {
  const shown = facts.filter(([, value]) => value !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length)) + 1;
  return shown.map(([name, value]) => `${`${name}:`.padEnd(width)} ${factText(value)}\n`).join("");
}

/** Words as one line, quoted where a shell would need it. */
export function commandLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(" ");
}

/** Rows in aligned columns, two spaces between, under their heads. */
export function alignedLines(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row.map((cell, i) => cell.padEnd(widths[i]!)).join("  ").trimEnd() + "\n"
  )
    .join("");
}
