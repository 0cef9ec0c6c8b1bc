/**
 * The program is killed while it tidies up: somewhere in `pond maintain`, and in the checkpoint
 * that an ordinary commit writes. `POND_MAINTAIN_TRIALS` says how often each.
 */
import { mkdirCommand, rmCommand } from "../../lib/commands/mod.ts";
import { initPond, openPond } from "../../lib/pond/mod.ts";
import { checkTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { fixedEnvironment } from "../delta/support.ts";
import { programWords, runPond } from "../program.ts";
import { parquet } from "../tlogfs/fixture.ts";
import { inTemporaryDirectory } from "./child.ts";
import { treeOptions } from "./plan.ts";
import { copy, noise } from "./scenarios.ts";
import { type TreeFacts, treeFacts } from "./tree_facts.ts";

const TRIALS = Number(Deno.env.get("POND_MAINTAIN_TRIALS") ?? 2);
const SEED = Number(Deno.env.get("POND_SEED") ?? Date.now() % 1_000_000);
const TEN_DAYS_MS = 10 * 86_400_000;
/**
 * Of the second, all parts of maintenance have something to do: old versions, commits and contents
 * go.
 */
const RULES: readonly (readonly string[])[] = [[], ["--keep-versions", "1", "--keep-days", "0"]];
const argv = ["kill"];

function refuseWarnings(message: string): never {
  throw new Error(`a pond whose maintenance was killed warns: ${message}`);
}

/**
 * A pond with much to tidy up: small versions, overwritten and removed contents, several
 * checkpoints; all of it old.
 */
async function makeUntidy(hostPath: string): Promise<void> {
  await using pond = await initPond(hostPath);
  await mkdirCommand(pond, { argv, paths: ["/d/below"], parents: true });
  for (let i = 0; i < 45; i++) {
    const bytes = await parquet([BigInt(i) * 1_000_000n, BigInt(i) * 1_000_000n + 1n]);
    await copy(pond, "/d/series", { bytes, kind: "series" });
    if (i % 3 === 0) await copy(pond, `/d/below/f${i % 5}`, { bytes: noise(100 + i, i + 1) });
    if (i % 9 === 0) await copy(pond, `/d/large${i % 2}`, { bytes: noise(70_000 + i, i + 1) });
  }
  await copy(pond, "/gone", { bytes: noise(80_000, 99) });
  await rmCommand(pond, { argv, paths: ["/gone"], recursive: false });
  makeOld(hostPath);
}

/** Lets time go by for everything below `directory`. */
function makeOld(directory: string): void {
  const seconds = (Date.now() - TEN_DAYS_MS) / 1000;
  for (const { name, isDirectory } of Deno.readDirSync(directory)) {
    if (isDirectory) makeOld(`${directory}/${name}`);
    else Deno.utimeSync(`${directory}/${name}`, seconds, seconds);
  }
}

async function copyDirectory(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyDirectory(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
  makeOld(to);
}

async function factsOf(hostPath: string): Promise<TreeFacts> {
  await using pond = await openPond(hostPath, { warn: refuseWarnings });
  return await treeFacts(pond);
}

/** The tree reads as it did; where `mayExpire`, older versions may be gone, and say so. */
function checkFacts(
  now: TreeFacts,
  before: TreeFacts,
  { mayExpire, where }: { mayExpire: boolean; where: string },
): void {
  assertEquals(Object.keys(now), Object.keys(before), where);
  for (const [path, facts] of Object.entries(now)) {
    const known = before[path]!.split(" ");
    const words = facts.split(" ");
    const isSame = words.length === known.length &&
      words.every((word, i) =>
        word === known[i] || (mayExpire && word === "expired" && i < words.length - 1)
      );
    // All versions of a series count until they are dropped; its newest is what stays.
    assertOk(isSame, `${where}: ${path} was ${before[path]} and is ${facts}`);
  }
}

function startPond(hostPath: string, words: readonly string[]): Deno.ChildProcess {
  const [command, ...first] = programWords();
  return new Deno.Command(command!, {
    args: [...first, "--pond", hostPath, ...words],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** Kills the program `afterMs` from now; whether it was still at work. */
async function killAfter(child: Deno.ChildProcess, afterMs: number): Promise<boolean> {
  const timer = setTimeout(() => {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended.
    }
  }, afterMs);
  const { signal, code } = await child.status;
  clearTimeout(timer);
  assertOk(signal === "SIGKILL" || code === 0, `it failed by itself: ${code}`);
  return signal === "SIGKILL";
}

/** Maintenance that nobody stops; returns how long it took. */
async function maintainWhole(hostPath: string, rules: readonly string[]): Promise<number> {
  const start = performance.now();
  const words = ["--pond", hostPath, "maintain", ...rules];
  const { code, stderr } = await runPond(words, { cwd: "." });
  assertEquals(code, 0, stderr);
  return performance.now() - start;
}

/** What was left behind is old now, and goes; nothing else is missing, nothing is left over. */
async function checkSwept(
  hostPath: string,
  { rules, before }: { rules: readonly string[]; before: TreeFacts },
): Promise<void> {
  makeOld(hostPath);
  await maintainWhole(hostPath, rules);
  const mayExpire = rules.length > 0;
  checkFacts(await factsOf(hostPath), before, { mayExpire, where: "maintained to the end" });
  assertEquals(await checkTlog(treeOptions(hostPath, refuseWarnings)), []);
  assertEquals([...Deno.readDirSync(`${hostPath}/tmp`)].map(({ name }) => name), ["writer.lock"]);
}

for (const rules of RULES) {
  Deno.test(`maintain ${rules.join(" ")}: killed on the way it leaves the tree as it was`, async () => {
    await inTemporaryDirectory(async (directory) => {
      const random = fixedEnvironment(SEED);
      const chance = () => random.randomBytes(1)[0]! / 256;
      const [untidy, victim] = [`${directory}/untidy`, `${directory}/victim`];
      await makeUntidy(untidy);
      const before = await factsOf(untidy);
      await copyDirectory(untidy, victim);
      let wholeMs = await maintainWhole(victim, rules);
      let attempts = 0;
      for (let kills = 0; kills < TRIALS; attempts++) {
        // Now and then the next one finds what the last one left.
        if (attempts % 3 !== 2) {
          await Deno.remove(victim, { recursive: true });
          await copyDirectory(untidy, victim);
        }
        const child = startPond(victim, ["maintain", ...rules]);
        if (await killAfter(child, chance() * wholeMs)) kills++;
        else wholeMs *= 0.9;
        const where = `seed ${SEED}, attempt ${attempts}`;
        checkFacts(await factsOf(victim), before, { mayExpire: rules.length > 0, where });
      }
      await checkSwept(victim, { rules, before });
      console.log(`seed ${SEED}: ${TRIALS} kills in ${attempts} runs`);
    });
  });
}

/** Waits until the program has made its commit, or has ended. */
async function untilCommitted(child: Deno.ChildProcess, log: string, before: number) {
  let isOver = false;
  child.status.then(() => isOver = true);
  while (!isOver && commitsIn(log) === before) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function commitsIn(log: string): number {
  return [...Deno.readDirSync(log)].filter(({ name }) => name.endsWith(".json")).length;
}

/** A pond whose next commit is followed by a merge of small files, and that by a checkpoint. */
async function makeDue(hostPath: string): Promise<void> {
  await using pond = await initPond(hostPath);
  for (let version = 1; version < 39; version++) {
    // The 20th commit is the first merge.
    if (version === 20) continue;
    await mkdirCommand(pond, { argv, paths: [`/d${version}`], parents: false });
  }
}

Deno.test("a checkpoint: killed while an ordinary commit writes it, nothing is lost", async () => {
  await inTemporaryDirectory(async (directory) => {
    const random = fixedEnvironment(SEED);
    const [due, victim] = [`${directory}/due`, `${directory}/victim`];
    await makeDue(due);
    const before = await factsOf(due);
    const commits = commitsIn(`${due}/data/_delta_log`);
    const log = `${victim}/data/_delta_log`;
    /** From its commit to its end; known after a first run that nobody stops. */
    let restMs = Infinity;
    const seen = { kills: 0, checkpoints: 0 };
    while (seen.kills < TRIALS) {
      await copyDirectory(due, victim);
      const child = startPond(victim, ["mkdir", "/new"]);
      await untilCommitted(child, log, commits);
      const start = performance.now();
      const killMs = restMs === Infinity ? 600_000 : random.randomBytes(1)[0]! / 256 * restMs;
      if (await killAfter(child, killMs)) seen.kills++;
      else restMs = Math.min(restMs * 0.9, performance.now() - start);
      if ([...Deno.readDirSync(log)].some(({ name }) => /40\.checkpoint\./.test(name))) {
        seen.checkpoints++;
      }
      const where = `seed ${SEED}, kill ${seen.kills}`;
      assertEquals(await factsOf(victim), { ...before, "/new": "directory" }, where);
      const findings = await checkTlog(treeOptions(victim, refuseWarnings));
      assertEquals(findings.filter(({ severity }) => severity === "error"), [], where);
      const { code, stderr } = await runPond(["--pond", victim, "mkdir", "/next"], { cwd: "." });
      assertEquals([code, stderr], [0, ""], where);
      await Deno.remove(victim, { recursive: true });
    }
    assertOk(seen.checkpoints > 0, "the run that nobody stopped wrote one");
    console.log(
      `seed ${SEED}: ${seen.kills} kills, ${seen.checkpoints} checkpoints got their names`,
    );
  });
});
