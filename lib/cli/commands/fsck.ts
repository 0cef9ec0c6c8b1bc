import { readEnv } from "../../base/mod.ts";
import { defineCommand } from "../command.ts";
import { findingText, plainFinding } from "../finding_text.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { WAIT_FLAG, waitOf } from "../wait_flag.ts";

export const fsck = defineCommand({
  name: "fsck",
  alsoTried: ["scrub"],
  summary: "reads everything and says what is wrong",
  details: [
    "Checks every log entry, checkpoint, data file, content and reference. Each line on standard\n" +
    "output is one thing that is wrong: the file, the node and version, why. Exit status 9 if there\n" +
    "is one. Works on a pond that can't be opened any more.",
    "--repair brings the pond back to the newest state that is proven whole: what stands on a missing\n" +
    "or damaged commit, and damaged files that are in the way or that nothing needs, go to quarantine/\n" +
    "in the pond, and each line says what is lost. It deletes nothing.",
  ],
  positionals: [],
  flags: {
    repair: { is: "boolean", help: "put aside what must be, in quarantine/" },
    ...WAIT_FLAG,
    ...JSON_FLAG,
  },
  examples: [
    { words: "pond fsck", help: "nothing on standard output: all is well" },
    { words: "pond fsck --repair", help: "after a crash of another tool, or of the disk" },
  ],
  async run(call) {
    const { brokenNodes, findingsError, fsckCommand, locatePond } = await import(
      "../../commands/mod.ts"
    );
    const hostPath = await locatePond(call.givenPond);
    const { repair = false } = call.options;
    const found = await fsckCommand({
      hostPath,
      repair,
      ...waitOf(WAIT_FLAG, call.options),
    });
    const isWhole = findingsError(found, { repair }) === undefined;
    const findings = isWhole
      ? [...found, ...await brokenNodes(hostPath, { env: readEnv, ...call.extensions })]
      : found;
    if (call.options.json) await call.output.write(jsonText(findings.map(plainFinding)));
    else {
      for (const finding of findings) {
        const text = findingText(finding);
        if (finding.severity === "error") await call.output.write(`${text}\n`);
        else call.note(text);
      }
    }
    // What was found is the data that was asked for, so it stays though the status is an error's.
    await call.output.flush();
    const error = findingsError(findings, { repair });
    if (error) throw error;
  },
});
