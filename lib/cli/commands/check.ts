import { printable } from "../../base/mod.ts";
import { chosenFormat, FORMAT_FLAGS } from "../format_flags.ts";
import { writeRecords } from "../records.ts";
import { defineCommand } from "../command.ts";
import { TIMEOUT_FLAG } from "../query_flags.ts";

const COLUMNS = [
  { name: "path", type: "string", nullable: false },
  { name: "check", type: "string", nullable: false },
  { name: "column", type: "string", nullable: true },
  { name: "rows", type: "int64", nullable: true },
  { name: "why", type: "string", nullable: false },
] as const;

export const check = defineCommand({
  name: "check",
  alsoTried: ["test", "validate", "assert"],
  summary: "runs check nodes and says what is not as expected",
  details: [
    "A check is a node (pond factories check) over any source: SQL that must give no row, how old the newest\n" +
    "row may be, gaps, bounds of row counts, share of NULLs, uniqueness. Each line on standard output is a finding;\n" +
    "exit status 9 if there is one. For cron, with the mail that it sends where something is written:\n" +
    "  */15 * * * * pond --pond /data/.pond check --quiet",
  ],
  positionals: [{
    name: "PATTERN",
    help: "check nodes, or directories with them; default all",
    optional: true,
    many: true,
    completes: "pond",
  }],
  flags: { ...TIMEOUT_FLAG, ...FORMAT_FLAGS },
  examples: [
    { words: "pond check", help: "nothing on standard output: all is as expected" },
    { words: "pond check '/checks/*' --json", help: "findings for a program" },
  ],
  async run(call) {
    const { checkCommand, checkError } = await import("../../commands/mod.ts");
    const checked = await checkCommand(await call.pond(), { patterns: call.positionals });
    const format = chosenFormat(call.options);
    if (format !== undefined) {
      const rows = checked.findings.map((each) => ({ ...each }));
      await writeRecords(call, { columns: COLUMNS, rows }, format);
    } else {
      for (const { path, check, column, why } of checked.findings) {
        const what = column === null ? check : `${check} of ${column}`;
        await call.output.write(`${printable(`${path}  ${what}: ${why}`)}\n`);
      }
    }
    // What was found is the data that was asked for, so it stays though the status is an error's.
    await call.output.flush();
    const error = checkError(checked);
    if (error) throw error;
    const { checks } = checked;
    call.done(`${checks} ${checks === 1 ? "check" : "checks"}, all as expected`);
  },
});
