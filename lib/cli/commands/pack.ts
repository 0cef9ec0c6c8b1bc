import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { formatBytes } from "../progress.ts";
import { withProgress } from "../query_flags.ts";
import { PACK_WAIT_FLAG, packWaitOf } from "../sync_text.ts";

export const pack = defineCommand({
  name: "pack",
  alsoTried: ["archive", "tar", "bundle", "zip", "dump"],
  summary: "writes the whole pond, history and all, as one file",
  details: [
    "A plain tar for mail and archives, with a manifest of hashes first; equal ponds make equal files.\n" +
    "FILE appears whole or not at all; - is standard output.",
    "pond verify FILE reads every byte of it; pond clone FILE NEW makes a pond of it; pond --pond FILE\n" +
    "reads it where it is. Any tar unpacks it, to a directory that is the pond.",
  ],
  positionals: [{
    name: "FILE",
    help: "the host file, or - for standard output",
    completes: "host",
  }],
  flags: {
    at: { ...AT_FLAG.at, help: "as it was at a time, or after a transaction" },
    ...PACK_WAIT_FLAG,
    ...JSON_FLAG,
  },
  examples: [
    { words: "pond pack sensors.tar", help: "one file for an archive" },
    { words: "pond pack - | gzip > sensors.tar.gz", help: "smaller, for a mail" },
  ],
  async run(call) {
    const { packCommand } = await import("../../commands/mod.ts");
    const [file] = call.positionals;
    const to = file === "-" ? null : file!;
    const pond = await call.pond();
    const packed = await withProgress(call, "pack", (progress) =>
      packCommand(pond, {
        to,
        at: call.options.at,
        write: (chunk) => call.output.write(chunk),
        onProgress: (done, total) => progress.update(done, total),
        ...packWaitOf(call.options),
      }));
    const { transaction, files, bytes } = packed;
    if (call.options.json && to !== null) {
      return await call.output.write(jsonText({ file: to, transaction, files, bytes }));
    }
    call.done(`packed transaction ${transaction}: ${files} files, ${formatBytes(bytes)}`);
  },
});
