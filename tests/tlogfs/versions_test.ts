import { localStore } from "../../lib/store/mod.ts";
import { checkTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import {
  chunks,
  codeOf,
  fileAt,
  fixture,
  nodeAt,
  readBytes,
  readText,
  tlogOptions,
  transact,
  treeOf,
  write,
} from "./fixture.ts";

Deno.test("createTlog: an empty tree at transaction 0; a second time it is refused", async () => {
  const { tlog, open } = await fixture();
  const { transaction, root } = await tlog.snapshot();
  assertEquals(transaction, 0);
  assertEquals(await treeOf(root), {});
  assertEquals(await treeOf((await (await open()).snapshot()).root), {});
  const store = (await fixture()).store;
  assertEquals(await codeOf(fixture({ store })), "exists");
});

Deno.test("writeFile: three writes to data leave the newest and keep the others", async () => {
  const { tlog } = await fixture();
  for (const text of ["one", "two", "three"]) await transact(tlog, (t) => write(t, "/f", text));
  assertEquals(await readText(tlog, "/f"), "three");
  assertEquals(await readText(tlog, "/f", 1), "one");
  assertEquals(await readText(tlog, "/f", 2), "two");
  const file = await fileAt(tlog, "/f");
  assertEquals((await file.stat()).version, 3);
  assertEquals((await file.versions!()).map((v) => [v.version, v.transaction]), [[1, 1], [2, 2], [
    3,
    3,
  ]]);
  assertEquals(await codeOf(readText(tlog, "/f", 4)), "not-found");
  assertEquals(await codeOf(readText(tlog, "/f", 0)), "not-found");
});

Deno.test("writeFile: an empty version is a version like any other", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "full"));
  await transact(tlog, (t) => write(t, "f", ""));
  assertEquals(await readText(tlog, "f"), "");
  assertEquals(await readText(tlog, "f", 1), "full");
  assertEquals((await (await fileAt(tlog, "f")).stat()).sizeBytes, 0);
});

Deno.test("writeFile: order is by transaction, with the clock set back", async () => {
  const { tlog, environment, open } = await fixture();
  await transact(tlog, (t) => write(t, "f", "one"));
  environment.timeUs -= 3_600_000_000_000n;
  await transact(tlog, (t) => write(t, "f", "two"));
  environment.timeUs -= 3_600_000_000_000n;
  await transact(tlog, (t) => t.move("f", "g"));
  await transact(tlog, (t) => write(t, "g", "three"));
  assertEquals(await readText(await open(), "g"), "three");
  const versions = await (await fileAt(tlog, "g")).versions!();
  assertEquals(versions.map((v) => v.version), [1, 2, 3]);
});

Deno.test("clock set back again and again: log, moments and maintenance go by transaction", async () => {
  const { tlog, store, environment, open } = await fixture();
  const HOUR_US = 3_600_000_000n;
  for (let i = 1; i <= 45; i++) {
    environment.timeUs += i % 3 === 0 ? -5n * HOUR_US : HOUR_US;
    await transact(tlog, (t) => write(t, `/f${i % 2}`, `v${i}`));
  }
  const check = async () => {
    const again = await open();
    const numbers = (await Array.fromAsync(again.log())).map(({ transaction }) => transaction);
    assertEquals(numbers, [...numbers].sort((a, b) => b - a));
    assertEquals(await treeOf((await again.snapshot()).root), { "/f0": "v44", "/f1": "v45" });
    // After every writer's clock: the newest state, whatever the last clock said.
    const newest = (await again.snapshot()).transaction;
    assertEquals(await again.transactionAt(environment.timeUs + 1000n * HOUR_US), newest);
    const versions = await (await fileAt(again, "/f1")).versions!();
    assertEquals(versions.map(({ version }) => version), versions.map((_, i) => i + 1));
  };
  await check();
  await tlog.maintain({ argv: ["maintain"] });
  await check();
  assertEquals(await readText(await open(), "/f1", 1), "v1");
  assertEquals((await checkTlog(tlogOptions(store))).filter((f) => f.severity === "error"), []);
});

