/** Two openings of one directory stand for two processes. */
import { initPond as initCore, openPond as openCore } from "../../lib/pond/mod.ts";
import { initPond } from "../../lib/library/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals } from "../deps.ts";
import { codeOf } from "./support.ts";

async function raced() {
  const store = memoryStore();
  const pond = await initPond("/pond", { store, inline: true });
  const other = await openCore("/pond", { store });
  let losses = 1;
  /** Somebody else makes the directory first, once. */
  const interfere = async () => {
    if (losses-- <= 0) return;
    await other.transact(["other"], (change) => change.makeDirectory("/taken"));
  };
  return { pond, other, interfere };
}

Deno.test("change: work that lost to another writer is done again, unless told not to", async () => {
  const { pond, interfere } = await raced();
  let attempts = 0;
  const { value } = await pond.change("make", async (change) => {
    attempts++;
    const name = await change.exists("/taken") ? "/mine" : "/taken";
    await change.mkdir(name);
    await interfere();
    return name;
  });
  assertEquals([value, attempts], ["/mine", 2]);
  await pond.close();
  const second = await raced();
  const once = second.pond.change("make", async (change) => {
    await change.mkdir("/taken");
    await second.interfere();
  }, { retry: false });
  assertEquals(await codeOf(once), "conflict");
  await second.pond.close();
});

Deno.test("change: a stream from outside can't be written twice, and says so", async () => {
  const { pond, interfere } = await raced();
  const stream = new Blob(["x"]).stream();
  const twice = pond.change("make", async (change) => {
    await change.write("/taken", stream);
    await interfere();
  });
  assertEquals(await codeOf(twice), "usage");
  await pond.close();
});

Deno.test("openPond: what a core opened is the same pond", async () => {
  const store = memoryStore();
  await (await initCore("/pond", { store })).close();
  assertEquals(await codeOf(initPond("/pond", { store })), "exists");
});
