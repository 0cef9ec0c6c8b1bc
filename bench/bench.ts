/**
 * `deno task bench`: pond against native DuckDB on one thread, on data made for it, everything in one run. Prints a
 * line for each piece of work, with what it may cost; exit status 1 where something costs more.
 */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";
import { makeBenchPond } from "./bench_pond.ts";
import { measureAll, type Outcome } from "./cases.ts";
import { prepareData } from "./data.ts";
import { connectNative } from "./deps.ts";

const DATA = fromFileUrl(new URL("./data", import.meta.url));

/** One line of the result, and whether it is within its bound. */
function judge({ work, pond, other, unit, atMost }: Outcome): { line: string; within: boolean } {
  const value = other === null ? pond : pond / other;
  const within = value <= atMost;
  const figures = [pond, other].map((figure) =>
    figure === null ? "" : `${figure.toFixed(3)} ${unit}`
  );
  const cells = [
    work.padEnd(52),
    figures[0]!.padStart(12),
    figures[1]!.padStart(12),
    value.toFixed(2).padStart(8),
    `≤ ${atMost}`.padStart(8),
    within ? "" : "  OVER",
  ];
  return { line: cells.join(" "), within };
}

const native = await connectNative(1);
const data = await prepareData(DATA, native);
const directory = await Deno.makeTempDir({ prefix: "pond-bench-" });
let over = 0;
try {
  await using pond = await makeBenchPond(join(directory, "pond"), data);
  console.log(
    `${"work".padEnd(52)} ${"pond".padStart(12)} ${"other".padStart(12)}    ratio    bound`,
  );
  for await (const outcome of measureAll({ pond, data, native })) {
    const { line, within } = judge(outcome);
    console.log(line);
    if (!within) over++;
  }
} finally {
  native.close();
  await Deno.remove(directory, { recursive: true });
}
console.log(over === 0 ? "all within their bounds" : `${over} over their bounds`);
Deno.exit(over === 0 ? 0 : 1);
