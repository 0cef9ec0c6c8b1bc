import type { NodeQuery } from "../../commands/mod.ts";
import type { Call } from "../call.ts";
import { writeContent } from "../content.ts";
import type { Flags } from "../description.ts";
import { ZONE_FLAG, zoneOf } from "../zone_flag.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { writeExplanation } from "../explanation.ts";
import { chosenFormat, CSV_SAFE_FLAG, FORMAT_FLAGS } from "../format_flags.ts";
import type { Progress } from "../progress.ts";
import { QUERY_FLAGS, withProgress } from "../query_flags.ts";
import { SOURCE_FLAGS, sourceQuery } from "../source_flags.ts";

const FLAGS = {
  ...AT_FLAG,
  ...SOURCE_FLAGS,
  limit: { is: "integer", value: "N", help: "at most N rows" },
  ...FORMAT_FLAGS,
  ...CSV_SAFE_FLAG,
  ...QUERY_FLAGS,
  ...ZONE_FLAG,
} as const satisfies Flags;

export const cat = defineCommand({
  name: "cat",
  alsoTried: ["read", "print"],
  summary: "prints a file, or the answer to a query on it",
  details: [
    "Bytes of any file; of a table or series its rows: a grid on a terminal, CSV elsewhere, and\n" +
    "--format parquet for Parquet. --sql, --where, --limit, --time-start and --time-end ask for some of them.",
  ],
  positionals: [{ name: "PATH", help: "a file in the pond", completes: "pond" }],
  flags: FLAGS,
  examples: [
    { words: "pond cat /notes.txt", help: "bytes" },
    { words: "pond cat /sensors.series --time-start now-6h --limit 10", help: "recent rows" },
    {
      words: `pond cat /sensors.series --sql "SELECT site, avg(temp) FROM source GROUP BY site"`,
      help: "a question",
    },
    { words: "pond cat /config.yaml --version 1", help: "an older version" },
  ],
  async run(call) {
    const { catCommand, catExplain } = await import("../../commands/mod.ts");
    const { options } = call;
    const path = call.positionals[0]!;
    const format = chosenFormat(options);
    const zone = zoneOf(options);
    const pond = await call.pond();
    await withProgress(call, "cat", async (progress) => {
      const query = queryOf(call, progress);
      if (options.explain) {
        return await writeExplanation(call, await catExplain(pond, { path, query }), format);
      }
      const content = await catCommand(pond, { path, query, format });
      await writeContent(call, content, {
        format,
        progress,
        all: options.all,
        zone,
        csvSafe: options["csv-safe"],
      });
    });
  },
});

function queryOf({ options, signal }: Call<typeof FLAGS>, progress: Progress): NodeQuery {
  const { limit } = options;
  return {
    ...sourceQuery({ options, signal }, progress),
    ...(limit === undefined ? {} : { limit }),
  };
}
