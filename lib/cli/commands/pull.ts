import { defineCommand } from "../command.ts";
import { withProgress } from "../query_flags.ts";
import { SYNC_FLAGS, syncOptions, writeSynced } from "../sync_text.ts";

export const pull = defineCommand({
  name: "pull",
  alsoTried: ["fetch", "download"],
  summary: "copies what is new from a copy of the pond in another directory",
  details: [
    "DIR is a copy of this pond that push or clone has made and that was written to since. Contents\n" +
    "are copied first, then the transactions in order; stopped anywhere, the next pull goes on.",
    "Where both have transactions of their own the pull is refused, exit status 4, with the first one\n" +
    "that differs. Where DIR has nothing new that is said, and the exit status is 0.",
  ],
  positionals: [{ name: "DIR", help: "the copy's directory on the host", completes: "host" }],
  flags: SYNC_FLAGS,
  examples: [
    { words: "pond pull /mnt/stick/sensors", help: "what was written on the other machine" },
    { words: "pond pull --dry-run copy", help: "how much there is to copy" },
  ],
  async run(call) {
    const { pullCommand } = await import("../../commands/mod.ts");
    const pond = await call.pond();
    const synced = await withProgress(call, "pull", (progress) =>
      pullCommand(pond, {
        directory: call.positionals[0]!,
        ...syncOptions(call.options, progress),
      }));
    const where = `from ${synced.directory}`;
    await writeSynced(call, synced, { did: "pulled", would: "would pull", where });
  },
});
