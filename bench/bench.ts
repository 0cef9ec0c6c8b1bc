/**
 * `deno task bench [--write]`: pond against native DuckDB on one thread, on data made for it,
 * everything in one run. Prints a line for each piece of work, with what it may cost; `--write`
 * puts the table into the README. Exit status 1 where something costs more.
 */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";
import { makeBenchPond } from "./bench_pond.ts";
import { measureAll, type Outcome } from "./cases.ts";
import { prepareData } from "./data.ts";
import { connectNative } from "./deps.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url));
const DATA = join(ROOT, "bench", "data");
const PROGRAM = join("dist", "pond-bench");
const README = join(ROOT, "README.md");
const HEADER = ["work", "pond", "against", "ratio", "at most"];

/** Cells of one line of the result, and whether it is within its bound. */
function judge({ work, pond, other, unit, atMost }: Outcome): { cells: string[]; within: boolean } {
  const value = other === null ? pond : pond / other;
  const figures = [pond, other].map((figure) =>
    figure === null ? "" : `${figure.toFixed(unit === "files" ? 0 : 3)} ${unit}`
  );
  const ratio = other === null ? "" : value.toFixed(2);
  return { cells: [work, ...figures, ratio, `${atMost}`], within: value <= atMost };
}

function lineOf([work, ...figures]: readonly string[]): string {
  return [work!.padEnd(54), ...figures.map((figure) => figure.padStart(11))].join(" ");
}

/** The table in Markdown, between the README's markers. */
async function writeReadme(rows: readonly (readonly string[])[]): Promise<void> {
  const text = await Deno.readTextFile(README);
  const markers = /(<!-- bench -->\n)[^]*(\n<!-- \/bench -->)/;
  if (!markers.test(text)) throw new Error("the README has no markers for the table");
  const widths = HEADER.map((head, i) =>
    Math.max(head.length, ...rows.map((row) => row[i]!.length))
  );
  const line = (cells: readonly string[]) =>
    `| ${
      cells.map((cell, i) => i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)).join(
        " | ",
      )
    } |`;
  const rule = `| ${
    widths.map((width, i) => i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`).join(" | ")
  } |`;
  const table = [line(HEADER), rule, ...rows.map(line)].join("\n");
  await Deno.writeTextFile(
    README,
    text.replace(markers, (_, open, close) => `${open}\n${table}\n${close}`),
  );
}

async function compileProgram(): Promise<string> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(ROOT, ".ci", "compile.ts"), "--output", PROGRAM],
    cwd: ROOT,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return join(ROOT, PROGRAM);
}

const native = await connectNative(1);
const data = await prepareData(DATA, native);
const program = [await compileProgram()];
const directory = await Deno.makeTempDir({ prefix: "pond-bench-" });
const rows: string[][] = [];
let over = 0;
try {
  await using pond = await makeBenchPond(join(directory, "pond"), data);
  console.log(lineOf(HEADER));
  for await (const outcome of measureAll({ pond, data, native, program })) {
    const { cells, within } = judge(outcome);
    console.log(lineOf(cells) + (within ? "" : "  OVER"));
    rows.push(cells);
    if (!within) over++;
  }
} finally {
  native.close();
  await Deno.remove(directory, { recursive: true });
}
if (Deno.args.includes("--write")) await writeReadme(rows);
console.log(over === 0 ? "all within their bounds" : `${over} over their bounds`);
Deno.exit(over === 0 ? 0 : 1);
