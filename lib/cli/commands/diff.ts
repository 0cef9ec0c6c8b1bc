import { printable } from "../../base/mod.ts";
import type { Difference } from "../../commands/mod.ts";
import type { Call } from "../call.ts";
import { defineCommand } from "../command.ts";
import { changesOf, writeDifference } from "../difference.ts";
import { FORMAT_FLAGS } from "../format_flags.ts";
import { RUN_FLAGS, runOptions, withProgress } from "../query_flags.ts";

const FLAGS = {
  at: {
    is: "texts",
    value: "T|N",
    help: "A as it was then; given twice, the second is B's (or A's again). Default now",
  },
  key: {
    is: "text",
    value: "COLS",
    help: "columns, by comma, that say which rows are the same one",
  },
  "exit-code": { is: "boolean", help: "status 1 where they differ" },
  "name-only": { is: "boolean", help: "the paths that differ, a line each" },
  strict: { is: "boolean", help: "with --at: refuse what the host shows, which is live" },
  ...RUN_FLAGS,
  ...FORMAT_FLAGS,
} as const;

export const diff = defineCommand({
  name: "diff",
  alsoTried: ["compare", "cmp"],
  summary: "shows how two nodes differ, or a node from what it was",
  details: [
    "Bytes and configs as text; tables, series and results of queries by their columns (on stderr) and the rows\n" +
    "that only one has, whose first column says removed or added; with --key rows that changed are shown as\n" +
    "before and after. Directories by the paths that were added, removed or changed.",
  ],
  positionals: [
    { name: "A", help: "a pond path", completes: "pond" },
    { name: "B", help: "another one; default A, with --at", optional: true, completes: "pond" },
  ],
  flags: FLAGS,
  examples: [
    { words: "pond diff /report --at now-1d", help: "what changed since yesterday" },
    { words: "pond diff --at 12 --at 15 --key id /customers", help: "between two transactions" },
    { words: "pond diff --name-only / --at 12", help: "which paths changed since transaction 12" },
  ],
  async run(call) {
    const { diffCommand } = await import("../../commands/mod.ts");
    const { options } = call;
    const [before, after] = call.positionals as [string, string?];
    const pond = await call.pond();
    await withProgress(call, "diff", async (progress) => {
      const difference = await diffCommand(pond, {
        before,
        after,
        at: options.at ?? [],
        strict: options.strict ?? false,
        key: (options.key ?? "").split(",").map((name) => name.trim()).filter((name) =>
          name !== ""
        ),
        run: runOptions(options, progress, call.signal),
      });
      progress.clear();
      if (options["name-only"]) await writeNames(call, difference);
      else await writeDifference(call, difference, progress);
      if (options["exit-code"] && difference.is !== "same") call.fail();
    });
  },
});

async function writeNames(call: Call<typeof FLAGS>, difference: Difference): Promise<void> {
  if (difference.is === "rows") await difference.result[Symbol.asyncDispose]();
  const paths = difference.is === "rows"
    ? [difference.path]
    : changesOf(difference).map(({ path }) => path);
  for (const path of paths) await call.output.write(`${printable(path)}\n`);
}
