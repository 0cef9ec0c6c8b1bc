/** Processes that are killed while they copy a pond. `POND_KILL_TRIALS` says how many. */
import { isPondError } from "../../lib/base/mod.ts";
import { checkTlog, copyTlog, createTlog, openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { fixedEnvironment } from "../delta/support.ts";
import { transact, treeOf, write } from "../tlogfs/fixture.ts";
import { inTemporaryDirectory, startChild } from "./child.ts";
import { contentOf, DIRECTORIES, fileOf, once, treeOptions } from "./plan.ts";

const TRIALS = Number(Deno.env.get("POND_KILL_TRIALS") ?? 8);
const SEED = Number(Deno.env.get("POND_SEED") ?? Date.now() % 1_000_000);
/** So many kills hit one target before another one is begun. */
const KILLS_A_TARGET = 4;

function refuseWarnings(message: string): never {
  throw new Error(`seed ${SEED}: a copy that was killed opens with a warning: ${message}`);
}

/** Some commits more, each with a file whose content says its number. */
async function writeSome(hostPath: string, from: number, count: number): Promise<void> {
  const tlog = await openTlog(treeOptions(hostPath, refuseWarnings));
  for (let number = from; number < from + count; number++) {
    await transact(tlog, async (t) => {
      await t.writeFile(fileOf(number), once(contentOf(number)), {});
      await write(t, "/newest", String(number));
    });
  }
}

/** How long a whole copy takes, so that kills are spread over all of it. */
async function timeCopy(from: string, to: string): Promise<number> {
  const child = startChild("copy_child.ts", [from, to]);
  const times: number[] = [];
  for await (const _line of child.lines) times.push(performance.now());
  assertEquals((await child.ended).code, 0);
  await Deno.remove(to, { recursive: true });
  return times[1]! - times[0]!;
}

/** Starts a copy and kills it so long after it began; tells whether it was hit. */
async function killOnce(from: string, to: string, afterMs: number): Promise<boolean> {
  const child = startChild("copy_child.ts", [from, to]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const line of child.lines) {
    if (line === "begun") timer = setTimeout(() => child.kill(), afterMs);
  }
  clearTimeout(timer);
  const { signal, code, stderr } = await child.ended;
  assertOk(signal === "SIGKILL" || code === 0, `seed ${SEED}: ${stderr}`);
  return signal === "SIGKILL";
}

/** What is there is no pond, or one of the source's states, and whole. */
async function checkTarget(from: string, to: string, where: string): Promise<void> {
  try {
    const { transaction, root } = await (await openTlog(treeOptions(to, refuseWarnings)))
      .snapshot();
    const source = await (await openTlog(treeOptions(from, refuseWarnings)))
      .snapshot({ transaction });
    assertEquals(await treeOf(root), await treeOf(source.root), where);
  } catch (error) {
    if (!isPondError(error, "not-found")) throw error;
  }
}

async function checkWhole(to: string, where: string): Promise<void> {
  const found = await checkTlog(treeOptions(to, refuseWarnings));
  assertEquals(found.filter(({ severity }) => severity === "error"), [], where);
}

Deno.test(`kill -9: ${TRIALS} copies are killed, each goes on, none is taken for what it isn't`, async () => {
  await inTemporaryDirectory(async (directory) => {
    const random = fixedEnvironment(SEED);
    const chance = () => random.randomBytes(1)[0]! / 256;
    const from = `${directory}/from`;
    const tlog = await createTlog(treeOptions(from, refuseWarnings));
    await transact(tlog, async (t) => {
      for (const name of DIRECTORIES) await t.makeDirectory(name);
    });
    await writeSome(from, 1, 21);
    const copyMs = await timeCopy(from, `${directory}/timed`);
    let [kills, next, targets, missed] = [0, 22, 0, 0];
    while (kills < TRIALS) {
      const to = `${directory}/to${targets++}`;
      for (let hit = 0; hit < KILLS_A_TARGET && kills < TRIALS;) {
        const isHit = await killOnce(from, to, chance() * copyMs);
        if (isHit) hit++, kills++;
        else missed++;
        const where = `seed ${SEED}, kill ${kills}`;
        await checkTarget(from, to, where);
        if (isHit) continue;
        await checkWhole(to, where);
        await writeSome(from, next, 2);
        next += 2;
      }
      const options = { doing: "copy", waitMs: 1000 };
      const side = (hostPath: string) => treeOptions(hostPath, refuseWarnings);
      await copyTlog({ from: side(from), to: side(to), ...options });
      await checkTarget(from, to, `seed ${SEED}, in the end`);
      await checkWhole(to, `seed ${SEED}, in the end`);
      await Deno.remove(to, { recursive: true });
    }
    console.log(`seed ${SEED}: ${kills} kills, ${missed} copies were faster, ${targets} targets`);
  });
});
