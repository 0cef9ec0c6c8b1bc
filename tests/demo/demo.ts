/**
 * `deno task demo`: three river stations (invented), told with the real program in a temporary
 * directory. Prints every command, to be pasted elsewhere, and its output; a command that fails ends
 * it with status 1. `--keep` leaves the directory there.
 */
import { fromFileUrl, join } from "../../lib/deps/std_path.ts";

const DATA = fromFileUrl(new URL("./data", import.meta.url));

/** Two hours on a day on which North Weir had stayed cool so far. */
const NEW_LINES = "2024-07-04T00:00:00Z,north,21.64,7.90\n2024-07-04T01:00:00Z,north,21.58,7.93\n";

/** A stretch of the story: what it shows, and how. */
interface Chapter {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** Words of a `pond` command, or a shell's line and what it does, which gives what it prints. */
type Step = string | { readonly line: string; readonly happens: () => string };

/** The demo, played in `directory`. */
function chapters(directory: string): readonly Chapter[] {
  const shown = (name: string): Step => ({
    line: `cat ${name}`,
    happens: () => Deno.readTextFileSync(join(directory, name)),
  });
  const written = (name: string, text: string, how: { readonly append: boolean }): Step => ({
    line: `printf '${text.replaceAll("\n", "\\n")}' ${how.append ? ">>" : ">"} ${name}`,
    happens: () => {
      Deno.writeTextFileSync(join(directory, name), text, how);
      return "";
    },
  });
  const mknod = (factory: string, path: string, config: string): Step[] => [
    shown(config),
    `mknod --factory ${factory} ${path} ${config}`,
  ];
  return [
    {
      title: "A pond is one directory. Files are copied in; a series grows by a version a copy.",
      steps: [
        "init",
        "mkdir /ref /measured /derived",
        "copy host:sites.csv /ref/sites.csv",
        "copy --as series host:flow_1.parquet /measured/flow",
        "copy host:flow_2.parquet /measured/flow",
        "describe /measured/flow",
      ],
    },
    {
      title: "A host directory, mounted: nothing is copied, and it shows what is there now.",
      steps: [...mknod("hostmount", "/station", "station.yaml"), "list /station"],
    },
    {
      title: "Its CSV files as time series, typed by their whole content.",
      steps: [
        ...mknod("csv-directory", "/temperature", "temperature.yaml"),
        "cat /temperature/mill.series --time-start 2024-07-02T05:00:00Z --limit 4",
        "plot /temperature/mill.series --y temp_c --height 12",
      ],
    },
    {
      title: "A series derived from them, and a second one derived from the first.",
      steps: [
        ...mknod("sql-derived-series", "/derived/warm", "warm.yaml"),
        ...mknod("sql-derived-series", "/derived/warm_days", "warm_days.yaml"),
        "cat /derived/warm_days",
      ],
    },
    {
      title: "One question across a derived series, mounted and stored CSV, and stored Parquet.",
      steps: [shown("question.sql"), "sql -f question.sql"],
    },
    {
      title: "The host's file grows. The same question, asked again:",
      steps: [
        written("station/north.csv", NEW_LINES, { append: true }),
        "sql -f question.sql",
      ],
    },
    { title: "Where does an answer come from?", steps: ["why /derived/warm_days"] },
    {
      title: "Somebody overwrites the list of sites. Every version is there still.",
      steps: [
        written("oops.csv", "site\n", { append: false }),
        "copy host:oops.csv /ref/sites.csv",
        "diff /ref/sites.csv --at 8",
        "restore --version 1 /ref/sites.csv",
        "cat /ref/sites.csv",
      ],
    },
    { title: "The tree, and who changed what.", steps: ["tree", "log -n 4"] },
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

/** The words that start the program: those of POND_TEST_PROGRAM, a JSON array, or cli.ts. */
function programWords(): readonly string[] {
  const given = Deno.env.get("POND_TEST_PROGRAM");
  if (given) return JSON.parse(given) as string[];
  const cli = fromFileUrl(new URL("../../cli.ts", import.meta.url));
  // Without the configuration only the packages that the program needs are fetched.
  const flags = ["--quiet", "--no-prompt", "--no-config"];
  return [
    Deno.execPath(),
    "run",
    ...flags,
    "--allow-read",
    "--allow-write",
    "--allow-env",
    cli,
  ];
}

/** Whether somebody looks: the program then has the terminal itself, with its colours and grids. */
const isTerminal = Deno.stdout.isTerminal();
const hasColor = isTerminal && !Deno.env.get("NO_COLOR");

function styled(style: "bold" | "green", text: string): string {
  return hasColor ? `\x1b[${style === "bold" ? 1 : 32}m${text}\x1b[0m` : text;
}

/** Plays one step. @throws when the command fails */
async function play(step: Step, directory: string): Promise<void> {
  if (typeof step !== "string") {
    console.log(`${styled("green", `$ ${step.line}`)}\n${step.happens()}`);
    return;
  }
  console.log(styled("green", `$ pond ${step}`));
  const [command, ...first] = programWords();
  const stdio = isTerminal ? "inherit" : "piped";
  const child = new Deno.Command(command!, {
    args: [...first, ...step.split(" ")],
    cwd: directory,
    env: { POND: "", POND_DEBUG: "" },
    stdin: "null",
    stdout: stdio,
    stderr: stdio,
  }).spawn();
  const status = isTerminal ? await child.status : await printed(child);
  console.log("");
  if (!status.success) throw new Error(`pond ${step} ended with status ${status.code}`);
}

/** Prints what `child` says, in that order whoever reads it: output, then messages. */
async function printed(child: Deno.ChildProcess): Promise<Deno.CommandStatus> {
  const output = await child.output();
  for (const bytes of [output.stdout, output.stderr]) {
    const text = new TextDecoder().decode(bytes).trimEnd();
    if (text !== "") console.log(text);
  }
  return output;
}

async function playAll(directory: string): Promise<void> {
  layOut(directory);
  for (const { title, steps } of chapters(directory)) {
    console.log(`${styled("bold", `# ${title}`)}\n`);
    for (const step of steps) await play(step, directory);
  }
}

if (import.meta.main) {
  const directory = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "pond-demo-" }));
  const isKept = Deno.args.includes("--keep");
  try {
    await playAll(directory);
    console.log(
      isKept
        ? `The pond is in ${directory}. Where next: docs/tutorial.md, ten minutes.`
        : "The pond is removed; --keep leaves it. Where next: docs/tutorial.md, ten minutes.",
    );
  } catch (error) {
    console.error(`demo: ${error instanceof Error ? error.message : error}`);
    Deno.exitCode = 1;
  } finally {
    if (!isKept) Deno.removeSync(directory, { recursive: true });
  }
}
