import { defineCommand } from "../command.ts";
import { VERSION } from "../version.ts";

export const version = defineCommand({
  name: "version",
  summary: "prints the version",
  positionals: [],
  flags: {},
  examples: [],
  async run(call) {
    await call.output.write(`pond ${VERSION}\n`);
  },
});
