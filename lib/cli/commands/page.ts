import { parseSizeBytes, PondError } from "../../base/mod.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import type { Flags } from "../description.ts";
import { RUN_FLAGS, runOptions, withProgress } from "../query_flags.ts";

const FLAGS = {
  output: {
    is: "text",
    short: "o",
    value: "FILE",
    required: true,
    help: "the host file that is written, .html; - is standard output",
  },
  title: { is: "text", value: "TEXT", help: "at the top and in the tab; default pond and PATTERN" },
  rows: { is: "integer", value: "N", help: "first rows of each table; default 200" },
  "max-size": {
    is: "text",
    value: "SIZE",
    help: "no larger a file; default 5MB; what is left out is said",
  },
  ...AT_FLAG,
  ...RUN_FLAGS,
} as const satisfies Flags;

const DEFAULT_SIZE = "5MB";

export const page = defineCommand({
  name: "page",
  alsoTried: ["html", "report", "dashboard", "site", "web"],
  summary: "makes a page to look at: one HTML file, no server, no network",
  details: [
    "The tree; of each table and series its columns, their profiles, its first rows, to be sorted and\n" +
    "filtered; charts of series to zoom into; what is made from what, with queries and configs; the\n" +
    "log. It opens by a double click, or from a mail. Equal ponds make equal pages.",
    "A node that is broken is shown so, and the exit status is 1. The text of configs and commands is\n" +
    "on the page: look before you send it.",
  ],
  positionals: [{
    name: "PATTERN",
    help: "nodes and all below them; default the whole pond",
    optional: true,
    many: true,
    completes: "pond",
  }],
  asksMuch: true,
  flags: FLAGS,
  examples: [
    { words: "pond page -o pond.html", help: "the whole pond" },
    { words: "pond page '/sensors/**' --rows 1000 -o sensors.html", help: "a part of it" },
    { words: "pond page --at now-7d --title 'Last week' -o week.html", help: "as it was then" },
  ],
  async run(call) {
    const { options, output } = call;
    const maxBytes = parseSizeBytes(options["max-size"] ?? DEFAULT_SIZE);
    checkName(options.output!);
    const { pageCommand } = await import("../../commands/mod.ts");
    const { renderWithin } = await import("../../page/mod.ts");
    const pond = await call.pond();
    const html = await withProgress(call, "page", async (progress) => {
      const shown = await pageCommand(pond, {
        patterns: call.positionals,
        title: options.title,
        rows: options.rows,
        run: runOptions(options, progress, call.signal),
        onProblem: (problem) => {
          progress.clear();
          call.report(problem);
        },
      });
      return renderWithin(shown, maxBytes);
    });
    if (options.output === "-") return await output.write(html);
    const { writeHostBytes } = await import("../../commands/mod.ts");
    await writeHostBytes(options.output!, html);
    call.done(`wrote ${options.output}`);
  },
});

/** @throws {PondError} `usage` for a name that no browser takes for a page */
function checkName(name: string): void {
  if (name === "-" || /\.html?$/i.test(name)) return;
  throw new PondError("usage", `cannot write a page to ${name}: its name doesn't end in .html`, {
    hint: "`pond page -o pond.html`",
  });
}