Deno.test("writeFile: several versions in one transaction", async () => {
  const { tlog } = await fixture();
  await transact(tlog, async (t) => {
    for (const text of ["a", "b", "c"]) await write(t, "f", text);
  });
  assertEquals((await (await fileAt(tlog, "f")).versions!()).map((v) => v.transaction), [1, 1, 1]);
  assertEquals(await readText(tlog, "f", 2), "b");
  assertEquals(await readText(tlog, "f"), "c");
});

Deno.test("writeFile: 64 KiB decide between row and blob; both read back, by range too", async () => {
  const directory = await Deno.makeTempDir();
  try {
    for (const store of [undefined, localStore(`${directory}/pond`)]) {
      const { tlog, store: kept } = await fixture(store ? { store } : {});
      for (const size of [65_535, 65_536, 300_000]) {
        const bytes = crypto.getRandomValues(new Uint8Array(65_535));
        const whole = new Uint8Array(size).map((_, i) => bytes[i % bytes.length]!);
        const parts = [whole.subarray(0, 1000), whole.subarray(1000)];
        await transact(tlog, (t) => t.writeFile(`/f${size}`, chunks(...parts), {}));
        const file = await fileAt(tlog, `/f${size}`);
        assertEquals(await readBytes(file), whole);
        const source = await file.open();
        const into = new Uint8Array(10);
        assertEquals(source.readSync(size - 5, into), 5);
        source.close();
      }
      assertEquals((await tlog.stats()).blobs, 2);
      assertEquals((await tlog.stats()).leftovers, 0);
      assertEquals((await kept.list("tmp")).filter(({ name }) => !name.endsWith(".lock")), []);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("writeFile: an error of the source leaves nothing behind", async () => {
  const { tlog, store } = await fixture();
  const transaction = await tlog.begin({ argv: [] });
  async function* failing() {
    yield* chunks(new Uint8Array(100_000));
    throw new Error("the source broke");
  }
  await codeOf(transaction.writeFile("/f", failing(), {}));
  assertEquals(await store.list("tmp"), []);
  assertEquals(transaction.changed, false);
  assertEquals(await transaction.commit(), null);
  assertEquals((await tlog.snapshot()).transaction, 0);
});

Deno.test("remove and writeFile: a new node takes the name", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "old"));
  const before = (await fileAt(tlog, "f")).id;
  await transact(tlog, async (t) => {
    await t.remove("f");
    assertEquals(await treeOf(t.root), {});
    await write(t, "f", "new");
  });
  const file = await fileAt(tlog, "f");
  assertOk(file.id !== before);
  assertEquals((await file.stat()).version, 1);
  assertEquals(await treeOf((await tlog.snapshot()).root), { "/f": "new" });
  await transact(tlog, (t) => t.remove("f"));
  assertEquals(await codeOf(fileAt(tlog, "f")), "not-found");
  await transact(tlog, (t) => write(t, "f", "third"));
  assertEquals((await (await fileAt(tlog, "f")).versions!()).length, 1);
});

Deno.test("remove: written and removed in one transaction leaves the node removed", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "old"));
  await transact(tlog, async (t) => {
    await write(t, "f", "newer");
    await t.remove("f");
  });
  assertEquals(await treeOf((await tlog.snapshot()).root), {});
  const number = await transact(tlog, async (t) => {
    await write(t, "g", "short-lived");
    await t.remove("g");
  });
  assertEquals(number, null);
});

Deno.test("remove: directories only with recursive, and then with all below", async () => {
  const { tlog } = await fixture();
  await transact(tlog, async (t) => {
    await t.makeDirectory("d");
    await t.makeDirectory("d/e");
    await write(t, "d/e/f", "x");
  });
  await transact(tlog, async (t) => {
    assertEquals(await codeOf(t.remove("d")), "not-empty");
    await t.remove("d", { recursive: true });
  });
  assertEquals(await treeOf((await tlog.snapshot()).root), {});
  assertEquals((await tlog.stats()).nodes, 0);
});

