import { initPond, openPond, type PondChange } from "../../lib/pond/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { codeOf } from "../tlogfs/fixture.ts";

const bytes = async function* (text: string) {
  yield await Promise.resolve(new TextEncoder().encode(text));
};

Deno.test("transact: transactions of one process come one after the other", async () => {
  await using pond = await initPond("/pond", { store: memoryStore() });
  const order: string[] = [];
  const counted = async (name: string) =>
    await pond.transact([name], async (change) => {
      order.push(`${name} begins`);
      const before = await change.tree.resolve("/n").then(
        async (node) => node.kind === "data" ? (await node.open()).sizeBytes : 0,
        () => 0,
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
      await change.writeFile("/n", bytes("x".repeat(before + 1)), {});
      order.push(`${name} ends`);
    });
  await Promise.all(["a", "b", "c"].map(counted));
  assertEquals(order, ["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]));
  const file = await (await pond.read()).resolve("/n");
  assertOk(file.kind === "data" && (await file.stat()).sizeBytes === 3);
});

Deno.test("transact: one inside another is told so, and the other goes on", async () => {
  await using pond = await initPond("/pond", { store: memoryStore(), lockDeadlineMs: 30 });
  await pond.transact(["outer"], async (change) => {
    const inner = pond.transact(["inner"], (inner) => inner.makeDirectory("/inner"));
    assertEquals(await codeOf(inner), "locked");
    await change.makeDirectory("/outer");
  });
  await pond.transact(["after"], (change) => change.makeDirectory("/after"));
  const names: string[] = [];
  for await (const { path } of (await pond.read()).walk("/")) names.push(path);
  assertEquals(names.filter((path) => path !== "/"), ["/after", "/outer"]);
});

Deno.test("transact: after a conflict it runs again where that was asked for", async () => {
  const store = memoryStore();
  await using pond = await initPond("/pond", { store });
  await using other = await openPond("/pond", { store });
  const work = (runs: { count: number }) => async (change: PondChange) => {
    if (runs.count++ === 0) await other.transact(["other"], (each) => each.makeDirectory("/new"));
    const there = await change.tree.resolve("/new").catch(() => undefined);
    if (!there) await change.makeDirectory("/new");
  };
  const once = { count: 0 };
  const again = await pond.transact(["again"], work(once), { rerun: true });
  assertEquals([once.count, again.transaction], [2, null]);
  await other.transact(["rm"], (change) => change.remove("/new"));
  assertEquals(await codeOf(pond.transact(["once"], work({ count: 0 }))), "conflict");
});
