/**
 * `deno task test`: the tests, a room to a process, as many processes at once as there are cores;
 * tests change the working directory, which threads of one process would share. Arguments are given
 * to one `deno test` as they are. `--quick` leaves out the rooms that take longest. The summary has
 * the form of Deno's own; the line after it says which long forms are left to `deno task soak` and
 * CI.
 */
import { join } from "../lib/deps/std_path.ts";

/** Rooms that take longest, which start first, and how many processes share the files of each. */
const LONG: readonly (readonly [room: string, processes: number])[] = [
  ["faults", 4],
  ["sql", 3],
  ["tlogfs", 3],
  ["differential", 2],
  ["cli", 3],
  ["delta", 2],
  ["docs", 2],
];

/** Left out by `--quick`. */
const SLOW = new Set(["faults", "differential", "tlogfs", "delta", "cli", "interop", "docs"]);

const LONG_FORMS =
  "the long forms of the fault, crash, kill, model and fuzz tests are left to `deno task soak`";

/** What one process is to test. */
interface Part {
  readonly name: string;
  readonly args: readonly string[];
}

/** How the tests of a part ended. */
interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const DENO_TEST = ["test", "-A", "--no-check"];

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const quick = args.includes("--quick");
  const paths = args.filter((arg) => arg !== "--quick");
  if (paths.length > 0) {
    const child = new Deno.Command(Deno.execPath(), { args: ["test", "-A", ...paths] }).spawn();
    return (await child.status).code;
  }
  const started = performance.now();
  const queue = parts(quick);
  const total = queue.length;
  const results: Counts[] = [];
  const work = async () => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      const result = await run(part);
      results.push(result.counts);
      const status = result.ok ? "ok    " : "FAILED";
      console.log(`${status} [${results.length}/${total}] ${part.name}: ${result.summary}`);
      if (!result.ok) console.log(result.output);
    }
  };
  await Promise.all(Array.from({ length: processes() }, work));
  const passed = results.reduce((sum, counts) => sum + counts.passed, 0);
  const failed = results.reduce((sum, counts) => sum + counts.failed, 0);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `\n${failed > 0 ? "FAILED" : "ok"} | ${passed} passed | ${failed} failed (${seconds}s)`,
  );
  console.log(quick ? `quick: left out ${[...SLOW].join(", ")}` : LONG_FORMS);
  return failed > 0 ? 1 : 0;
}

/** At once; as many as cores, or what POND_TEST_PROCESSES says where others share them. */
function processes(): number {
  const given = Number(Deno.env.get("POND_TEST_PROCESSES"));
  return Number.isSafeInteger(given) && given > 0 ? given : navigator.hardwareConcurrency;
}

/** The type check, the examples in the docs, and the rooms, longest first. */
function parts(quick: boolean): Part[] {
  const rooms = [...Deno.readDirSync("tests")].filter((entry) => entry.isDirectory)
    .map((entry) => entry.name).filter((room) => !quick || !SLOW.has(room)).sort();
  const long = LONG.filter(([room]) => rooms.includes(room));
  const rest = rooms.filter((room) => !long.some(([name]) => name === room));
  return [
    ...long.flatMap(([room, processes]) => roomParts(room, processes)),
    { name: "types", args: ["check"] },
    ...rest.flatMap((room) => roomParts(room, 1)),
    { name: "examples", args: [...DENO_TEST, "--doc", "mod.ts", "lib/"] },
  ];
}

/** The files of a room dealt out to processes; none for a room without tests. */
function roomParts(room: string, processes: number): Part[] {
  const files = testFiles(join("tests", room));
  const dealt = Array.from(
    { length: processes },
    (_, part) => files.filter((_, at) => at % processes === part),
  );
  return dealt.filter((hand) => hand.length > 0).map((hand, at) => ({
    name: processes === 1 ? `tests/${room}` : `tests/${room} ${at + 1}/${processes}`,
    args: [...DENO_TEST, ...hand],
  }));
}

function testFiles(directory: string): string[] {
  const entries = [...Deno.readDirSync(directory)].sort((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory) return testFiles(path);
    return entry.name.endsWith("_test.ts") ? [path] : [];
  });
}

async function run(part: Part) {
  const output = await new Deno.Command(Deno.execPath(), {
    args: [...part.args],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  const text = decoder.decode(output.stdout) + decoder.decode(output.stderr);
  const summary = text.match(/^(?:ok|FAILED) \| (\d+) passed.*? (\d+) failed.*$/m);
  const counts = {
    passed: Number(summary?.[1] ?? 0),
    // A process that ends badly without counting is a failure like any other.
    failed: Math.max(Number(summary?.[2] ?? 0), output.success ? 0 : 1),
  };
  return {
    ok: output.success,
    counts,
    summary: summary?.[0].replace(/^\w+ \| /, "") ?? (output.success ? "ok" : "ended badly"),
    output: failures(text),
  };
}

/** From the first failure's report to the end, or all of an output that has none. */
function failures(text: string): string {
  const at = text.search(/^ ERRORS/m);
  return at < 0 ? text : text.slice(at);
}
