import { writeActions } from "../actions.ts";
import { FORMAT_FLAGS } from "../format_flags.ts";
import { TIMEOUT_FLAG, withProgress } from "../query_flags.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { MEMORY_FLAG } from "../memory_flag.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const freeze = defineCommand({
  name: "freeze",
  alsoTried: ["snapshot", "materialize", "materialise"],
  summary: "stores what a dynamic node shows now",
  details: [
    "A live mount shows tomorrow what is there tomorrow. freeze stores what a node, or a directory with\n" +
    "all below it, shows now as ordinary versions, in one transaction. Frozen again to the same place,\n" +
    "files and tables get their next version where they differ, and series the rows that they lack.",
  ],
  positionals: [
    { name: "PATH", help: "what to store", completes: "pond" },
    { name: "DEST", help: "its path, where nothing is or an earlier copy", completes: "pond" },
  ],
  flags: { ...AT_FLAG, ...MEMORY_FLAG, ...WAIT_FLAG, ...TIMEOUT_FLAG, ...FORMAT_FLAGS },
  examples: [
    { words: "pond freeze /report /reports/2026-01", help: "a computed table, as it is now" },
    { words: "pond freeze /mnt /archive/mnt", help: "a whole mounted directory" },
  ],
  async run(call) {
    const { freezeCommand } = await import("../../commands/mod.ts");
    const pond = await call.pond();
    const frozen = await withProgress(call, "freeze", (progress) =>
      freezeCommand(pond, {
        argv: call.argv,
        path: call.positionals[0]!,
        destination: call.positionals[1]!,
        fromPast: call.options.at !== undefined,
        onProgress: (done) => progress.update(done, null),
      }));
    await writeActions(call, frozen);
  },
});
