import { formatTimeUs, PondError } from "../../base/mod.ts";
import type { ListedNode, PlainRow } from "../../commands/mod.ts";
import type { Call } from "../call.ts";
import { paint, styleOf } from "../color.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import type { Flags } from "../description.ts";
import { chosenFormat, FORMAT_FLAGS } from "../format_flags.ts";
import { longLines, type LongListOptions } from "../long_list.ts";
import { Problems } from "../problems.ts";
import { counted, writeRecords } from "../records.ts";
import { pathText } from "../text.ts";

const COLUMNS = [
  { name: "path", type: "string", nullable: false },
  { name: "kind", type: "string", nullable: false },
  { name: "size", type: "int64", nullable: true },
  { name: "version", type: "int64", nullable: true },
  { name: "modified", type: "string", nullable: true },
  { name: "factory", type: "string", nullable: true },
  { name: "target", type: "string", nullable: true },
] as const;

const FLAGS = {
  ...AT_FLAG,
  recursive: { is: "boolean", short: "R", help: "all below directories too" },
  directory: { is: "boolean", short: "d", help: "directories as themselves" },
  all: { is: "boolean", short: "a", help: "names that begin with a dot, too" },
  long: {
    is: "boolean",
    short: "l",
    help: "kind, size, version, time, factory, path, link target",
  },
  human: { is: "boolean", short: "h", help: "with -l: sizes as 1.5 MiB, as on a terminal" },
  bytes: { is: "boolean", help: "with -l: sizes in bytes, as in a pipe" },
  time: {
    is: "choice",
    values: ["short", "full"],
    help: "with -l: to the minute, as on a terminal, or the microsecond",
  },
  ...FORMAT_FLAGS,
} as const satisfies Flags;

export const list = defineCommand({
  name: "list",
  alsoTried: ["ls", "ll", "dir", "find"],
  summary: "lists directories, files and what globs match",
  details: [
    "One absolute path a line, directories with a slash at the end. In a glob *, ? and [a-z] match\n" +
    "within one component, ** any number of whole components.",
  ],
  positionals: [{
    name: "PATTERN",
    help: "a pond path or glob; default /",
    optional: true,
    many: true,
    completes: "pond",
  }],
  flags: FLAGS,
  examples: [
    { words: "pond list -lR /sensors", help: "everything below, with facts" },
    { words: "pond list '/**/*.series'", help: "every series" },
    { words: "pond list --json /", help: "for programs" },
  ],
  async run(call) {
    const { listCommand } = await import("../../commands/mod.ts");
    const { options, output, terminal } = call;
    const format = chosenFormat(options);
    const problems = new Problems(call);
    const nodes = counted(listCommand(await call.pond(), {
      patterns: call.positionals,
      recursive: options.recursive ?? false,
      directory: options.directory ?? false,
      all: options.all ?? false,
      links: options.long ?? false,
      facts: options.long === true || format !== undefined,
      onProblem: (problem) => problems.add(problem),
    }));
    if (format !== undefined) {
      const rows = plainRows(nodes);
      await writeRecords(call, { columns: COLUMNS, rows }, format);
    } else if (options.long) {
      await output.writeAll(longLines(nodes, longOptions(call)));
    } else {
      for await (const node of nodes) await output.write(`${coloured(node, terminal.color)}\n`);
    }
    problems.finish(nodes.count);
  },
});

function longOptions({ options, terminal }: Call<typeof FLAGS>): LongListOptions {
  const { bytes, human, time } = options;
  if (bytes && human) throw new PondError("usage", "cannot list with --bytes and --human at once");
  return {
    isShort: terminal.stdout,
    humanSizes: human ?? (terminal.stdout && !bytes),
    fullTimes: time === undefined ? !terminal.stdout : time === "full",
    pathOf: (node) => coloured(node, terminal.color),
  };
}

function coloured(node: ListedNode, color: boolean): string {
  return paint(pathText(node), styleOf(node), color);
}

async function* plainRows(nodes: AsyncIterable<ListedNode>): AsyncGenerator<PlainRow> {
  for await (const node of nodes) {
    yield {
      path: node.path,
      kind: node.kind,
      size: node.sizeBytes,
      version: node.version,
      modified: node.modifiedUs === null ? null : formatTimeUs(node.modifiedUs),
      factory: node.factory,
      target: node.target,
      ...(node.problem ? { problem: node.problem.message } : {}),
    };
  }
}
