import type { SkippedEntries } from "./factory.ts";

/** What was left out, for people: `2 symbolic links, 1 FIFO`; empty where nothing was. */
export function countSkipped(skipped: SkippedEntries): string {
  return Object.entries(skipped).map(([what, count]) => {
    const many = count === 1 ? "" : "s";
    return what === "name" ? `${count} invalid name${many}` : `${count} ${what}${many}`;
  }).join(", ");
}
