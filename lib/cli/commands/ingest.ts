import { factText } from "../text.ts";
import { chosenFormat, FORMAT_FLAGS } from "../format_flags.ts";
import { TEXT_FLAGS, textOptionsOf } from "../ingest_flags.ts";
import { writeRecords } from "../records.ts";
import { defineCommand } from "../command.ts";
import { TIMEOUT_FLAG } from "../query_flags.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

const COLUMNS = [
  { name: "action", type: "string", nullable: false },
  { name: "source", type: "string", nullable: false },
  { name: "path", type: "string", nullable: false },
  { name: "rows", type: "int64", nullable: false },
  { name: "bytes", type: "int64", nullable: false },
  { name: "unfinished", type: "int64", nullable: false },
] as const;

const OWN_FLAGS = {
  "on-change": {
    is: "choice",
    values: ["error", "replace", "append", "skip"],
    help: "a source whose old part is not what was taken; default error",
  },
  key: {
    is: "texts",
    value: "COLS",
    help: "leaves out rows whose columns COLS (a,b) are there already",
  },
  again: { is: "boolean", help: "takes everything, whatever was taken before" },
  "dry-run": { is: "boolean", help: "says what would be taken and takes nothing" },
  "time-column": { is: "texts", value: "C", help: "of a new series; default found by name" },
  "allow-type-change": {
    is: "boolean",
    help: "takes columns whose types don't go with earlier ones",
  },
  ...WAIT_FLAG,
  ...TIMEOUT_FLAG,
  ...FORMAT_FLAGS,
} as const;

export const ingest = defineCommand({
  name: "ingest",
  alsoTried: ["append", "load", "follow"],
  summary: "appends to a series what it doesn't hold yet",
  details: [
    "SOURCE is host:FILE (CSV, JSON lines, Parquet; globs too), csv:///…, jsonl:///…, a table or series of the\n" +
    "pond, or - for standard input. DEST is a series, or a directory for a series of each source. All is one\n" +
    "transaction; where nothing is new there is none.",
    "What was taken of a text file is remembered in the series (pond show --json): a file that grew is read from\n" +
    "there, whatever it is called by now; another file of its name (it was rotated) is taken whole; one that was\n" +
    "truncated, or edited where it was taken, is an error unless --on-change says what then. A last line without\n" +
    "its end is left for the next time. Of a known file of more than 1 MiB that grew only the first and last\n" +
    "64 KiB of the old part are compared. Compressed text is known by what it unpacks to, so that a log may be\n" +
    "compressed when it is rotated; Parquet by its hash. A file with a header and no row makes an empty series.",
    "Options of text are those of configs and URLs (pond help sources); a URL has its own.",
  ],
  positionals: [
    { name: "SOURCE", help: "host:FILE, a URL, a pond path, or -", many: true, completes: "pond" },
    { name: "DEST", help: "a stored series, or a directory", completes: "pond" },
  ],
  flags: { ...OWN_FLAGS, ...TEXT_FLAGS } as typeof OWN_FLAGS,
  examples: [
    { words: "pond ingest 'host:logger/*.csv' /sensors.series", help: "what is new in all files" },
    { words: "pond ingest host:a.csv /a.series --timezone Europe/Vienna", help: "local times" },
    {
      words: "pond ingest 'host:a.csv*' /a.series",
      help: "with what was rotated since the last run",
    },
    { words: "pond ingest - /s.series --key timestamp,site <export.csv", help: "no row twice" },
  ],
  async run(call) {
    const { ingestCommand } = await import("../../commands/mod.ts");
    const { options } = call;
    const ingested = await ingestCommand(await call.pond(), {
      argv: call.argv,
      sources: call.positionals.slice(0, -1),
      destination: call.positionals.at(-1)!,
      onChange: options["on-change"] ?? "error",
      key: (options.key ?? []).flatMap((names) => names.split(",")).filter((name) => name !== ""),
      again: options.again ?? false,
      dryRun: options["dry-run"] ?? false,
      allowTypeChange: options["allow-type-change"] ?? false,
      timeColumn: options["time-column"] ?? [],
      text: textOptionsOf(options),
      stdin: call.stdin,
      onProblem: (problem) => call.report(problem),
      onNote: (note) => call.note(note),
    });
    const format = chosenFormat(options);
    if (format !== undefined) {
      const rows = ingested.map((each) => ({ ...each }));
      return await writeRecords(call, { columns: COLUMNS, rows }, format);
    }
    for (const { action, source, rows } of ingested) {
      const count = `${rows} ${rows === 1 ? "row" : "rows"}`;
      await call.output.write(`${action.padEnd(9)}  ${count.padStart(9)}  ${factText(source)}\n`);
    }
  },
});
