import { formatTimeUs } from "../../base/mod.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { whyText } from "../why_text.ts";

export const why = defineCommand({
  name: "why",
  alsoTried: ["lineage", "explain", "provenance", "blame"],
  summary: "shows where a node comes from",
  details: [
    "The query and the nodes under it, down to stored versions (transaction, command, time) and host\n" +
    "files (size, time). What is missing is said where it is, and makes the exit status 1; nothing is computed.",
  ],
  positionals: [{ name: "PATH", help: "any node", completes: "pond" }],
  flags: { ...AT_FLAG, ...JSON_FLAG },
  examples: [
    { words: "pond why /report", help: "everything that the report is made of" },
    { words: "pond why --json /report", help: "for programs: a list of nodes, the report first" },
  ],
  async run(call) {
    const { whyCommand } = await import("../../commands/mod.ts");
    const nodes = await whyCommand(await call.pond(), { path: call.positionals[0]! });
    for (const { problem, inputs } of nodes) {
      for (const each of [problem, ...inputs.map((input) => input.problem)]) {
        if (each) call.report(each);
      }
    }
    if (!call.options.json) {
      return await call.output.write(whyText(nodes));
    }
    const timeOf = (timeUs: bigint | null) => timeUs === null ? null : formatTimeUs(timeUs);
    await call.output.write(jsonText(nodes.map(({ host, versions, cachedUs, ...node }) => ({
      ...node,
      host: host && {
        path: host.hostPath,
        size: host.sizeBytes,
        modified: timeOf(host.modifiedUs),
      },
      versions: versions.map(({ timeUs, sizeBytes, ...version }) => ({
        ...version,
        time: timeOf(timeUs),
        size: sizeBytes,
      })),
      cached: timeOf(cachedUs),
    }))));
  },
});
