import { isPondError, toPondError } from "../../lib/base/mod.ts";
import { checkTlog, createTlog, openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { type MemoryStore, memoryStore } from "../store/memory.ts";
import { codeOf, tlogOptions } from "./fixture.ts";
import { assertAlike, copy, counted, fail, pondOf, treeAt, writeOn } from "./sync_support.ts";

const WHOLE = Deno.env.get("POND_SOAK") === "1";
/** Of the places at which a copy can fail, every so many are tried. */
const STEP = WHOLE ? 1 : 17;

/** A source, and what is in the target before. */
interface Situation {
  readonly name: string;
  readonly from: MemoryStore;
  readonly before: ReadonlyMap<string, Uint8Array>;
  /** Trees that a reader of the target may see on the way. */
  readonly trees: readonly string[];
}

async function textOfTree(store: MemoryStore, transaction?: number): Promise<string> {
  return JSON.stringify(await treeAt(store, transaction));
}

async function situations(): Promise<Situation[]> {
  const from = await pondOf(22);
  const behind = memoryStore();
  await copy(from, behind, { at: 17 });
  const newest = (await (await openTlog(tlogOptions(from))).snapshot()).transaction;
  const trees = [];
  for (let version = 17; version <= newest; version++) trees.push(await textOfTree(from, version));
  const tidied = memoryStore(from.contents());
  const options = tlogOptions(tidied, 71);
  options.environment.nowUs = () => BigInt(Date.now()) * 1000n + 30n * 86_400_000_000n;
  await (await openTlog(options)).maintain({ argv: ["maintain"] });
  const cut = memoryStore(tidied.contents());
  const later = tlogOptions(cut, 72);
  later.environment.nowUs = () => BigInt(Date.now()) * 1000n + 40n * 86_400_000_000n;
  await (await openTlog(later)).maintain({ argv: ["maintain"], keepDays: 0 });
  const ends = [await textOfTree(behind), await textOfTree(from)];
  return [
    { name: "first", from, before: new Map(), trees: [ends[1]!] },
    { name: "more", from, before: behind.contents(), trees },
    { name: "over a gap of states", from: tidied, before: behind.contents(), trees: ends },
    { name: "over a gap of commits", from: cut, before: behind.contents(), trees: ends },
  ];
}

/** What a reader sees of the target; null where no pond is. Anything else is what must not be. */
async function seen(store: MemoryStore): Promise<string | null> {
  try {
    return await textOfTree(store);
  } catch (error) {
    if (isPondError(error, "not-found")) return null;
    throw error;
  }
}

Deno.test("copyTlog: whatever operation fails, readers see a whole state, and the next run goes on", async () => {
  for (const { name, from, before, trees } of await situations()) {
    const rehearsal = counted(memoryStore(before));
    await copy(from, rehearsal.store);
    const count = rehearsal.operations.length;
    assertOk(count > 40, `${name}: ${count}`);
    for (let n = 0; n < count; n += STEP) {
      for (const stop of [false, true]) {
        const to = memoryStore(before);
        const { store } = counted(to, {
          before: (operation) => {
            if (stop ? operation.index >= n : operation.index === n) fail(operation);
          },
        });
        const where = `${name}: ${stop ? "stopped at" : "failed"} ${n}`;
        const isReported = await copy(from, store).then(() => true, () => false);
        const tree = await seen(to);
        if (tree === null) assertOk(before.size === 0, where);
        else assertOk(trees.includes(tree), where);
        if (isReported) assertEquals(tree, trees.at(-1), where);
        // The next process: whatever lock this one held is free.
        const again = memoryStore(to.contents());
        await copy(from, again);
        assertEquals(await seen(again), trees.at(-1), where);
      }
    }
    const to = memoryStore(before);
    await copy(from, to);
    await assertAlike(from, to);
    await writeOn(to, { from: 200, count: 1 });
  }
});

Deno.test("copyTlog: what was begun says so, whatever is done with it", async () => {
  const from = await pondOf(3);
  const to = memoryStore();
  const { store } = counted(to, {
    before: (operation) => {
      if (operation.kind === "rename" && operation.to === "data") fail(operation);
    },
  });
  await copy(from, store).catch(() => {});
  const options = tlogOptions(to);
  for (const work of [() => openTlog(options), () => checkTlog(options)]) {
    const error = await work().then(() => undefined, (error) => error);
    assertOk(isPondError(error, "not-found"), String(error));
    assertOk(error.message.endsWith("a copy of one was begun there and isn't finished"));
  }
  assertEquals(await codeOf(createTlog(options)), "exists");
  const again = memoryStore(to.contents());
  const other = await pondOf(3, 99);
  await copy(other, again);
  await assertAlike(other, again);
});

Deno.test("copyTlog: a short write leaves nothing that is taken for a file", async () => {
  const [{ from, before }] = await situations() as [Situation];
  const rehearsal = counted(memoryStore(before));
  await copy(from, rehearsal.store);
  const writes = rehearsal.operations.filter(({ kind }) => kind === "write");
  for (const { index } of writes.filter((_, i) => i % (3 * STEP) === 0)) {
    const to = memoryStore(before);
    const { store } = counted(to, {
      before: (operation) => operation.index === index ? "short" : undefined,
    });
    const error = await copy(from, store).catch((error) => error);
    assertEquals(toPondError(error).code, "no-space");
    const again = memoryStore(to.contents());
    await copy(from, again);
    const found = await checkTlog(tlogOptions(again));
    assertEquals(found.filter(({ severity }) => severity === "error"), []);
  }
});

Deno.test("copyTlog: whatever can't be read of the source, the target stays whole", async () => {
  const [{ from, before, trees }] = await situations() as [Situation];
  const rehearsal = counted(from);
  await copy(rehearsal.store, memoryStore(before));
  for (let n = 0; n < rehearsal.operations.length; n += 5 * STEP) {
    const { store } = counted(from, {
      before: (operation) => {
        if (operation.index === n) fail(operation);
      },
    });
    const to = memoryStore(before);
    const isReported = await copy(store, to).then(() => true, () => false);
    assertEquals(await seen(to), isReported ? trees[0] : null, `operation ${n}`);
    await copy(from, to);
    assertEquals(await seen(to), trees[0]);
  }
});
