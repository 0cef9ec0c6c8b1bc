import { PondError, printable } from "../base/mod.ts";
import type { Difference, TreeChange } from "../commands/mod.ts";
import type { Call } from "./call.ts";
import { writeContent } from "./content.ts";
import type { Flags } from "./description.ts";
import { chosenFormat, type FORMAT_FLAGS } from "./format_flags.ts";
import { formatBytes } from "./progress.ts";
import { writeRecords } from "./records.ts";

const TREE_COLUMNS = [
  { name: "change", type: "string", nullable: false },
  { name: "kind", type: "string", nullable: false },
  { name: "path", type: "string", nullable: false },
] as const;

/** Writes how two nodes differ: rows and text to standard output, what is said of columns to stderr. */
export async function writeDifference(
  call: Call<typeof FORMAT_FLAGS & Flags>,
  difference: Difference,
  progress: Parameters<typeof writeContent>[2]["progress"],
): Promise<void> {
  const format = chosenFormat(call.options);
  if (difference.is === "rows") {
    for (const column of difference.columns) call.note(`columns: ${column}`);
    if (difference.config !== undefined) {
      call.note(difference.config.trimEnd(), { keepLines: true });
    }
    const content = { is: "rows", result: difference.result } as const;
    return await writeContent(call, content, { format, progress });
  }
  if (format !== undefined) {
    const rows = changesOf(difference).map((each) => ({ ...each }));
    return await writeRecords(call, { columns: TREE_COLUMNS, rows }, format);
  }
  if (difference.is === "text") {
    await call.output.write(printable(difference.patch, { keepLines: true }));
  } else if (difference.is === "bytes") {
    const { path, beforeBytes, afterBytes } = difference;
    const sizes = `${formatBytes(beforeBytes)} before, ${formatBytes(afterBytes)} after`;
    await call.output.write(`changed  ${printable(path)}  (bytes, ${sizes})\n`);
  } else {
    for (const { change, kind, path } of changesOf(difference)) {
      await call.output.write(`${change.padEnd(7)}  ${printable(path)}  (${kind})\n`);
    }
  }
}

/** What of it can be said by path. */
export function changesOf(difference: Difference): readonly TreeChange[] {
  switch (difference.is) {
    case "same":
      return [];
    case "tree":
      return difference.changes;
    case "text":
    case "bytes":
      return [{ change: "changed", kind: "file:data", path: difference.path }];
    default:
      throw new PondError("internal", `cannot name what differs of ${difference.path}`);
  }
}
