import { defineCommand } from "../command.ts";
import { findingText, plainFinding } from "../finding_text.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";

export const verify = defineCommand({
  name: "verify",
  alsoTried: ["checksum", "sha256sum"],
  summary: "reads every byte of a copy of a pond and says what is damaged",
  details: [
    "Checks the copy in a directory, or a pack, as fsck does the pond itself: every transaction, data\n" +
    "file and content against its checksum. Each line on standard output is one thing that is wrong;\n" +
    "exit status 9 if there is one. Contents that a copy has lost come back with the next push.",
  ],
  positionals: [{
    name: "DIR|FILE",
    help: "a pond's directory on the host, or a pack",
    completes: "host",
  }],
  flags: { ...JSON_FLAG },
  examples: [{ words: "pond verify copy", help: "whether the backup is whole" }, {
    words: "pond verify sensors.tar",
    help: "the same of a pack",
  }],
  async run(call) {
    const { findingsError, verifyCommand } = await import("../../commands/mod.ts");
    const { findings, directory } = await verifyCommand({ place: call.positionals[0]! });
    if (call.options.json) await call.output.write(jsonText(findings.map(plainFinding)));
    else {
      for (const finding of findings) {
        if (finding.severity === "error") await call.output.write(`${findingText(finding)}\n`);
        else call.note(findingText(finding));
      }
    }
    // What was found is the data that was asked for, so it stays though the status is an error's.
    await call.output.flush();
    const error = findingsError(findings, { repair: false, directory });
    if (error) throw error;
    call.done(`${directory} is whole`);
  },
});
