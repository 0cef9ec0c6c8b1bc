import { assertEquals } from "../deps.ts";
import { codeOf, memoryPond } from "./support.ts";

Deno.test("watch: what a pattern matches, in order, until a signal or the pond's close", async () => {
  await using pond = await memoryPond();
  await pond.change("before", (change) => change.write("/in/a", "1"));
  const abort = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    const options = { signal: abort.signal, intervalMs: 5, since: 1 };
    for await (const { path, action, transaction } of pond.watch("/in/*", options)) {
      seen.push(`${transaction} ${action} ${path}`);
      if (seen.length === 3) abort.abort();
    }
  })();
  await pond.change("two", async (change) => {
    await change.write("/in/b", "1");
    await change.write("/out", "1");
  });
  await pond.change("three", (change) => change.write("/in/a", "2"));
  await pond.change("four", (change) => change.remove("/in/b"));
  await watching;
  assertEquals(seen, ["2 created /in/b", "3 updated /in/a", "4 removed /in/b"]);
  const other = await memoryPond();
  const ended = Array.fromAsync(other.watch("/**", { intervalMs: 5 }));
  await other.close();
  assertEquals(await ended.catch(() => []), []);
  assertEquals(await codeOf(Array.fromAsync(pond.watch(""))), "invalid-path");
});
