import { BUILD } from "../build.ts";
import { defineCommand } from "../command.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { VERSION } from "../version.ts";

export const version = defineCommand({
  name: "version",
  summary: "prints the version, and what the program is made of",
  details: [
    "A released executable rests on Deno's own base binary. One that was compiled where that can't " +
    "be had rests on the base binary of another program, and says so.",
  ],
  positionals: [],
  flags: {
    licenses: {
      is: "boolean",
      help: "the licences of pond and of everything that it is made of",
    },
    ...JSON_FLAG,
  },
  examples: [
    { words: "pond version --licenses", help: "copyrights and terms" },
    { words: "pond version --json", help: "for programs" },
  ],
  async run(call) {
    if (call.options.licenses) {
      const { NOTICES_TEXT } = await import("../notices_text.ts");
      return await call.output.write(NOTICES_TEXT);
    }
    await call.output.write(
      call.options.json ? jsonText(plainOf()) : `pond ${VERSION}\n${runtimeText()}\n`,
    );
  },
});

/** The object that programs get. */
function plainOf() {
  return {
    version: VERSION,
    deno: Deno.version.deno,
    target: Deno.build.target,
    executable: Deno.build.standalone,
    base: BUILD.base,
  };
}

function runtimeText(): string {
  const deno = `Deno ${Deno.version.deno}, ${Deno.build.target}`;
  switch (BUILD.base) {
    case "official":
      return `executable on Deno's own base binary (${deno})`;
    case "borrowed":
      return `executable on the base binary of another program (${deno}): no release`;
    case null:
      return `run by ${deno}`;
  }
}
