import { isPondError } from "../../lib/base/mod.ts";
import type { Store } from "../../lib/store/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

/** What every store has to do; `make` gives a fresh empty one. */
export function testStoreContract(label: string, make: () => Promise<Store> | Store): void {
  const test = (criterion: string, work: (store: Store) => Promise<void>) =>
    Deno.test(`${label}: ${criterion}`, async () => await work(await make()));

  test("create makes a file and its parents, read gives it back", async (store) => {
    await put(store, "a/b/c", "hello");
    assertEquals(text(await store.read("a/b/c")), "hello");
    assertEquals(text(await store.read("a/b/c", { start: 1, end: 3 })), "el");
    assertEquals(text(await store.read("a/b/c", { start: 3, end: 99 })), "lo");
    assertEquals((await store.stat("a/b/c"))?.sizeBytes, 5);
  });
  test("create refuses a name that is taken", async (store) => {
    await put(store, "a", "1");
    await assertCode(store.create("a"), "exists");
    assertEquals(text(await store.read("a")), "1");
  });
  test("write appends, writeSync writes at any offset", async (store) => {
    const writer = await store.create("w");
    await writer.write(bytes("abc"));
    await writer.write(bytes("def"));
    writer.writeSync(bytes("XY"), 1);
    await writer.write(bytes("!"));
    await writer.sync();
    writer.close();
    assertEquals(text(await store.read("w")), "aXYdef!");
  });
  test("absence is not-found for read and open, undefined for stat, empty for list", async (store) => {
    await assertCode(store.read("nope"), "not-found");
    await assertCode(store.open("nope/nope"), "not-found");
    assertEquals(await store.stat("nope"), undefined);
    assertEquals(await store.list("nope"), []);
    await store.remove("nope");
  });
  test("open reads at any offset and knows its size", async (store) => {
    await put(store, "f", "0123456789");
    const reader = await store.open("f");
    const into = new Uint8Array(4);
    assertEquals(reader.sizeBytes, 10);
    assertEquals([reader.readSync(8, into), text(into.subarray(0, 2))], [2, "89"]);
    assertEquals([reader.readSync(2, into), text(into)], [4, "2345"]);
    assertEquals(reader.readSync(10, into), 0);
    reader.close();
  });
  test("list names files and directories of one level in byte order", async (store) => {
    for (const name of ["d/b", "d/a", "d/sub/x", "e"]) await put(store, name, "");
    assertEquals(await store.list("d"), [
      { name: "a", kind: "file" },
      { name: "b", kind: "file" },
      { name: "sub", kind: "directory" },
    ]);
    assertEquals((await store.list("")).map((entry) => entry.name), ["d", "e"]);
  });
  test("publish gives a second name once and never replaces", async (store) => {
    await put(store, "tmp/1", "first");
    await put(store, "tmp/2", "second");
    await store.makeDirectory("log");
    assertEquals(await store.publish("tmp/1", "log/n"), "published");
    assertEquals(await store.publish("tmp/2", "log/n"), "exists");
    await store.remove("tmp/1");
    assertEquals(text(await store.read("log/n")), "first");
    await assertCode(store.publish("tmp/none", "log/m"), "not-found");
  });
  test("of many publishers at once one wins", async (store) => {
    await store.makeDirectory("log");
    for (let i = 0; i < 10; i++) await put(store, `tmp/${i}`, `${i}`);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) => store.publish(`tmp/${i}`, "log/n")),
    );
    const winner = outcomes.indexOf("published");
    assertEquals(outcomes.filter((outcome) => outcome === "published").length, 1);
    assertEquals(text(await store.read("log/n")), `${winner}`);
  });
  test("rename replaces, remove removes", async (store) => {
    await put(store, "a", "new");
    await put(store, "b", "old");
    await store.rename("a", "b");
    assertEquals(text(await store.read("b")), "new");
    assertEquals(await store.stat("a"), undefined);
    await store.remove("b");
    assertEquals(await store.stat("b"), undefined);
  });
  test("makeDirectory makes parents and may be repeated; its directory can be synced", async (store) => {
    await store.makeDirectory("x/y/z");
    await store.makeDirectory("x/y/z");
    await store.syncDirectory("x/y");
    await assertRejects(() => store.syncDirectory("no/such"));
  });
  test("names that leave the store are refused", async (store) => {
    for (const name of ["../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/", "a\0b"]) {
      await assertCode(attempt(() => store.read(name)), "invalid-path");
      await assertCode(attempt(() => store.create(name)), "invalid-path");
      await assertCode(attempt(() => store.remove(name)), "invalid-path");
    }
  });
  test("a lock excludes others until it is let go", async (store) => {
    const first = await store.lock("tmp/l", { deadlineMs: 1000 });
    await assertCode(store.lock("tmp/l", { deadlineMs: 20 }), "locked");
    const waiting = store.lock("tmp/l", { deadlineMs: 5000 });
    await first.release();
    await (await waiting).release();
    await (await store.lock("tmp/l", { deadlineMs: 0 })).release();
  });
  test("the error of a held lock names the holder's pid", async (store) => {
    const held = await store.lock("tmp/l", { deadlineMs: 0 });
    const error = await assertCode(store.lock("tmp/l", { deadlineMs: 0 }), "locked");
    assertOk(error.message.includes(`another writer, pid ${Deno.pid}`), error.message);
    await held.release();
  });
}

async function put(store: Store, name: string, content: string): Promise<void> {
  const writer = await store.create(name);
  await writer.write(bytes(content));
  await writer.sync();
  writer.close();
}

/** Whether a method throws or rejects is the same to `await`. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  await work();
}

async function assertCode(promise: Promise<unknown>, code: string): Promise<Error> {
  const error = await promise.then(() => undefined, (error) => error);
  assertOk(isPondError(error), `wanted ${code}, got ${error}`);
  assertEquals(error.code as string, code);
  return error;
}
