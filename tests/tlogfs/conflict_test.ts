import { faultyStore } from "../store/faulty.ts";
import { localStore, type Store } from "../../lib/store/mod.ts";
import { memoryStore } from "../store/memory.ts";
import type { Tlog, TreeTransaction } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import {
  chunks,
  codeOf,
  fileAt,
  fixture,
  nodeAt,
  parquet,
  readBytes,
  readText,
  transact,
  treeOf,
  write,
} from "./fixture.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";

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

const DYNAMIC = {
  kind: "table",
  factory: "test",
  yaml: "1",
  overwrite: true,
  attributes: {},
} as const;

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

/** What both can be true of, and what the tree is then: file contents by path, and versions. */
const together: Record<string, { first: Work; second: Work; then: Record<string, string> }> = {
  "two new names in one directory": {
    first: (t) => write(t, "a/x", "1"),
    second: (t) => write(t, "a/y", "2"),
    then: { "/a/f": "1 v1", "/a/x": "1 v1", "/a/y": "2 v1", "/b/f": "1 v1" },
  },
  "versions of different nodes": {
    first: (t) => write(t, "a/f", "2"),
    second: (t) => write(t, "a/g", "2"),
    then: { "/a/f": "2 v2", "/a/g": "2 v1", "/b/f": "1 v1" },
  },
  "versions of one node, neither made from the other": {
    first: (t) => write(t, "a/f", "2"),
    second: async (t) => {
      await write(t, "a/f", "3");
      await write(t, "a/f", "4");
    },
    then: { "/a/f": "4 v4", "/b/f": "1 v1" },
  },
  "a version, and its node moved": {
    first: (t) => write(t, "a/f", "2"),
    second: (t) => t.move("a/f", "b/g"),
    then: { "/b/f": "1 v1", "/b/g": "2 v2" },
  },
  "a version, and its node moved and written": {
    first: (t) => write(t, "a/f", "2"),
    second: async (t) => {
      await t.move("a/f", "b/g");
      await write(t, "b/g", "3");
    },
    then: { "/b/f": "1 v1", "/b/g": "3 v3" },
  },
  "a version, and its node removed": {
    first: (t) => write(t, "a/f", "2"),
    second: (t) => t.remove("a/f"),
    then: { "/b/f": "1 v1" },
  },
  "a version below a directory that is removed": {
    first: (t) => write(t, "a/f", "2"),
    second: (t) => t.remove("a", { recursive: true }),
    then: { "/b/f": "1 v1" },
  },
  "a file in a directory, and one beside in a directory that is moved there": {
    first: (t) => write(t, "b/x", "1"),
    second: async (t) => {
      await t.move("a", "b/a");
      await write(t, "b/a/y", "2");
    },
    then: { "/b/a/f": "1 v1", "/b/a/y": "2 v1", "/b/f": "1 v1", "/b/x": "1 v1" },
  },
  "a removal, and its name taken by another": {
    first: (t) => t.remove("a/f"),
    second: (t) => write(t, "a/g", "1"),
    then: { "/a/g": "1 v1", "/b/f": "1 v1" },
  },
};

for (const [name, { first, second, then }] of Object.entries(together)) {
  Deno.test(`commit: no conflict: ${name}`, async () => {
    await forEachStore(async (store) => {
      const { tlog, two } = await race(store, { before: twoDirectories, first, second });
      await two.commit();
      assertEquals(await filesOf(tlog), then);
      // The versions of a node have no gap, and none is there twice.
      for (const path of Object.keys(then)) {
        const versions = (await (await fileAt(tlog, path)).versions!()).map((v) => v.version);
        assertEquals(versions, versions.map((_, i) => i + 1), path);
      }
      const record = (await tlog.log()[Symbol.asyncIterator]().next()).value!;
      for (const { path, version, action } of record.changes) {
        if (action === "removed") continue;
        assertOk(then[path] === undefined || then[path].endsWith(` v${version}`), path);
      }
    });
  });
}

async function filesOf(tlog: Tlog): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const path of Object.keys(await tree(tlog))) {
    if (!/[fgxy]$/.test(path)) continue;
    const { version } = await (await fileAt(tlog, path)).stat();
    files[path] = `${await readText(tlog, path)} v${version}`;
  }
  return files;
}

Deno.test("commit: appends to one series all stay, whoever is first, and what was staged isn't staged again", async () => {
  await forEachStore(async (inner) => {
    const written: string[] = [];
    const store = faultyStore(inner, {
      before: ({ kind, name }) => {
        if (kind === "create" && name.startsWith("tmp/blob-")) written.push(name);
      },
    });
    const rows = async (at: number) =>
      await parquet(Array.from({ length: 9000 }, (_, i) => BigInt(at + i) * 1_000_000n));
    const append = (bytes: Uint8Array): Work => (t) =>
      t.writeFile("a/s", chunks(bytes), { kind: "series" });
    const { tlog, two } = await race(store, {
      before: async (t) => {
        await twoDirectories(t);
        await append(await rows(1))(t);
      },
      first: append(await rows(100_000)),
      second: append(await rows(200_000)),
    });
    await two.commit();
    const versions = await (await fileAt(tlog, "a/s")).versions!();
    assertEquals(versions.map(({ version }) => version), [1, 2, 3]);
    assertEquals(written.length, 3);
  });
});

Deno.test("commit: a version made from an older content is a conflict, and so is what a change depends on", async () => {
  const fromContent: Work = async (t) => {
    const file = await nodeAt(t.root, "/a/f") as FileNode;
    await write(t, "a/f", new TextDecoder().decode(await readBytes(file)) + "+");
  };
  const one = await race(memoryStore(), {
    before: twoDirectories,
    first: fromContent,
    second: fromContent,
  });
  assertEquals(await codeOf(one.two.commit()), "conflict");
  for (const path of ["a/f", "a/new"]) {
    const two = await race(memoryStore(), {
      before: twoDirectories,
      first: (t) => write(t, path, "2"),
      second: async (t) => {
        await t.dependsOn(path);
        await write(t, "b/g", "3");
      },
    });
    assertEquals(await codeOf(two.two.commit()), "conflict", path);
  }
});

const conflicts: Record<string, { first: Work; second: Work }> = {
  "one name is made twice": {
    first: (t) => write(t, "a/x", "1"),
    second: (t) => write(t, "a/x", "2"),
  },
  "one name is made twice, once by a move": {
    first: (t) => write(t, "a/x", "1"),
    second: (t) => t.move("b/f", "a/x"),
  },
  "a node is replaced by another kind": {
    first: async (t) => {
      await t.remove("a/f");
      await t.makeDirectory("a/f");
    },
    second: (t) => write(t, "a/f", "2"),
  },
  "a node is removed twice": {
    first: (t) => t.remove("a/f"),
    second: (t) => t.remove("a/f"),
  },
  "a node is moved to two places": {
    first: (t) => t.move("a/f", "b/x"),
    second: (t) => t.move("a/f", "b/y"),
  },
  "a config is overwritten twice": {
    first: (t) => t.makeDynamic("a/q", { ...DYNAMIC, yaml: "2" }),
    second: (t) => t.makeDynamic("a/q", { ...DYNAMIC, yaml: "3" }),
  },
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
    const { tlog, two } = await race(memoryStore(), {
      before: async (t) => {
        await twoDirectories(t);
        await t.makeDynamic("a/q", DYNAMIC);
      },
      first,
      second,
    });
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
