import {
  checkLimits,
  currentLimits,
  PondError,
  remainingMs,
  untilLimit,
  withLimits,
  withoutLimits,
} from "../../lib/base/mod.ts";
import { assertEquals, assertOk, assertRejects, assertThrows } from "../deps.ts";

const codeOf = (work: () => unknown) => assertThrows(work, PondError).code;

Deno.test("withLimits: what is called and awaited is under them, what is beside isn't", async () => {
  const beside = withoutLimits(async () => {
    await Promise.resolve();
    checkLimits();
    return currentLimits();
  });
  await withLimits({ timeoutMs: 0 }, async () => {
    assertEquals(codeOf(checkLimits), "timeout");
    await new Promise((resolve) => setTimeout(resolve, 1));
    assertEquals(codeOf(checkLimits), "timeout");
    const generated = async function* () {
      yield codeOf(checkLimits);
    };
    for await (const code of generated()) assertEquals(code, "timeout");
    withoutLimits(checkLimits);
  });
  assertEquals(await beside, undefined);
  let left = Promise.resolve();
  await withLimits({ timeoutMs: 0 }, async () => {
    left = new Promise((resolve) => setTimeout(resolve, 2)).then(checkLimits);
    await Promise.resolve();
  });
  await left;
  checkLimits();
  assertEquals(remainingMs(), Infinity);
});

Deno.test("withLimits: of two ends the earlier one, of two signals either", () => {
  withLimits({ timeoutMs: 0 }, () => {
    withLimits({ timeoutMs: 60_000 }, () => assertEquals(codeOf(checkLimits), "timeout"));
    withLimits({}, () => assertEquals(codeOf(checkLimits), "timeout"));
  });
  withLimits({ timeoutMs: 60_000 }, () => {
    checkLimits();
    assertOk(remainingMs() <= 60_000);
    withLimits({ timeoutMs: 0 }, () => assertEquals(codeOf(checkLimits), "timeout"));
    checkLimits();
  });
  const [outer, inner] = [new AbortController(), new AbortController()];
  withLimits({ signal: outer.signal }, () =>
    withLimits({ signal: inner.signal }, () => {
      checkLimits();
      outer.abort();
      assertEquals(codeOf(checkLimits), "interrupted");
    }));
  withLimits({ signal: inner.signal }, checkLimits);
});

Deno.test("untilLimit: doesn't wait for what never comes", async () => {
  const never = new Promise<never>(() => {});
  const ended = (limits: { timeoutMs?: number; signal?: AbortSignal }) =>
    withLimits(limits, () => assertRejects(() => untilLimit(never), PondError));
  assertEquals((await ended({ timeoutMs: 5 })).code, "timeout");
  assertEquals((await ended({ signal: AbortSignal.abort() })).code, "interrupted");
  assertEquals(await withLimits({ timeoutMs: 60_000 }, () => untilLimit(Promise.resolve(1))), 1);
});
