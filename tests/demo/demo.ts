/**
 * `deno task demo`: three river stations (invented), told with the real program in a temporary
 * directory. Prints every command and its output; a command that fails ends it with status 1.
 * `--keep` leaves the directory there.
 */
import { fromFileUrl, join } from "../../lib/deps/std_path.ts";
import { runPond } from "../program.ts";

const DATA = fromFileUrl(new URL("./data", import.meta.url));

const QUESTION = `
  SELECT s.name, s.river, d.day, d.hours_above, d.hottest_c,
         round(avg(f.flow_m3s), 1) AS flow_m3s
  FROM "/derived/warm_days" d
  JOIN "csv:///ref/sites.csv" s USING (site)
  LEFT JOIN "/measured/flow" f ON f.site = d.site AND date_trunc('day', f.timestamp) = d.day
  GROUP BY ALL
  ORDER BY s.name, d.day`;

/** Two hours on a day on which North Weir had stayed cool so far. */
const NEW_LINES = "2024-07-04T00:00:00Z,north,21.64,7.90\n2024-07-04T01:00:00Z,north,21.58,7.93\n";

/** A stretch of the story: what it shows, and how. */
interface Chapter {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** Words of a `pond` command, or something that happens on the host, told as a shell line. */
type Step = readonly string[] | { readonly line: string; readonly happens: () => string };

/** The demo, played in `directory`. */
function chapters(directory: string): readonly Chapter[] {
  const mknod = (factory: string, path: string, config: string): Step[] => [
    { line: `cat ${config}`, happens: () => Deno.readTextFileSync(join(directory, config)) },
    ["mknod", "--factory", factory, path, config],
  ];
  const newLines = () => {
    Deno.writeTextFileSync(join(directory, "station/north.csv"), NEW_LINES, { append: true });
    return NEW_LINES;
  };
  return [
    {
      title: "A pond is one directory. Files are copied in; a series grows by a version a copy.",
      steps: [
        ["init"],
        ["mkdir", "/ref", "/measured", "/derived"],
        ["copy", "host:sites.csv", "/ref/sites.csv"],
        ["copy", "--as", "series", "host:flow_1.parquet", "/measured/flow"],
        ["copy", "host:flow_2.parquet", "/measured/flow"],
        ["describe", "/measured/flow"],
      ],
    },
    {
      title: "A host directory, mounted: nothing is copied, and it shows what is there now.",
      steps: [...mknod("hostmount", "/station", "station.yaml"), ["list", "/station"]],
    },
    {
      title: "Its CSV files as time series, typed by their whole content.",
      steps: [
        ...mknod("csv-directory", "/temperature", "temperature.yaml"),
        ["list", "/temperature"],
        ["cat", "/temperature/mill.series", "--time-start", "2024-07-02T05:00:00Z", "--limit", "4"],
      ],
    },
    {
      title: "A series derived from them, and a second one derived from the first.",
      steps: [
        ...mknod("sql-derived-series", "/derived/warm", "warm.yaml"),
        ...mknod("sql-derived-series", "/derived/warm_days", "warm_days.yaml"),
        ["cat", "/derived/warm_days", "--format", "table"],
      ],
    },
    {
      title: "One question across a derived series, mounted and stored CSV, and stored Parquet.",
      steps: [["sql", QUESTION, "--format", "table"]],
    },
    {
      title: "The host's file grows. The same question, asked again:",
      steps: [
        { line: "tail -n 2 station/north.csv", happens: newLines },
        ["sql", QUESTION, "--format", "table"],
      ],
    },
    { title: "The tree, and who changed what.", steps: [["list", "-R", "/"], ["log"]] },
  ];
}

/** Copies the demo's data to `directory`, as the host files of the story. */
function layOut(directory: string): void {
  Deno.mkdirSync(join(directory, "station"));
  for (const folder of ["", "station"]) {
    for (const entry of Deno.readDirSync(join(DATA, folder))) {
      const name = join(folder, entry.name);
      if (entry.isFile) Deno.copyFileSync(join(DATA, name), join(directory, name));
    }
  }
  Deno.writeTextFileSync(
    join(directory, "station.yaml"),
    `directory: ${JSON.stringify(join(directory, "station"))}\n`,
  );
}

/** `words` as a shell would need them. */
function shellWords(words: readonly string[]): string {
  return words.map((word) => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`).join(" ");
}

/** Plays one step. @throws when the command fails */
async function play(step: Step, directory: string): Promise<void> {
  if ("happens" in step) {
    console.log(`$ ${step.line}\n${step.happens()}`);
    return;
  }
  console.log(`$ pond ${shellWords(step)}`);
  const { code, stdout, stderr } = await runPond(step, { cwd: directory });
  console.log(`${stdout}${stderr}`);
  if (code !== 0) throw new Error(`pond ${step[0]} ended with status ${code}`);
}

async function playAll(directory: string): Promise<void> {
  layOut(directory);
  for (const { title, steps } of chapters(directory)) {
    console.log(`# ${title}\n`);
    for (const step of steps) await play(step, directory);
  }
}

if (import.meta.main) {
  const directory = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "pond-demo-" }));
  try {
    await playAll(directory);
  } catch (error) {
    console.error(`demo: ${error instanceof Error ? error.message : error}`);
    Deno.exitCode = 1;
  } finally {
    if (Deno.args.includes("--keep")) console.log(`kept: ${directory}`);
    else Deno.removeSync(directory, { recursive: true });
  }
}
