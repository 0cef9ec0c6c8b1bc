import { assertEquals } from "../deps.ts";
import { codeOf, fileAt, fixture, readText, transact, treeOf, write } from "./fixture.ts";

const tree = async (tlog: Parameters<typeof transact>[0]) =>
  await treeOf((await tlog.snapshot()).root);

Deno.test("move: the node keeps its id and all versions, across directories and back", async () => {
  const { tlog, open } = await fixture();
  await transact(tlog, async (t) => {
    await t.makeDirectory("a");
    await t.makeDirectory("b");
    await write(t, "a/f", "one");
  });
  const id = (await fileAt(tlog, "a/f")).id;
  await transact(tlog, (t) => write(t, "a/f", "two"));
  await transact(tlog, (t) => t.move("a/f", "b/g"));
  await transact(tlog, (t) => write(t, "b/g", "three"));
  await transact(tlog, (t) => t.move("b/g", "b/h"));
  await transact(tlog, (t) => t.move("b/h", "a/f"));
  await transact(tlog, (t) => write(t, "a/f", "four"));
  const fresh = await open();
  assertEquals(await tree(fresh), { "/a": null, "/a/f": "four", "/b": null });
  const file = await fileAt(fresh, "a/f");
  assertEquals(file.id, id);
  const versions = await file.versions!();
  assertEquals(versions.map((v) => [v.version, v.transaction]), [[1, 1], [2, 2], [3, 4], [4, 7]]);
  for (const [i, text] of ["one", "two", "three", "four"].entries()) {
    assertEquals(await readText(fresh, "a/f", i + 1), text);
  }
  assertEquals("history" in versions[3]!.attributes, false);
});

Deno.test("move: another node that takes the old name is not mixed up with it", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "old"));
  await transact(tlog, async (t) => {
    await t.move("f", "g");
    await write(t, "f", "new");
  });
  assertEquals(await tree(tlog), { "/f": "new", "/g": "old" });
  assertEquals((await (await fileAt(tlog, "f")).versions!()).length, 1);
  await transact(tlog, async (t) => {
    await t.move("f", "tmp");
    await t.move("g", "f");
    await t.move("tmp", "g");
  });
  assertEquals(await tree(tlog), { "/f": "old", "/g": "new" });
  assertEquals(await readText(tlog, "f", 1), "old");
});

Deno.test("move: a directory takes its children along", async () => {
  const { tlog } = await fixture();
  await transact(tlog, async (t) => {
    await t.makeDirectory("a");
    await t.makeDirectory("a/b");
    await write(t, "a/b/f", "x");
    await t.makeDirectory("c");
  });
  await transact(tlog, async (t) => {
    await t.move("a", "c/d");
    await write(t, "c/d/b/g", "y");
    assertEquals((await treeOf(t.root))["/c/d/b/f"], "x");
  });
  assertEquals(await tree(tlog), {
    "/c": null,
    "/c/d": null,
    "/c/d/b": null,
    "/c/d/b/f": "x",
    "/c/d/b/g": "y",
  });
});

Deno.test("move: into itself, onto itself and onto what is in the way are refused", async () => {
  const { tlog } = await fixture();
  await transact(tlog, async (t) => {
    await t.makeDirectory("a");
    await t.makeDirectory("a/b");
    await t.makeLink("toB", "a/b");
    await write(t, "f", "f");
    await write(t, "g", "g");
    await t.writeFile("empty", (async function* () {})(), { kind: "series" });
  });
  await transact(tlog, async (t) => {
    assertEquals(await codeOf(t.move("a", "a/b/c")), "invalid-path");
    assertEquals(await codeOf(t.move("a", "toB/c")), "invalid-path");
    assertEquals(await codeOf(t.move("f", "f")), "invalid-path");
    assertEquals(await codeOf(t.move("f", "a")), "exists");
    assertEquals(await codeOf(t.move("a", "f")), "exists");
    assertEquals(await codeOf(t.move("f", "empty")), "exists");
    assertEquals(await codeOf(t.move("none", "x")), "not-found");
    assertEquals(await codeOf(t.move("/", "x")), "invalid-path");
    assertEquals(t.changed, false);
    await t.move("f", "g");
  });
  const { "/f": gone, "/g": moved } = await tree(tlog);
  assertEquals([gone, moved], [undefined, "f"]);
});

Deno.test("move: there and back in one transaction changes nothing", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "x"));
  const number = await transact(tlog, async (t) => {
    await t.move("f", "g");
    await t.move("g", "f");
  });
  assertEquals(number, null);
  assertEquals(await tree(tlog), { "/f": "x" });
});

Deno.test("move: a new version written before or after it in the same transaction is kept", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "one"));
  await transact(tlog, async (t) => {
    await write(t, "f", "two");
    await t.move("f", "g");
    await write(t, "g", "three");
    assertEquals(await treeOf(t.root), { "/g": "three" });
  });
  assertEquals(await tree(tlog), { "/g": "three" });
  assertEquals([await readText(tlog, "g", 1), await readText(tlog, "g", 2)], ["one", "two"]);
});
