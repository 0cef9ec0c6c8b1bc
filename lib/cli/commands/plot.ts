import { PondError, readEnv } from "../../base/mod.ts";
import type { Chart } from "../../chart/mod.ts";
import type { PlotOptions } from "../../commands/mod.ts";
import type { Call } from "../call.ts";
import { paintLine } from "../color.ts";
import type { Flags } from "../description.ts";
import { ZONE_FLAG, zoneOf } from "../zone_flag.ts";
import { RUN_FLAGS, withProgress } from "../query_flags.ts";
import { SOURCE_FLAGS, sourceQuery } from "../source_flags.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";

const FLAGS = {
  ...AT_FLAG,
  x: { is: "text", value: "COL", help: "to the right; default the time column, else the first" },
  y: { is: "texts", value: "COLS", help: "upward: a,b or given again; default columns of numbers" },
  by: { is: "text", value: "COL", help: "a line for each of its values" },
  every: { is: "duration", value: "D", help: "one point for each 1h, 1d, 7d of time" },
  agg: {
    is: "choice",
    values: ["mean", "min", "max", "sum", "count"],
    help: "of the rows of such a time; default mean",
  },
  type: {
    is: "choice",
    values: ["line", "bar", "point", "hist", "heat"],
    help: "how values are drawn; default lines, over names bars",
  },
  log: { is: "boolean", help: "a logarithmic axis upward" },
  title: { is: "text", value: "TEXT", help: "above the chart; default the path" },
  width: { is: "integer", value: "N", least: 20, help: "characters a line; of a picture pixels" },
  height: { is: "integer", value: "N", least: 8, help: "lines; of a picture pixels" },
  output: {
    is: "text",
    short: "o",
    value: "FILE",
    help: "writes a host file .svg, .png or .html; - is SVG on standard output",
  },
  ...SOURCE_FLAGS,
  ...RUN_FLAGS,
  ...ZONE_FLAG,
} as const satisfies Flags;

/** Of what isn't a terminal. */
const DEFAULT_SIZE = { width: 80, height: 24 };

/** Pixels below which a picture has no room for its axes. */
const LEAST_PICTURE = 160;

/** Lines of a chart on a tall terminal. */
const MOST_LINES = 40;

type FileType = "svg" | "png" | "html";

export const plot = defineCommand({
  name: "plot",
  alsoTried: ["chart", "graph", "draw"],
  summary: "draws a table or series, or the answer to a query on it",
  details: [
    "Lines over a column of times or numbers, bars over any other. Time is UTC, or that of --timezone;\n" +
    "a line breaks where a\n" +
    "value is NULL. As text, or with -o as a picture or a page to zoom into; however many rows there are,\n" +
    "spikes stay visible. More than ten lines become small charts, a line each.",
    "hist counts values. heat shows a row of colours for each line, of a single line how many values lie\n" +
    "where. With TERM=dumb the drawing is plain ASCII.",
  ],
  positionals: [{ name: "PATH", help: "a table or series in the pond", completes: "pond" }],
  flags: FLAGS,
  examples: [
    { words: "pond plot /sensors/lake", help: "all numbers over time, in the terminal" },
    {
      words: "pond plot /sensors/lake --y temp --by site --time-start now-7d",
      help: "a line a site",
    },
    {
      words: `pond plot /sensors/lake --sql "SELECT site, max(temp) FROM source GROUP BY site"`,
      help: "bars",
    },
    { words: "pond plot /sensors/lake --y temp --every 1d --agg max", help: "a point a day" },
    { words: "pond plot /sensors/lake --y temp -o lake.svg", help: "a picture" },
    { words: "pond plot /sensors/lake -o lake.html", help: "a page to zoom into" },
    { words: "pond plot /sensors/lake --y temp --type hist", help: "which values there are" },
    { words: "pond plot /sensors/lake --y temp --by site --type heat", help: "a row a site" },
  ],
  async run(call) {
    const { plotCommand } = await import("../../commands/mod.ts");
    const { options } = call;
    const type = fileType(options.output);
    const zone = zoneOf(options);
    const pond = await call.pond();
    await withProgress(call, "plot", async (progress) => {
      const notes: string[] = [];
      const chart = await plotCommand(pond, {
        path: call.positionals[0]!,
        x: options.x,
        y: options.y,
        by: options.by,
        title: options.title,
        type: options.type,
        isLog: options.log,
        every: everyOf(options),
        zone,
        query: sourceQuery(call, progress),
        onNote: (note) => notes.push(note),
      });
      progress.clear();
      if (type === null) await writeText(call, chart);
      else await writeFile(call, chart, { type, notes });
      for (const note of notes) call.note(note);
    });
  },
});

/** @throws {PondError} `usage` for an `--agg` of nothing */
function everyOf({ every, agg }: Call<typeof FLAGS>["options"]): PlotOptions["every"] {
  if (every !== undefined && every > 0n) return { us: every, agg: agg ?? "mean" };
  if (every === undefined && agg === undefined) return undefined;
  throw new PondError(
    "usage",
    "cannot plot: --agg goes with --every, which is longer than nothing",
    {
      hint: "--every 1d --agg max",
    },
  );
}

/**
 * What to draw; null: text.
 * @throws {PondError} `usage` for a name that doesn't say
 */
function fileType(output: string | undefined): FileType | null {
  if (output === undefined) return null;
  if (output === "-") return "svg";
  const type = /\.(svg|png|html)$/i.exec(output)?.[1]?.toLowerCase();
  if (type === undefined) {
    throw new PondError(
      "usage",
      `cannot plot to ${output}: its name ends in none of .svg, .png, .html`,
    );
  }
  return type as FileType;
}

async function writeText(
  { output, terminal, options }: Call<typeof FLAGS>,
  chart: Chart,
): Promise<void> {
  const { renderText } = await import("../../chart/mod.ts");
  // The last line stays free for the shell's next question.
  const room = Math.min(MOST_LINES, (terminal.height ?? DEFAULT_SIZE.height) - 1);
  const height = options.height ?? room;
  const width = options.width ?? terminal.width ?? DEFAULT_SIZE.width;
  const paint = terminal.color ? paintLine : null;
  const ascii = readEnv("TERM") === "dumb";
  await output.write(renderText(chart, { width, height, paint, ascii }));
}

async function writeFile(
  { output, options }: Call<typeof FLAGS>,
  chart: Chart,
  { type, notes }: { readonly type: FileType; readonly notes: readonly string[] },
): Promise<void> {
  const { writeHostBytes } = await import("../../commands/mod.ts");
  if (type === "html") {
    const { chartPage, renderPage } = await import("../../page/mod.ts");
    return await writeHostBytes(options.output!, renderPage(chartPage(chart, notes)));
  }
  const { renderPng, renderSvg } = await import("../../chart/mod.ts");
  const { width, height } = options;
  const svg = renderSvg(chart, {
    ...(width === undefined ? {} : { width: Math.max(LEAST_PICTURE, width) }),
    ...(height === undefined ? {} : { height: Math.max(LEAST_PICTURE, height) }),
  });
  if (options.output === "-") return await output.write(svg);
  await writeHostBytes(options.output!, type === "svg" ? svg : await renderPng(svg));
}
