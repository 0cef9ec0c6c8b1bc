/** Real processes that are killed while they write. `POND_KILL_TRIALS` says how many. */
import { Buffer } from "node:buffer";
import { openDeltaTable } from "../../lib/delta/mod.ts";
import { createTlog, openTlog, type Tlog, type TreeSnapshot } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { fixedEnvironment } from "../delta/support.ts";
import { nodeAt, readBytes, transact, write } from "../tlogfs/fixture.ts";
import { inParallel, inTemporaryDirectory, startChild } from "./child.ts";
import { contentOf, DIRECTORIES, fileOf, treeOptions } from "./plan.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";

const TRIALS = Number(Deno.env.get("POND_KILL_TRIALS") ?? 16);
/** Ponds that are written to at the same time, one writer each. */
const WIDTH = 2;
const SEED = Number(Deno.env.get("POND_SEED") ?? Date.now() % 1_000_000);
const DAY_US = 86_400_000_000n;

/** One pond, and how far its writers have come. */
interface Victim {
  readonly hostPath: string;
  /** The last commit that a writer reported. */
  acknowledged: number;
  /** The last commit that was found to be there. */
  present: number;
  kills: number;
}

function refuseWarnings(message: string): never {
  throw new Error(`a pond whose writer was killed opens with a warning: ${message}`);
}

/** Starts a writer and kills it some while after its start or one of its first commits. */
async function killOnce(victim: Victim, chance: () => number): Promise<void> {
  const child = startChild("kill_child.ts", [victim.hostPath, String(victim.present + 1)]);
  const killAfter = 1 + Math.floor(chance() * 4);
  let commits = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const line of child.lines) {
    victim.acknowledged = Number(line);
    if (++commits === killAfter) timer = setTimeout(() => child.kill(), chance() * 25);
  }
  clearTimeout(timer);
  const { signal, stderr } = await child.ended;
  assertEquals(signal, "SIGKILL", `seed ${SEED}: the writer ended by itself: ${stderr}`);
  victim.kills++;
}

/** Everything reported is there, at most one commit more, and nothing needs a repair. */
async function checkVictim(victim: Victim, from: number): Promise<void> {
  const tlog = await openTlog(treeOptions(victim.hostPath, refuseWarnings));
  const snapshot = await tlog.snapshot();
  const where = `seed ${SEED}, kill ${victim.kills}`;
  for (let number = from; number <= victim.acknowledged; number++) {
    await checkFile(snapshot, number, where);
  }
  const newest = Number(new TextDecoder().decode(await bytesAt(snapshot, "/newest")));
  assertOk(
    newest === victim.acknowledged || newest === victim.acknowledged + 1,
    `${where}: ${newest}`,
  );
  if (newest > victim.acknowledged) await checkFile(snapshot, newest, where);
  victim.present = newest;
  victim.acknowledged = newest;
}

async function checkFile(snapshot: TreeSnapshot, number: number, where: string): Promise<void> {
  const bytes = await bytesAt(snapshot, fileOf(number));
  assertOk(isEqual(bytes, contentOf(number)), `${where}: commit ${number} is not what was written`);
}

async function bytesAt(snapshot: TreeSnapshot, path: string): Promise<Uint8Array> {
  return await readBytes(await nodeAt(snapshot.root, path) as FileNode);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

async function makeVictim(hostPath: string): Promise<Victim> {
  const tlog = await createTlog(treeOptions(hostPath, refuseWarnings));
  await transact(tlog, async (transaction) => {
    for (const directory of DIRECTORIES) await transaction.makeDirectory(directory);
    await write(transaction, "/newest", "0");
  });
  return { hostPath, acknowledged: 0, present: 0, kills: 0 };
}

async function filesIn(hostPath: string, directory: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(`${hostPath}/${directory}`));
  return entries.filter((entry) => entry.isFile).map((entry) => entry.name);
}

/** What writers left behind stays while they might live, and goes when it is a day old. */
async function checkSweeping(tlog: Tlog, victim: Victim): Promise<void> {
  const { hostPath } = victim;
  const litter = (await filesIn(hostPath, "tmp")).filter((name) => name !== "writer.lock");
  assertEquals((await tlog.stats()).leftovers, litter.length);
  const options = treeOptions(hostPath, refuseWarnings);
  const table = await openDeltaTable(options.store, options);
  const live = new Set((await table.snapshot()).files.map(({ path }) => path));
  assertEquals((await table.vacuum()).dataFiles, [], "what is young may have a living writer");
  const old = (Date.now() - 9 * 86_400_000) / 1000;
  for (const name of litter) Deno.utimeSync(`${hostPath}/tmp/${name}`, old, old);
  await (await tlog.begin({ argv: [] })).abort();
  assertEquals(await filesIn(hostPath, "tmp"), ["writer.lock"]);
  const nowUs = () => BigInt(Date.now()) * 1000n + 9n * DAY_US;
  const later = await openDeltaTable(options.store, {
    ...options,
    environment: { ...options.environment, nowUs },
  });
  await later.vacuum();
  assertEquals(new Set(await filesIn(hostPath, "data")), live);
}

Deno.test(`kill -9: ${TRIALS} writers are killed, nothing reported is lost, nothing needs a repair`, async () => {
  await inTemporaryDirectory(async (directory) => {
    const random = fixedEnvironment(SEED);
    const chance = () => random.randomBytes(1)[0]! / 256;
    const victims = Array.from({ length: WIDTH }, (_, i) => `${directory}/${i}`);
    let commits = 0;
    await inParallel(victims, {
      width: WIDTH,
      work: async (hostPath) => {
        const victim = await makeVictim(hostPath);
        while (victim.kills < TRIALS / WIDTH) {
          const from = victim.present + 1;
          await killOnce(victim, chance);
          await checkVictim(victim, from);
        }
        await checkVictim(victim, 1);
        const options = treeOptions(hostPath, refuseWarnings);
        const table = await openDeltaTable(options.store, options);
        assertEquals(await Array.fromAsync(table.verify()), []);
        await checkSweeping(await openTlog(options), victim);
        commits += victim.acknowledged;
      },
    });
    console.log(`seed ${SEED}: ${TRIALS} kills in ${commits} commits`);
  });
});
