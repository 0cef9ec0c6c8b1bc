import { localStore, memoryStore, type Store } from "../../lib/store/mod.ts";
import type { Tlog, TreeTransaction } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { codeOf, fileAt, fixture, readText, transact, treeOf, write } from "./fixture.ts";

type Work = (transaction: TreeTransaction) => Promise<unknown>;

/** Both begin on the same state; `first` commits before `second`. */
async function race(store: Store, works: { before: Work; first: Work; second: Work }) {
  const { tlog, open } = await fixture({ store });
  const other = await open();
  await transact(tlog, works.before);
  const [one, two] = [await tlog.begin({ argv: [] }), await other.begin({ argv: [] })];
  await works.first(one);
  await works.second(two);
  await one.commit();
  return { tlog, other, two };
}

async function tree(tlog: Tlog) {
  return await treeOf((await tlog.snapshot()).root);
}

const twoDirectories: Work = async (t) => {
  await t.makeDirectory("a");
  await t.makeDirectory("b");
  await write(t, "a/f", "1");
  await write(t, "b/f", "1");
};

async function forEachStore(work: (store: Store) => Promise<void>): Promise<void> {
  await work(memoryStore());
  const directory = await Deno.makeTempDir();
  try {
    await work(localStore(`${directory}/pond`));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("commit: writers in different directories both succeed, versions count on", async () => {
  await forEachStore(async (store) => {
    const { tlog, other, two } = await race(store, {
      before: twoDirectories,
      first: (t) => write(t, "a/f", "2"),
      second: (t) => write(t, "b/f", "2"),
    });
    assertEquals(await two.commit(), 3);
    await transact(other, (t) => write(t, "b/f", "3"));
    const versions = await (await fileAt(tlog, "b/f")).versions!();
    assertEquals(versions.map((v) => [v.version, v.transaction]), [[1, 1], [2, 3], [3, 4]]);
    assertEquals(await readText(tlog, "a/f"), "2");
  });
});

Deno.test("commit: writers in one directory conflict, and the error names it", async () => {
  await forEachStore(async (store) => {
    const { tlog, two } = await race(store, {
      before: twoDirectories,
      first: (t) => write(t, "a/f", "first"),
      second: (t) => write(t, "a/g", "second"),
    });
    const error = await assertRejects(() => two.commit());
    assertOk(error.message.includes("another writer changed /a first"), error.message);
    await two.abort();
    assertEquals(await readText(tlog, "a/f"), "first");
    assertEquals(Object.keys(await tree(tlog)), ["/a", "/a/f", "/b", "/b/f"]);
  });
});

const conflicts: Record<string, { first: Work; second: Work }> = {
  "writing into a directory that was removed": {
    first: (t) => t.remove("a", { recursive: true }),
    second: (t) => write(t, "a/g", "x"),
  },
  "removing a directory that was written into": {
    first: (t) => write(t, "a/g", "x"),
    second: (t) => t.remove("a", { recursive: true }),
  },
  "writing below a directory that was moved": {
    first: (t) => t.move("a", "b/a"),
    second: (t) => write(t, "a/g", "x"),
  },
  "two directories moved into each other": {
    first: (t) => t.move("a", "b/a"),
    second: (t) => t.move("b", "a/b"),
  },
};

for (const [name, { first, second }] of Object.entries(conflicts)) {
  Deno.test(`commit: conflict when ${name}`, async () => {
    const { tlog, two } = await race(memoryStore(), { before: twoDirectories, first, second });
    const before = await tree(tlog);
    assertEquals(await codeOf(two.commit()), "conflict");
    assertEquals(await tree(tlog), before);
  });
}

Deno.test("commit: what only looks alike is no conflict", async () => {
  const { tlog, two } = await race(memoryStore(), {
    before: twoDirectories,
    first: (t) => write(t, "a/f", "2"),
    second: (t) => t.makeDirectory("c"),
  });
  assertEquals(await two.commit(), 3);
  assertOk("/c" in await tree(tlog));
});

Deno.test("commit: after it, or after abort, the transaction is over", async () => {
  const { tlog } = await fixture();
  const transaction = await tlog.begin({ argv: [] });
  await write(transaction, "f", "x");
  await transaction.commit();
  assertEquals(await codeOf(write(transaction, "g", "x")), "internal");
  const dropped = await tlog.begin({ argv: [] });
  await dropped.writeFile(
    "big",
    (async function* () {
      yield await Promise.resolve(new Uint8Array(100_000));
    })(),
    {},
  );
  await dropped.abort();
  assertEquals(await codeOf(dropped.commit()), "internal");
  assertEquals((await tlog.stats()).leftovers, 0);
  assertEquals(Object.keys(await tree(tlog)), ["/f"]);
});
