/** The bytes that `explain` says against those that a store hands out. */
import { openPond } from "../../lib/pond/mod.ts";
import type { Store } from "../../lib/store/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { copy, HOST_PATH, pondOptions } from "../faults/scenarios.ts";
import { initPond } from "../../lib/pond/pond.ts";
import { assertEquals, assertOk } from "../deps.ts";

/** `inner`, which counts what is read of contents beside the log and of cached results. */
function countingStore(inner: Store): { store: Store; bytesRead: () => number } {
  let bytesRead = 0;
  const store: Store = Object.assign(Object.create(inner) as Store, {
    async open(name: string) {
      const reader = await inner.open(name);
      if (!/^(blobs|cache)\//.test(name)) return reader;
      const readSync = (offset: number, into: Uint8Array) => {
        const count = reader.readSync(offset, into);
        bytesRead += count;
        return count;
      };
      return { sizeBytes: reader.sizeBytes, readSync, close: () => reader.close() };
    },
  });
  return { store, bytesRead: () => bytesRead };
}

Deno.test("explain: counts every byte of contents and cached results", async () => {
  const inner = memoryStore();
  const text = Array.from({ length: 40_000 }, (_, i) => `${i},${(i * 7919) % 99991}`).join("\n");
  {
    await using pond = await initPond(HOST_PATH, pondOptions(inner));
    await copy(pond, "/a.csv", { bytes: new TextEncoder().encode(`id,v\n${text}\n`) });
  }
  const sql = `SELECT sum(v) FROM "csv:///a.csv" WHERE id < 10`;
  for (const process of ["that converts", "that finds it converted"]) {
    const { store, bytesRead } = countingStore(inner);
    await using pond = await openPond(HOST_PATH, pondOptions(store));
    const reader = await pond.read();
    for (const time of ["first", "second"]) {
      const before = bytesRead();
      const { counters } = await reader.explainSql(sql);
      assertOk(counters.bytesRead > 0);
      assertEquals(counters.bytesRead, bytesRead() - before, `${time} in a process ${process}`);
    }
  }
});
