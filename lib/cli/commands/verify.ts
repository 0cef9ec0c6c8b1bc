import { defineCommand } from "../command.ts";
import { findingText, plainFinding } from "../finding_text.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";

export const verify = defineCommand({
  name: "verify",
  alsoTried: ["checksum", "sha256sum"],
  summary: "reads every byte of a copy of a pond and says what is damaged",
  details: [
    "Checks the copy in DIR as fsck does the pond itself: every transaction, data file and content\n" +
    "against its checksum. Each line on standard output is one thing that is wrong; exit status 9 if\n" +
    "there is one. Contents that a copy has lost come back with the next push or pull.",
  ],
  positionals: [{ name: "DIR", help: "a pond's directory on the host", completes: "host" }],
  flags: { ...JSON_FLAG },
  examples: [{ words: "pond verify copy", help: "whether the backup is whole" }],
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
