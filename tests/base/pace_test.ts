import { pace, PondError, withLimits } from "../../lib/base/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";

/** More often than a test waits for. */
const MANY = 5_000_000;

/** Work that does nothing but ask, until `isOver`. */
async function work(isOver: () => boolean): Promise<void> {
  for (let i = 0; i < MANY && !isOver(); i++) await pace();
}

Deno.test("pace: timers and reads get their turns", async () => {
  let ticks = 0;
  const interval = setInterval(() => ticks++, 1);
  await work(() => ticks === 3);
  clearInterval(interval);
  assertEquals(ticks, 3);
  let isRead = false;
  const reading = Deno.stat(import.meta.dirname!).then(() => isRead = true);
  await work(() => isRead);
  assertOk(isRead);
  await reading;
});

Deno.test("pace: what a timer aborts ends, and so does what takes too long", async () => {
  const ended = (limits: { timeoutMs?: number; signal?: AbortSignal }) =>
    withLimits(limits, () => assertRejects(() => work(() => false), PondError));
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 1);
  assertEquals((await ended({ signal: ending.signal })).code, "interrupted");
  assertEquals((await ended({ timeoutMs: 1 })).code, "timeout");
});