Deno.test("makeDynamic: the factory's node, its config by version, and nothing written below", async () => {
  const { tlog } = await fixture();
  const spec = {
    kind: "data",
    factory: "text",
    yaml: "a: 1",
    overwrite: false,
    attributes: {},
  } as const;
  await transact(tlog, async (t) => {
    await t.makeDynamic("dyn", spec);
    await t.makeDynamic("dir", { ...spec, kind: "directory", factory: "dir" });
    await write(t, "plain", "x");
  });
  await transact(tlog, async (t) => {
    assertEquals(await codeOf(t.makeDynamic("dyn", spec)), "exists");
    assertEquals(await codeOf(t.makeDynamic("plain", { ...spec, overwrite: true })), "exists");
    assertEquals(await codeOf(t.makeDynamic("dir", { ...spec, overwrite: true })), "exists");
    assertEquals(await codeOf(write(t, "dyn", "x")), "read-only");
    assertEquals(await codeOf(write(t, "dir/x", "x")), "read-only");
    assertEquals(await codeOf(t.makeDirectory("dir/x")), "read-only");
    await t.makeDynamic("dyn", { ...spec, yaml: "a: 2", overwrite: true });
  });
  const file = await fileAt(tlog, "dyn");
  assertEquals(await readText(tlog, "dyn"), "from a: 2");
  assertEquals([await file.config!(), await file.config!(1)], ["a: 2", "a: 1"]);
  assertEquals((await file.versions!()).length, 2);
  await transact(tlog, (t) => t.remove("dir"));
  assertEquals(Object.keys(await treeOf((await tlog.snapshot()).root)), ["/dyn", "/plain"]);
});

Deno.test("makeLink: kept as said, written through, removed as itself", async () => {
  const { tlog } = await fixture();
  await transact(tlog, async (t) => {
    await t.makeDirectory("d");
    await write(t, "d/f", "one");
    await t.makeLink("l", "d/f");
    await t.makeLink("toD", "d");
  });
  await transact(tlog, (t) => write(t, "toD/../l", "two"));
  await transact(tlog, (t) => write(t, "toD/g", "three"));
  assertEquals(await treeOf((await tlog.snapshot()).root), {
    "/d": null,
    "/d/f": "two",
    "/d/g": "three",
    "/l": "->d/f",
    "/toD": "->d",
  });
  await transact(tlog, (t) => t.remove("l"));
  assertEquals(await readText(tlog, "d/f"), "two");
});

Deno.test("a snapshot stays what it is while others write", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "one"));
  const before = await tlog.snapshot();
  await transact(tlog, (t) => write(t, "f", "two"));
  await transact(tlog, (t) => t.move("f", "g"));
  assertEquals(await treeOf(before.root), { "/f": "one" });
  assertEquals((await nodeAt(before.root, "f")).kind, "data");
});

Deno.test("log: transactions newest first, with argv and changes", async () => {
  const { tlog } = await fixture();
  await transact(tlog, async (t) => {
    await t.makeDirectory("d");
    await write(t, "d/f", "1");
    await write(t, "d/f", "2");
    await t.move("d", "e");
  });
  await transact(tlog, (t) => t.remove("e/f"));
  const records = [];
  for await (const record of tlog.log()) records.push(record);
  assertEquals(records.map((record) => record.transaction), [2, 1, 0]);
  assertEquals(records[0]!.changes, [{
    path: "/e/f",
    kind: "data",
    version: 2,
    action: "removed",
  }]);
  assertEquals(records[1]!.argv, ["test"]);
  assertEquals(records[1]!.changes, [
    { path: "/e", kind: "directory", version: 1, action: "created" },
    { path: "/e/f", kind: "data", version: 2, action: "created" },
  ]);
});
