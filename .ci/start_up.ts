/**
 * How long an executable (or any words that start the program) takes to answer: medians of five,
 * printed. Fails at three times the aim, so that a busy machine passes and an engine loaded by
 * mistake does not.
 */
import { fromFileUrl, join, resolve } from "../lib/deps/std_path.ts";

const RUNS = 5;

/** What is measured, with the aim in seconds. */
const MEASURES: readonly { name: string; words: readonly string[]; aim: number }[] = [
  { name: "version", words: ["--version"], aim: 0.1 },
  { name: "list of 1,000 entries", words: ["list", "/many"], aim: 0.25 },
  { name: "first SQL answer", words: ["sql", `SELECT 42 FROM "/t.table" LIMIT 1`], aim: 0.35 },
];

const [given, ...first] = Deno.args;
if (given === undefined) throw new Error("usage: start_up.ts PROGRAM [WORD…]");
const command = given.includes("/") ? resolve(given) : given;
const TABLE = fromFileUrl(new URL("../tests/data/zstd.parquet", import.meta.url));
const directory = Deno.makeTempDirSync({ prefix: "pond-start-" });

/** Runs the program in `directory` and returns the seconds it took. */
function run(program: string, words: readonly string[]): number {
  const start = performance.now();
  const { success, stderr } = new Deno.Command(program, {
    args: [...first, ...words],
    cwd: directory,
    stdin: "null",
  }).outputSync();
  const seconds = (performance.now() - start) / 1000;
  if (!success) throw new Error(`${words.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return seconds;
}

try {
  run(command, ["init"]);
  Deno.mkdirSync(join(directory, "many"));
  for (let index = 0; index < 1000; index++) {
    Deno.writeTextFileSync(join(directory, "many", `file_${index}`), `${index}`);
  }
  run(command, ["copy", "-r", "host:many", "/many"]);
  run(command, ["copy", "--as", "table", `host:${TABLE}`, "/t.table"]);
  for (const { name, words, aim } of MEASURES) {
    const times = Array.from({ length: RUNS }, () => run(command, words)).sort((a, b) => a - b);
    const median = times[Math.floor(RUNS / 2)]!;
    console.log(`${name}: ${median.toFixed(3)} s (aim ${aim} s)`);
    if (median > 3 * aim) Deno.exitCode = 1;
  }
} finally {
  Deno.removeSync(directory, { recursive: true });
}
