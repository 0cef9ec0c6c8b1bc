import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { withProgress } from "../query_flags.ts";
import { SYNC_FLAGS, syncOptions, writeSynced } from "../sync_text.ts";

export const clone = defineCommand({
  name: "clone",
  alsoTried: ["duplicate", "fork", "branch"],
  summary: "makes a whole copy of a pond, history and all",
  details: [
    "NEW is a directory that isn't there yet, or is empty. What was made so far is no pond until all of\n" +
    "it is there; stopped anywhere, the same clone goes on. push and pull bring what is new from one\n" +
    "copy to the other.",
    "--at makes a copy of an earlier state, without what came after it, from which one can go on.",
  ],
  positionals: [
    { name: "DIR|FILE", help: "the pond that is copied, or a pack of one", completes: "host" },
    { name: "NEW", help: "the directory of the copy", completes: "host" },
  ],
  flags: {
    at: { ...AT_FLAG.at, help: "as it was at a time, or after a transaction" },
    ...SYNC_FLAGS,
  },
  examples: [
    { words: "pond clone /mnt/stick/sensors .pond", help: "the pond on another machine" },
    { words: "pond clone --at 1 .pond before", help: "as it was after transaction 1" },
  ],
  async run(call) {
    const { cloneCommand } = await import("../../commands/mod.ts");
    const [directory, to] = call.positionals;
    const synced = await withProgress(call, "clone", (progress) =>
      cloneCommand({
        directory: directory!,
        to: to!,
        at: call.options.at,
        warn: (message) => call.note(`pond: warning: ${message}`),
        ...syncOptions(call.options, progress),
      }));
    const where = `to ${synced.directory}`;
    await writeSynced(call, synced, { did: "copied", would: "would copy", where });
  },
});
