import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { chosenFormat, CSV_SAFE_FLAG, FORMAT_FLAGS } from "../format_flags.ts";
import { formatBytes } from "../progress.ts";
import { MEMORY_FLAG } from "../memory_flag.ts";
import { TIMEOUT_FLAG, withProgress } from "../query_flags.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const copy = defineCommand({
  name: "copy",
  alsoTried: ["cp", "import", "put", "get", "add"],
  summary: "copies files into, out of or within the pond",
  details: [
    "host: begins a host file, - is standard input or output, anything else is a pond path.\n" +
    "Globs are expanded by pond, after host: too (quote them). Out of the pond the ending of DEST says how\n" +
    "a table is written (.csv .json .jsonl .md .arrow .parquet), --format wins, Parquet is the default.\n" +
    "Several sources, or a slash at the end of DEST: DEST is a directory. Into and within the pond is one\n" +
    "transaction. A table gets a new version, a series one more part; bytes are never converted on the way in, but\n" +
    "every page is read once, and every time of a series: what is damaged is refused.",
    "Of the host only regular files and directories are taken: links below a directory, links to nothing,\n" +
    "FIFOs, sockets, devices and names that aren't UTF-8 are counted on stderr, and the status is 1. Where\n" +
    "Deno itself leaves out names that aren't UTF-8, as 2.7 does, there is nothing to count.",
  ],
  positionals: [
    { name: "SRC", help: "host:PATH, - or a pond path", many: true, completes: "pond" },
    { name: "DEST", help: "host:PATH, - or a pond path", completes: "pond" },
  ],
  flags: {
    ...AT_FLAG,
    recursive: { is: "boolean", short: "r", help: "directories with all they hold" },
    as: {
      is: "choice",
      values: ["data", "table", "series"],
      help: "kind of a new file; default data",
    },
    "no-check": { is: "boolean", help: "takes a table's or series' pages and times unread" },
    "time-column": { is: "text", value: "C", help: "of a new series; default found by name" },
    again: { is: "boolean", help: "appends bytes that the series has already once more" },
    "allow-type-change": {
      is: "boolean",
      help: "takes columns whose types don't go with earlier ones",
    },
    ...MEMORY_FLAG,
    ...WAIT_FLAG,
    ...TIMEOUT_FLAG,
    ...FORMAT_FLAGS,
    ...CSV_SAFE_FLAG,
  },
  examples: [
    { words: "pond copy host:readings.csv /raw/", help: "a host file into a directory" },
    { words: "pond copy --as series host:jan.parquet /sensors.series", help: "starts a series" },
    { words: "pond copy 'host:data/{jan,feb}*.csv' /raw/", help: "what a pattern matches" },
    { words: "pond copy /report.table host:report.csv", help: "a computed table as CSV" },
    { words: "pond copy --format csv /report.table -", help: "the same as CSV to standard output" },
  ],
  async run(call) {
    const { copyCommand } = await import("../../commands/mod.ts");
    const { options, output } = call;
    const pond = await call.pond();
    const { files, bytes } = await withProgress(call, "copy", (progress) =>
      copyCommand(pond, {
        argv: call.argv,
        sources: call.positionals.slice(0, -1),
        destination: call.positionals.at(-1)!,
        recursive: options.recursive ?? false,
        kind: options.as,
        timeColumn: options["time-column"],
        check: !(options["no-check"] ?? false),
        again: options.again ?? false,
        allowTypeChange: options["allow-type-change"] ?? false,
        onNote: (note) => call.note(note),
        format: chosenFormat(options),
        csvSafe: options["csv-safe"] ?? false,
        stdin: call.stdin,
        stdout: { write: (bytes) => output.write(bytes) },
        onProblem: (problem) => call.report(problem),
        onProgress: (done, total) => progress.update(done, total),
      }));
    call.done(`copied ${files} ${files === 1 ? "file" : "files"}, ${formatBytes(bytes)}`);
  },
});
