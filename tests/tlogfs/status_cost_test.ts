import { createTlog, openTlog } from "../../lib/tlogfs/mod.ts";
import { assertOk } from "../deps.ts";
import { faultyStore } from "../store/faulty.ts";
import { memoryStore } from "../store/memory.ts";
import { tlogOptions, transact, write } from "./fixture.ts";

Deno.test("stats: of the log's past nothing is read, however long it is", async () => {
  const inner = memoryStore();
  const tlog = await createTlog(tlogOptions(inner));
  for (let i = 0; i < 105; i++) await transact(tlog, (t) => write(t, `/f${i % 10}`, `${i}`));
  const looked = new Map<string, number>();
  const store = faultyStore(inner, {
    before: ({ kind, name }) => {
      const what = /_delta_log\/\d+\.json$/.test(name) ? "commits" : `${kind} ${name}`;
      if (kind === "read" || kind === "open") looked.set(what, (looked.get(what) ?? 0) + 1);
    },
  });
  const other = await openTlog(tlogOptions(store));
  looked.clear();
  const { maintenance } = await other.stats();
  assertOk(maintenance.filesBefore > 0);
  // The commits since the checkpoint are read again by each that asks for the newest state.
  assertOk((looked.get("commits") ?? 0) <= 45, JSON.stringify([...looked]));
  const dataFiles = [...looked.keys()].filter((name) => /\/part-.*parquet$/.test(name));
  assertOk(dataFiles.length <= 30, `${dataFiles.length} data files`);
});
