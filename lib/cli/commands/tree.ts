import { printable } from "../../base/mod.ts";
import type { TreeLine } from "../../commands/mod.ts";
import { paint, styleOf } from "../color.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";

export const tree = defineCommand({
  name: "tree",
  summary: "draws what lies below a directory",
  positionals: [{
    name: "PATH",
    help: "a directory in the pond; default /",
    optional: true,
    completes: "pond",
  }],
  flags: {
    ...AT_FLAG,
    depth: {
      is: "integer",
      short: "L",
      value: "N",
      least: 1,
      help: "no deeper than N directories",
    },
    all: { is: "boolean", short: "a", help: "names that begin with a dot, too" },
  },
  examples: [{ words: "pond tree -L 2 /sensors", help: "two levels of it" }],
  async run(call) {
    const { treeCommand } = await import("../../commands/mod.ts");
    const { options, output, terminal } = call;
    const lines = treeCommand(await call.pond(), {
      path: call.positionals[0] ?? "/",
      depth: options.depth,
      all: options.all ?? false,
      onProblem: (problem) => call.report(problem),
    });
    for await (const line of lines) await output.write(lineText(line, terminal.color));
  },
});

function lineText(line: TreeLine, color: boolean): string {
  const { name, kind, factory, target, isLast } = line;
  const branches = isLast.map((last, i) => {
    if (i < isLast.length - 1) return last ? "    " : "│   ";
    return last ? "└── " : "├── ";
  });
  const slash = kind === "directory" && name !== "/" ? "/" : "";
  const text = paint(printable(name) + slash, styleOf(line), color);
  const facts = factory === null ? "" : `  [${printable(factory)}]`;
  return `${branches.join("")}${text}${
    target === null ? "" : ` -> ${printable(target)}`
  }${facts}\n`;
}
