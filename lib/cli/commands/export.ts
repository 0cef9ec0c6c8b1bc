import { PondError, printable } from "../../base/mod.ts";
import type { ExportedTable, ExportedView, ExportLayout, PlainRow } from "../../commands/mod.ts";
import { chosenFormat, FORMAT_FLAGS } from "../format_flags.ts";
import { TIMEOUT_FLAG, withProgress } from "../query_flags.ts";
import { counted, writeRecords } from "../records.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { MEMORY_FLAG } from "../memory_flag.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

const COLUMNS = [
  { name: "path", type: "string", nullable: false },
  { name: "to", type: "string", nullable: false },
  { name: "layout", type: "string", nullable: false },
  { name: "status", type: "string", nullable: false },
  { name: "files_added", type: "int64", nullable: false },
  { name: "files_removed", type: "int64", nullable: false },
  { name: "rows_added", type: "int64", nullable: false },
  { name: "rows", type: "int64", nullable: true },
  { name: "version", type: "int64", nullable: true },
] as const;

/** Of a view, which has no files of its own. */
const NO_FILES = {
  status: "written",
  files_added: 0,
  files_removed: 0,
  rows_added: 0,
  rows: null,
  version: null,
};

export const exportTables = defineCommand({
  name: "export",
  alsoTried: ["publish", "unload"],
  summary: "writes tables and series for other engines, only what is new",
  details: [
    "Each becomes a table of its own, DIR/NAME: NAME is its path below the fixed part of the pattern. delta (the\n" +
    "default) is a Delta table; hive is Parquet in directories year=2024/month=01; files is Parquet files alone.\n" +
    "Run again, a stored series adds its new versions; what is computed is replaced where its content changed.",
    "--with-views writes derived nodes as views over the tables that they stand on; these are called by their whole\n" +
    "paths then. duckdb.sql makes the views in DuckDB, run_spark.py in Spark (translated by sqlglot; what can't be is\n" +
    "refused), pond.json and datapackage.json say what is what; --dbt adds a dbt project. What a glob or URL names\n" +
    "in a query is one table; so is a node that keeps its result (cache.refresh).",
    "Delta tables and files change all at once or not at all; readers of hive and files may see a run half done.\n" +
    "Unsigned integers become the next wider type (uint64 a decimal(20,0)), 128-bit integers decimal(38,0), times of\n" +
    "day, intervals and UUIDs text; timestamps are microseconds UTC. DIR/.pond-export has locks and manifests.",
  ],
  positionals: [
    { name: "PATTERN", help: "a pond path, glob or source URL", many: true, completes: "pond" },
  ],
  flags: {
    ...AT_FLAG,
    to: { is: "text", value: "DIR", required: true, help: "the host directory for the tables" },
    layout: { is: "choice", values: ["delta", "hive", "files"], help: "default delta" },
    partition: {
      is: "text",
      value: "UNITS",
      help: "keeps times apart (UTC): year; year,month; or year,month,day",
    },
    "with-views": { is: "boolean", help: "derived nodes as views, for DuckDB and Spark" },
    dbt: { is: "boolean", help: "with --with-views: a dbt project as well" },
    ...MEMORY_FLAG,
    ...WAIT_FLAG,
    ...TIMEOUT_FLAG,
    ...FORMAT_FLAGS,
  },
  examples: [
    { words: "pond export /sensors.series --to out", help: "out/sensors.series is a Delta table" },
    {
      words: "pond export '/**/*.series' --to out --partition year,month",
      help: "partitioned Delta tables",
    },
    {
      words: "pond export /t --to out --layout hive --partition year --json",
      help: "Parquet in directories; what was done as JSON",
    },
    { words: "pond export /reports/daily --to out --with-views", help: "the query travels too" },
  ],
  async run(call) {
    const { exportCommand, exportViewsCommand } = await import("../../commands/mod.ts");
    const { options } = call;
    const withViews = options["with-views"] === true;
    if (options.dbt && !withViews) {
      throw new PondError("usage", "cannot make a dbt project without views: add --with-views");
    }
    const format = chosenFormat(options);
    const problems: PondError[] = [];
    const pond = await call.pond();
    const written = await withProgress(call, "export", async (progress) => {
      const asked = {
        patterns: call.positionals,
        to: options.to!,
        layout: (options.layout ?? "delta") as ExportLayout,
        partition: options.partition,
        onProgress: (done: number, total: number) => progress.update(done, total),
        onProblem: (problem: PondError) => void problems.push(problem),
      };
      const tables = counted(
        withViews
          ? exportViewsCommand(pond, { ...asked, dbt: options.dbt === true })
          : exportCommand(pond, asked),
      );
      if (format === undefined) {
        for await (const table of tables) await call.output.write(tableText(table));
      } else {
        await writeRecords(call, { columns: COLUMNS, rows: rowsOf(tables) }, format);
      }
      return tables.count;
    });
    if (written === 0 && problems.length > 0) call.output.discard();
    // The only thing that was asked for: its error is the answer, exit status and all.
    if (written === 0 && problems.length === 1) throw problems[0];
    for (const problem of problems) call.report(problem);
  },
});

function tableText(table: ExportedTable | ExportedView): string {
  if (table.layout === "view") {
    return printable(`${table.path} -> ${table.hostPath}  view over ${table.inputs.join(", ")}`) +
      "\n";
  }
  const { filesAdded, filesRemoved, rows, status } = table;
  const version = table.version === null ? "" : ` version ${table.version}`;
  const files = status === "unchanged" ? "" : `, +${filesAdded} -${filesRemoved} files`;
  return printable(
    `${table.path} -> ${table.hostPath}  ${table.layout}${version}: ${status}${files}, ${rows} rows`,
  ) + "\n";
}

async function* rowsOf(
  tables: AsyncIterable<ExportedTable | ExportedView>,
): AsyncGenerator<PlainRow> {
  for await (const table of tables) {
    if (table.layout === "view") {
      yield { ...NO_FILES, path: table.path, to: table.hostPath, layout: "view" };
      continue;
    }
    yield {
      path: table.path,
      to: table.hostPath,
      layout: table.layout,
      status: table.status,
      files_added: table.filesAdded,
      files_removed: table.filesRemoved,
      rows_added: table.rowsAdded,
      rows: table.rows,
      version: table.version,
    };
  }
}
