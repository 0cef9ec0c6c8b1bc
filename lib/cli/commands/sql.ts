import { PondError } from "../../base/mod.ts";
import type { Call } from "../call.ts";
import { writeContent } from "../content.ts";
import type { Flags } from "../description.ts";
import { ZONE_FLAG, zoneOf } from "../zone_flag.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { writeExplanation } from "../explanation.ts";
import { chosenFormat, CSV_SAFE_FLAG, FORMAT_FLAGS } from "../format_flags.ts";
import { writeRecords } from "../records.ts";
import { QUERY_FLAGS, runOptions, withProgress } from "../query_flags.ts";

const FLAGS = {
  ...AT_FLAG,
  file: { is: "text", short: "f", value: "FILE", help: "reads the query from a host file" },
  functions: {
    is: "boolean",
    help: "lists the functions that pond adds to DuckDB's; with NAME for QUERY shows one",
  },
  ...FORMAT_FLAGS,
  ...CSV_SAFE_FLAG,
  ...QUERY_FLAGS,
  ...ZONE_FLAG,
} as const satisfies Flags;

export const sql = defineCommand({
  name: "sql",
  alsoTried: ["query", "select"],
  summary: "answers a query over any number of tables and series",
  details: [
    "A quoted pond path, glob or source URL is a relation. A grid on a terminal, else CSV. Without\n" +
    "QUERY and -f it is read from standard input, where that is no terminal.",
  ],
  positionals: [{ name: "QUERY", help: "one SELECT, or - for standard input", optional: true }],
  flags: FLAGS,
  examples: [
    { words: `pond sql 'SELECT count(*) FROM "/sensors/*.series"'`, help: "over a glob" },
    {
      words: `pond sql 'SELECT * FROM "/s.series" JOIN "csv:///ref/sites.csv" USING (site)'`,
      help: "a series joined with a CSV file",
    },
    { words: "pond sql -f report.sql --format md", help: "a query from a file" },
    { words: "pond sql --functions json_extract", help: "how a function is called" },
  ],
  async run(call) {
    if (call.options.functions) return await writeFunctions(call);
    const { sqlCommand, sqlExplain } = await import("../../commands/mod.ts");
    const format = chosenFormat(call.options);
    const zone = zoneOf(call.options);
    const query = await queryText(call);
    const pond = await call.pond();
    await withProgress(call, "sql", async (progress) => {
      const run = runOptions(call.options, progress, call.signal);
      if (call.options.explain) {
        return await writeExplanation(call, await sqlExplain(pond, { query, run }), format);
      }
      const content = await sqlCommand(pond, { query, format, run });
      const { all, "csv-safe": csvSafe } = call.options;
      await writeContent(call, content, { format, progress, all, zone, csvSafe });
    });
  },
});

const FUNCTION_COLUMNS = [
  { name: "name", type: "string", nullable: false },
  { name: "topic", type: "string", nullable: false },
  { name: "description", type: "string", nullable: false },
  { name: "calls", type: "string", nullable: false },
  { name: "example", type: "string", nullable: false },
  { name: "answer", type: "string", nullable: false },
] as const;

async function writeFunctions(call: Call<typeof FLAGS>): Promise<void> {
  const { functionsCommand } = await import("../../commands/mod.ts");
  const [name] = call.positionals;
  const found = await functionsCommand({ name });
  const format = chosenFormat(call.options);
  if (format !== undefined) {
    const rows = found.map((each) => ({
      ...each,
      name: each.names.join(", "),
      calls: each.calls.join("; "),
    }));
    return await writeRecords(call, { columns: FUNCTION_COLUMNS, rows }, format);
  }
  const { functionHelpText, functionListText } = await import("../function_help.ts");
  await call.output.write(
    name === undefined ? functionListText(found) : functionHelpText(found[0]!),
  );
}

async function queryText(
  { positionals, options, stdin, terminal }: Call<typeof FLAGS>,
): Promise<string> {
  const [query] = positionals;
  const sources = [query, options.file].filter((each) => each !== undefined).length;
  if (sources > 1 || (sources === 0 && terminal.stdin)) {
    throw new PondError("usage", "cannot run pond sql: give QUERY or -f FILE, one of them", {
      hint: "see `pond sql --help`; `pond shell` is a prompt",
    });
  }
  if (query !== undefined && query !== "-") return query;
  const { hostText } = await import("../../commands/mod.ts");
  const text = await hostText(options.file ?? "-", stdin);
  if (text.trim() !== "") return text;
  throw new PondError("usage", "cannot run pond sql: the query is empty", {
    hint: "see `pond sql --help`; `pond shell` is a prompt",
  });
}
