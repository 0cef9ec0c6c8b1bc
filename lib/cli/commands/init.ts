import { defineCommand } from "../command.ts";

export const init = defineCommand({
  name: "init",
  summary: "makes a pond",
  details: ["Without DIR: where --pond or $POND point, else .pond in the current directory."],
  positionals: [{
    name: "DIR",
    help: "the new pond's directory",
    optional: true,
    completes: "host",
  }],
  flags: {},
  examples: [
    { words: "pond init", help: "makes .pond here" },
    { words: "pond init /srv/sensors", help: "makes a pond in a directory of its own" },
  ],
  async run(call) {
    const { initCommand } = await import("../../commands/mod.ts");
    const [directory] = call.positionals;
    const hostPath = await initCommand({ directory, given: call.givenPond });
    call.note(`made a pond in ${hostPath}`);
  },
});
