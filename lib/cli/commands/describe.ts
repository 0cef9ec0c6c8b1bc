import { formatTimeUs } from "../../base/mod.ts";
import type { Described, PlainRow } from "../../commands/mod.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { TIMEOUT_FLAG } from "../query_flags.ts";
import { chosenFormat, FORMAT_FLAGS } from "../format_flags.ts";
import { Problems } from "../problems.ts";
import { counted, writeRecords } from "../records.ts";
import { alignedLines, factLines, factText, pathText, timeText } from "../text.ts";

/** One row a column of a table, or one for what has none. */
const COLUMNS = [
  { name: "path", type: "string", nullable: false },
  { name: "kind", type: "string", nullable: false },
  { name: "factory", type: "string", nullable: true },
  { name: "format", type: "string", nullable: true },
  { name: "rows", type: "int64", nullable: true },
  { name: "size", type: "int64", nullable: true },
  { name: "versions", type: "int64", nullable: true },
  { name: "time_column", type: "string", nullable: true },
  { name: "time_min", type: "string", nullable: true },
  { name: "time_max", type: "string", nullable: true },
  { name: "column", type: "string", nullable: true },
  { name: "type", type: "string", nullable: true },
  { name: "nullable", type: "boolean", nullable: true },
] as const;

export const describe = defineCommand({
  name: "describe",
  alsoTried: ["desc", "schema"],
  summary: "shows schema, time bounds and the like without computing anything",
  positionals: [{
    name: "PATTERN",
    help: "a pond path, glob or source URL",
    many: true,
    completes: "pond",
  }],
  flags: { ...AT_FLAG, ...TIMEOUT_FLAG, ...FORMAT_FLAGS },
  examples: [
    { words: "pond describe /sensors.series", help: "columns, rows, time bounds" },
    { words: "pond describe 'csv:///raw/x.csv'", help: "what a CSV file is read as" },
    { words: "pond describe --json '/**/*.table'", help: "all tables, for programs" },
  ],
  async run(call) {
    const { describeCommand } = await import("../../commands/mod.ts");
    const format = chosenFormat(call.options);
    const problems = new Problems(call);
    const nodes = counted(describeCommand(await call.pond(), {
      patterns: call.positionals,
      onProblem: (problem) => problems.add(problem),
    }));
    if (format === undefined) {
      for await (const node of nodes) {
        await call.output.write((nodes.count > 1 ? "\n" : "") + describedText(node));
      }
    } else {
      const nested = format === "json" || format === "jsonl";
      const rows = nested ? nestedRows(nodes) : flatRows(nodes);
      await writeRecords(call, { columns: COLUMNS, rows }, format);
    }
    problems.finish(nodes.count);
  },
});

function describedText(node: Described): string {
  const isTable = node.format !== null;
  const facts = factLines([
    ["path", pathText(node)],
    ["kind", node.kind],
    ["factory", node.factory ?? undefined],
    ["format", node.format ?? undefined],
    ["target", node.target ?? undefined],
    ["size", node.sizeBytes ?? undefined],
    ["versions", node.versions ?? undefined],
    ["rows", isTable ? node.rows ?? "unknown" : undefined],
    ["time column", node.timeColumn ?? undefined],
    ["times", node.bounds ? timesText(node) : undefined],
    ["passed over", passedOverText(node)],
    ["unfinished", unfinishedText(node)],
    ["problem", node.problem?.message],
    ["columns", isTable ? node.columns?.length ?? "unknown" : undefined],
  ]);
  const columns = (node.columns ?? []).map(({ name, type, nullable }) => [
    "  " + factText(name),
    factText(type),
    nullable ? "" : "not null",
  ]);
  return facts + alignedLines(columns);
}

function passedOverText({ notes }: Described): string | undefined {
  if (!notes?.passedOver) return undefined;
  const count = notes.passedOver === 1 ? "1 row or value" : `${notes.passedOver} rows or values`;
  return `${count}, the first: ${notes.example}`;
}

function unfinishedText({ notes }: Described): string | undefined {
  const { line, bytes } = notes?.unfinished ?? {};
  return line === undefined ? undefined : `line ${line}, ${bytes} bytes so far`;
}

function timesText({ bounds }: Described): string {
  return `${timeText(bounds!.minUs)} to ${timeText(bounds!.maxUs)}`;
}

async function* nestedRows(nodes: AsyncIterable<Described>): AsyncGenerator<PlainRow> {
  for await (const node of nodes) {
    yield {
      ...commonFacts(node),
      columns: node.columns,
      target: node.target,
      ...(node.notes
        ? {
          passed_over: node.notes.passedOver,
          passed_over_first: node.notes.example,
          unfinished_line: node.notes.unfinished?.line ?? null,
          unfinished_bytes: node.notes.unfinished?.bytes ?? null,
        }
        : {}),
      ...(node.problem ? { problem: node.problem.message } : {}),
    };
  }
}

async function* flatRows(nodes: AsyncIterable<Described>): AsyncGenerator<PlainRow> {
  for await (const node of nodes) {
    const facts = commonFacts(node);
    const columns = node.columns ?? [];
    if (columns.length === 0) yield { ...facts, column: null, type: null, nullable: null };
    for (const { name, type, nullable } of columns) {
      yield { ...facts, column: name, type, nullable };
    }
  }
}

function commonFacts(node: Described) {
  return {
    path: node.path,
    kind: node.kind,
    factory: node.factory,
    format: node.format,
    rows: node.rows,
    size: node.sizeBytes,
    versions: node.versions,
    time_column: node.timeColumn,
    time_min: node.bounds ? formatTimeUs(node.bounds.minUs) : null,
    time_max: node.bounds ? formatTimeUs(node.bounds.maxUs) : null,
  };
}
