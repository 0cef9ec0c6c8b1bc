import { formatTimeUs, printable } from "../../base/mod.ts";
import type { ListedNode, PlainRow } from "../../commands/mod.ts";
import { paint } from "../color.ts";
import { defineVerb } from "../command.ts";
import { chosenFormat, FORMAT_FLAGS } from "../format_flags.ts";
import { counted, writeRecords } from "../records.ts";
import { factText, pathText, timeText } from "../text.ts";

const COLUMNS = [
  { name: "path", type: "string", nullable: false },
  { name: "kind", type: "string", nullable: false },
  { name: "size", type: "int64", nullable: true },
  { name: "version", type: "int64", nullable: true },
  { name: "modified", type: "string", nullable: true },
  { name: "factory", type: "string", nullable: true },
  { name: "target", type: "string", nullable: true },
] as const;

export const list = defineVerb({
  name: "list",
  alsoTried: ["ls", "dir", "find", "tree"],
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
  flags: {
    recursive: { is: "boolean", short: "R", help: "all below directories too" },
    directory: { is: "boolean", short: "d", help: "directories as themselves" },
    all: { is: "boolean", short: "a", help: "names that begin with a dot, too" },
    long: {
      is: "boolean",
      short: "l",
      help: "kind, size, version, time, factory, path, link target",
    },
    ...FORMAT_FLAGS,
  },
  examples: [
    { words: "pond list -lR /sensors", help: "everything below, with facts" },
    { words: "pond list '/**/*.series'", help: "every series" },
    { words: "pond list --json /", help: "for programs" },
  ],
  async run(call) {
    const { listCommand } = await import("../../commands/mod.ts");
    const { options, output, terminal } = call;
    const format = chosenFormat(options);
    let problems = 0;
    const nodes = listCommand(await call.pond(), {
      patterns: call.positionals,
      recursive: options.recursive ?? false,
      directory: options.directory ?? false,
      all: options.all ?? false,
      links: options.long ?? false,
      facts: options.long === true || format !== undefined,
      onProblem: (problem) => {
        problems++;
        call.report(problem);
      },
    });
    if (format !== undefined) {
      const rows = counted(plainRows(nodes));
      await writeRecords(call, { columns: COLUMNS, rows }, format);
      if (rows.count === 0 && problems > 0) output.discard();
      return;
    }
    for await (const node of nodes) {
      const path = paint(pathText(node), styleOf(node), terminal.color);
      await output.write(options.long ? longLine(node, path) : `${path}\n`);
    }
  },
});

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
    };
  }
}

function styleOf({ kind, factory }: ListedNode): "directory" | "symlink" | "dynamic" | null {
  if (factory !== null) return "dynamic";
  return kind === "directory" || kind === "symlink" ? kind : null;
}

/** Fixed widths instead of aligned ones, so that a long listing streams. */
function longLine(node: ListedNode, path: string): string {
  const cells = [
    node.kind.padEnd(11),
    factText(node.sizeBytes).padStart(12),
    factText(node.version).padStart(5),
    timeText(node.modifiedUs).padEnd(27),
    factText(node.factory).padEnd(18),
    path,
  ];
  const target = node.target === null ? "" : ` -> ${printable(node.target)}`;
  return `${cells.join("  ")}${target}\n`;
}
