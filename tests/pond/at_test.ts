/** Earlier states: by transaction, by time, with what derives from them. */
import { isPondError, parseIsoTimeUs } from "../../lib/base/mod.ts";
import { initPond, type Moment, type Pond } from "../../lib/pond/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { readAll } from "../../lib/table/mod.ts";
import { assertEquals } from "../deps.ts";

const START_US = parseIsoTimeUs("2026-11-01T12:00:00Z");
const HOUR_US = 3_600_000_000n;

/**
 * A pond with the versions "one", "two" and "three" of `/f`, an hour after each other, in
 * transactions 1 to 3.
 */
async function threeHours(): Promise<Pond> {
  let nowUs = START_US;
  const environment = {
    nowUs: () => nowUs,
    randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  };
  const pond = await initPond("/pond", { store: memoryStore(), environment });
  for (const text of ["one", "two", "three"]) {
    nowUs += HOUR_US;
    await pond.transact([text], async (change) => {
      await change.writeFile("/f", new Blob([text]).stream(), {});
      if (text === "two") await change.makeDirectory("/later");
    });
  }
  return pond;
}

async function textAt(pond: Pond, at: Moment): Promise<string> {
  const source = await (await pond.read({ at })).open("/f");
  try {
    return new TextDecoder().decode(readAll(source));
  } finally {
    source.close();
  }
}

async function codeAt(pond: Pond, at: Moment): Promise<string> {
  try {
    return await textAt(pond, at);
  } catch (error) {
    if (isPondError(error)) return error.code;
    throw error;
  }
}

Deno.test("read({at}): the state after a transaction, of a time, of any form of both", async () => {
  await using pond = await threeHours();
  assertEquals(await textAt(pond, 1), "one");
  assertEquals(await textAt(pond, "2"), "two");
  assertEquals(await textAt(pond, "2026-11-01T13:00:00Z"), "one");
  assertEquals(await textAt(pond, "2026-11-01T14:59:59.999999Z"), "two");
  assertEquals(await textAt(pond, "2026-11-02"), "three");
  assertEquals(await textAt(pond, "now"), "three");
  assertEquals(await textAt(pond, "now-90m"), "one");
  assertEquals(await textAt(pond, new Date("2026-11-01T14:00:00Z")), "two");
  assertEquals(await textAt(pond, Temporal.Instant.from("2026-11-01T13:30:00Z")), "one");
  assertEquals(await textAt(pond, START_US + HOUR_US), "one");
});

Deno.test("read({at}): paths, listings and transactions are those of that moment", async () => {
  await using pond = await threeHours();
  const then = await pond.read({ at: 1 });
  assertEquals(then.transaction, 1);
  assertEquals((await Array.fromAsync(then.glob("/*"))).map(({ path }) => path), ["/f"]);
  const now = await pond.read({ at: 3 });
  assertEquals((await Array.fromAsync(now.glob("/*"))).length, 2);
});

Deno.test("read({at}): what is no moment, was before the pond, or never was", async () => {
  await using pond = await threeHours();
  assertEquals(await codeAt(pond, 0), "not-found");
  assertEquals(await codeAt(pond, 9), "not-found");
  assertEquals(await codeAt(pond, "2026-11-01"), "not-found");
  assertEquals(await codeAt(pond, "yesterday"), "usage");
  assertEquals(await codeAt(pond, 1.5), "usage");
  assertEquals(await codeAt(pond, new Date(NaN)), "usage");
});

Deno.test("read({at}): every transaction of a long log by its time", async () => {
  let nowUs = START_US;
  const environment = {
    nowUs: () => nowUs,
    randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  };
  await using pond = await initPond("/pond", { store: memoryStore(), environment });
  for (let i = 1; i <= 45; i++) {
    nowUs = START_US + BigInt(i) * HOUR_US;
    await pond.transact(
      ["write"],
      (change) => change.writeFile("/f", new Blob([String(i)]).stream(), {}),
    );
  }
  for (let i = 1; i <= 45; i++) {
    assertEquals(await textAt(pond, START_US + BigInt(i) * HOUR_US + 1n), String(i));
  }
});
