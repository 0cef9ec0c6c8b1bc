/** Two copies of a pond in memory, and what is copied between them. */
import {
  checkTlog,
  type CopyOptions,
  type CopyReport,
  copyTlog,
  openTlog,
} from "../../lib/tlogfs/mod.ts";
import type { Store } from "../../lib/store/mod.ts";
import { assertEquals } from "../deps.ts";
import { type FaultHooks, faultyStore, type StoreOperation } from "../store/faulty.ts";
import { type MemoryStore, memoryStore } from "../store/memory.ts";
import { chunks, fixture, tlogOptions, transact, treeOf, write } from "./fixture.ts";

export const LARGE = new Uint8Array(70_000).fill(7);

/** A store with a pond of `commits` transactions, which a checkpoint and a merge are among. */
export async function pondOf(commits: number, seed = 1): Promise<MemoryStore> {
  const store = memoryStore();
  await fixture({ store, seed });
  await writeOn(store, { from: 1, count: commits });
  return store;
}

/** As many transactions more, each with a file of its own and a newer version of another. */
export async function writeOn(
  store: Store,
  { from, count, text = "" }: { from: number; count: number; text?: string },
): Promise<void> {
  const tlog = await openTlog(tlogOptions(store, 1000 + from + text.length));
  for (let i = from; i < from + count; i++) {
    await transact(tlog, async (t) => {
      await write(t, `f${i}`, `${text}${i}`);
      await write(t, "newest", `${text}${i}`);
      if (i % 4 === 1) {
        await t.writeFile(`large${i}`, chunks(LARGE.map((byte) => byte ^ i), text), {});
      }
    });
  }
}

let seeds = 5000;

/** Copies from one store to another. */
export async function copy(
  from: Store,
  to: Store,
  options: Partial<CopyOptions> = {},
): Promise<CopyReport> {
  const side = (store: Store, seed: number) => ({ ...tlogOptions(store, seed), store });
  return await copyTlog({
    from: side(from, 5),
    to: side(to, seeds++),
    doing: "copy to there",
    waitMs: 100,
    ...options,
  });
}

/** The tree of a store, or undefined where there is no pond. */
export async function treeAt(store: Store, transaction?: number) {
  const tlog = await openTlog(tlogOptions(store, 9));
  const options = transaction === undefined ? {} : { transaction };
  return await treeOf((await tlog.snapshot(options)).root);
}

/** Both read alike, now and at each transaction that is named, and both are whole. */
export async function assertAlike(
  a: MemoryStore,
  b: MemoryStore,
  transactions: readonly number[] = [],
): Promise<void> {
  assertEquals(await treeAt(b), await treeAt(a));
  for (const transaction of transactions) {
    assertEquals(await treeAt(b, transaction), await treeAt(a, transaction));
  }
  const wrong = (await checkTlog(tlogOptions(b))).filter(({ severity }) => severity === "error");
  assertEquals(wrong, []);
}

/** The files of a pond without what is unfinished, locked or cached. */
export function filesOf(store: MemoryStore): Map<string, Uint8Array> {
  return new Map(
    [...store.contents()].filter(([name]) => !/^(tmp|cache)\//.test(name)).sort(([a], [b]) =>
      a < b ? -1 : 1
    ),
  );
}

/** A store that counts what it does, and does what `hooks` say. */
export function counted(store: Store, hooks: FaultHooks = {}) {
  const operations: StoreOperation[] = [];
  const faulty = faultyStore(store, {
    ...hooks,
    before: (operation) => {
      operations.push(operation);
      return hooks.before?.(operation);
    },
  });
  return { store: faulty, operations };
}

/** The error of a disk that fails. */
export function fail(operation: StoreOperation): never {
  throw Object.assign(new Error(`no luck with ${operation.kind}`), { code: "EIO" });
}
