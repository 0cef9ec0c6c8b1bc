import { PondError } from "../base/mod.ts";
import { countSkipped, type SkippedEntries } from "../tinyfs/mod.ts";

/** What was met on the host and isn't taken, by what it is. */
export class Skipped {
  readonly counts: { -readonly [What in keyof SkippedEntries]: SkippedEntries[What] } = {};

  /** Adds what one directory, or one file, is. */
  add(skipped: SkippedEntries): void {
    for (const [what, count] of Object.entries(skipped)) {
      const kind = what as keyof SkippedEntries;
      this.counts[kind] = (this.counts[kind] ?? 0) + count;
    }
  }

  /** Tells of all of it at once; nothing where there is nothing. */
  report(verb: "copy" | "ingest", onProblem: (problem: PondError) => void): void {
    const counted = countSkipped(this.counts);
    if (counted === "") return;
    const why = "only regular files and directories with names valid in a pond path are taken";
    onProblem(new PondError("partial", `cannot ${verb} ${counted}: ${why}`));
  }
}
