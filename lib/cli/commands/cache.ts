import { PondError } from "../../base/mod.ts";
import type { CacheStats } from "../../commands/mod.ts";
import type { Call } from "../call.ts";
import { defineCommand } from "../command.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { formatBytes } from "../progress.ts";
import { factLines } from "../text.ts";

const ACTIONS = ["stats", "verify", "clear"] as const;

export const cache = defineCommand({
  name: "cache",
  summary: "shows, checks or clears cached results",
  details: [
    "stats (the default) shows how full it is, verify rereads every entry and removes damaged ones,\n" +
    "clear removes the entries of what PATTERN names, or all. Losing the cache costs time only.",
  ],
  positionals: [
    { name: "ACTION", help: ACTIONS.join(", "), optional: true, completes: ACTIONS },
    {
      name: "PATTERN",
      help: "with clear: pond paths and globs",
      optional: true,
      many: true,
      completes: "pond",
    },
  ],
  flags: JSON_FLAG,
  examples: [
    { words: "pond cache", help: "how full it is" },
    { words: "pond cache clear /tables", help: "only what was made for /tables" },
  ],
  async run(call) {
    const { cacheClearCommand, cacheStatsCommand, cacheVerifyCommand } = await import(
      "../../commands/mod.ts"
    );
    const [action = "stats", ...patterns] = call.positionals;
    checkAction(action, patterns);
    const pond = await call.pond();
    if (action === "clear") {
      const removed = await cacheClearCommand(pond, { patterns });
      const text = `removed ${removed} ${removed === 1 ? "entry" : "entries"}\n`;
      return await call.output.write(call.options.json ? jsonText({ removed }) : text);
    }
    const command = action === "verify" ? cacheVerifyCommand : cacheStatsCommand;
    await writeStats(call, await command(pond));
  },
});

function checkAction(action: string, patterns: readonly string[]): void {
  if (!(ACTIONS as readonly string[]).includes(action)) {
    throw new PondError(
      "usage",
      `cannot run pond cache: ACTION must be one of ${ACTIONS.join(", ")}, not ${
        JSON.stringify(action)
      }`,
    );
  }
  if (action !== "clear" && patterns.length > 0) {
    throw new PondError("usage", `cannot run pond cache ${action} on parts: it takes no PATTERN`);
  }
}

async function writeStats(
  { output, options }: Call<typeof JSON_FLAG>,
  { entries, sizeBytes, limitBytes }: CacheStats,
): Promise<void> {
  if (options.json) {
    return await output.write(jsonText({ entries, size: sizeBytes, limit: limitBytes }));
  }
  await output.write(factLines([
    ["entries", entries],
    ["size", formatBytes(sizeBytes)],
    ["limit", formatBytes(limitBytes)],
  ]));
}
