import { printable } from "../../base/mod.ts";
import type { MaintainReport } from "../../commands/mod.ts";
import { defineCommand } from "../command.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { maintenanceFacts } from "../maintenance_text.ts";
import { factLines } from "../text.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const maintain = defineCommand({
  name: "maintain",
  alsoTried: ["gc", "vacuum", "compact", "optimize", "prune"],
  summary: "merges what piled up and removes what nothing needs",
  details: [
    "Merges the versions of each series, and the log's data files, into few large ones; writes a\n" +
    "checkpoint; removes superseded data files and unreferenced contents after 7 days, unfinished\n" +
    "writes after one. Versions stay listed and readable. Others may read and write meanwhile.",
    "--keep-versions and --keep-days let old contents go: they are listed still, and reading them\n" +
    "says expired. With both, a version goes only if neither keeps it. The newest version and the\n" +
    "rows of a series always stay. --keep-days is also how long superseded files, removed nodes and\n" +
    "the log itself are kept: with 0 all of that goes now, so who is reading or writing just then\n" +
    "may have to try again. Contents younger than a day stay whatever is said.",
  ],
  positionals: [],
  flags: {
    "dry-run": { is: "boolean", help: "say what would be done, change nothing" },
    "keep-versions": {
      is: "integer",
      value: "N",
      least: 1,
      help: "let go of all but the newest N versions of each node",
    },
    "keep-days": {
      is: "integer",
      value: "N",
      help: "let go of what was replaced or removed more than N days ago",
    },
    ...WAIT_FLAG,
    ...JSON_FLAG,
  },
  examples: [
    { words: "pond maintain --dry-run", help: "whether it would pay" },
    { words: "pond maintain", help: "loses nothing" },
    { words: "pond maintain --keep-versions 3 --keep-days 90", help: "lets old contents go" },
  ],
  async run(call) {
    const { maintainCommand } = await import("../../commands/mod.ts");
    const { options } = call;
    const report = await maintainCommand(await call.pond(), {
      argv: call.argv,
      dryRun: options["dry-run"] ?? false,
      ...(options["keep-versions"] === undefined ? {} : { keepVersions: options["keep-versions"] }),
      ...(options["keep-days"] === undefined ? {} : { keepDays: options["keep-days"] }),
    });
    await call.output.write(options.json ? jsonText(plainOf(report)) : reportText(report));
    for (const { why } of report.skipped) call.note(why);
  },
});

function reportText(report: MaintainReport): string {
  const done = maintenanceFacts(report);
  const head = report.dryRun ? "would do" : "did";
  if (done.length === 0) return `${head} nothing: there is nothing to gain\n`;
  return printable(`${head}:\n`, { keepLines: true }) + factLines(done);
}

/** The object that programs get. */
export function plainOf(report: MaintainReport) {
  const { removed } = report;
  return {
    dry_run: report.dryRun,
    merged_series: report.mergedSeries,
    merged_versions: report.mergedVersions,
    skipped: report.skipped,
    dropped_versions: report.droppedVersions,
    dropped_nodes: report.droppedNodes,
    data_files_before: report.filesBefore,
    data_files_after: report.filesAfter,
    removed: {
      data_files: removed.dataFiles,
      log_files: removed.logFiles,
      blobs: removed.blobs,
      leftovers: removed.leftovers,
      bytes: removed.bytes,
    },
    transactions: report.transactions,
  };
}
