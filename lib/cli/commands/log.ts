import { formatTimeUs, parseTimeUs, printable, systemEnvironment } from "../../base/mod.ts";
import type { LoggedTransaction, PlainRow } from "../../commands/mod.ts";
import { defineCommand } from "../command.ts";
import { chosenFormat, FORMAT_FLAGS } from "../format_flags.ts";
import { writeRecords } from "../records.ts";
import { commandLine } from "../text.ts";

/** One row a change. */
const COLUMNS = [
  { name: "transaction", type: "int64", nullable: false },
  { name: "time", type: "string", nullable: false },
  { name: "argv", type: "string", nullable: false },
  { name: "action", type: "string", nullable: true },
  { name: "path", type: "string", nullable: true },
  { name: "kind", type: "string", nullable: true },
  { name: "version", type: "int64", nullable: true },
] as const;

export const log = defineCommand({
  name: "log",
  alsoTried: ["history"],
  summary: "shows transactions, newest first",
  positionals: [{
    name: "PATH",
    help: "only what changed this node or something below it",
    optional: true,
    completes: "pond",
  }],
  flags: {
    number: { is: "integer", short: "n", value: "N", help: "at most N transactions" },
    since: { is: "text", value: "T", help: "only those since a time: 2026-11-01, now-7d" },
    oneline: { is: "boolean", help: "a line for each transaction" },
    ...FORMAT_FLAGS,
  },
  examples: [
    { words: "pond log -n 5", help: "the last five" },
    { words: "pond log --json /sensors", help: "everything that changed below /sensors" },
  ],
  async run(call) {
    const { logCommand } = await import("../../commands/mod.ts");
    const format = chosenFormat(call.options);
    const { since, oneline = false } = call.options;
    const records = logCommand(await call.pond(), {
      limit: call.options.number,
      path: call.positionals[0],
      sinceUs: since === undefined ? undefined : parseTimeUs(since, systemEnvironment.nowUs()),
    });
    if (format === undefined) {
      const text = oneline ? headText : recordText;
      let newest: LoggedTransaction | undefined;
      for await (const record of records) {
        newest ??= record;
        await call.output.write(text(record));
      }
      if (call.positionals[0] !== undefined && newest) noteRemoval(newest, call);
      return;
    }
    const nested = format === "json" || format === "jsonl";
    const rows = nested ? nestedRows(records) : flatRows(records);
    await writeRecords(call, { columns: COLUMNS, rows }, format);
  },
});

/** Where what was asked for is gone: how its versions and config are shown all the same. */
function noteRemoval(
  { transaction, changes }: LoggedTransaction,
  call: { note(text: string): void },
): void {
  const gone = changes.find(({ action }) => action === "removed");
  if (!gone) return;
  const words = ["pond", "show", "--at", `${transaction - 1}`, gone.path];
  call.note(`${printable(gone.path)} is removed: ${commandLine(words)} shows what it was`);
}

function recordText(record: LoggedTransaction): string {
  const { changes, maintenance } = record;
  return headText(record) +
    changes.map(({ action, path, from, kind, version }) =>
      `    ${action.padEnd(7)}  ${printable(path)}  (${kind}, version ${version}${
        from === undefined ? "" : `, from ${printable(from)}`
      })\n`
    ).join("") +
    (maintenance ?? []).map((what) => `    maintenance: ${printable(what)}\n`).join("");
}

function headText({ transaction, timestampUs, argv }: LoggedTransaction): string {
  return `${transaction}  ${formatTimeUs(timestampUs)}  ${commandLine(argv)}\n`;
}

async function* nestedRows(records: AsyncIterable<LoggedTransaction>): AsyncGenerator<PlainRow> {
  for await (const { transaction, timestampUs, argv, changes, maintenance } of records) {
    yield {
      transaction,
      time: formatTimeUs(timestampUs),
      argv,
      changes: changes.map(({ action, path, from, kind, version }) => ({
        action,
        path,
        ...(from === undefined ? {} : { from }),
        kind,
        version,
      })),
      ...(maintenance === null ? {} : { maintenance }),
    };
  }
}

async function* flatRows(records: AsyncIterable<LoggedTransaction>): AsyncGenerator<PlainRow> {
  for await (const { transaction, timestampUs, argv, changes, maintenance } of records) {
    const facts = { transaction, time: formatTimeUs(timestampUs), argv: commandLine(argv) };
    if (changes.length === 0) {
      const action = maintenance === null ? null : "maintained";
      yield { ...facts, action, path: null, kind: null, version: null };
    }
    for (const { action, path, kind, version } of changes) {
      yield { ...facts, action, path, kind, version };
    }
  }
}
