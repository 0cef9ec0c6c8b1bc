/** Tables that another room fills: properties, a schema that grows, files staged for version 0. */
import { newUuid } from "../../lib/base/mod.ts";
import { createDeltaTable, type Field, type StagedFile } from "../../lib/delta/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals } from "../deps.ts";
import { create, fixedEnvironment, options, put, reopen } from "./support.ts";

const FIELDS: readonly Field[] = [{ name: "a", type: "long", nullable: true }];
const GROWN: readonly Field[] = [...FIELDS, { name: "b", type: "date", nullable: true }];

Deno.test("createDeltaTable: files staged with it are version 0, with its properties", async () => {
  const store = memoryStore();
  const table = await createDeltaTable(store, {
    ...options(),
    schema: FIELDS,
    configuration: { "pond.x": "1" },
    stage: async (target) => [
      await target.stageParquet((file) => {
        file.writeSync(new Uint8Array(3), 0);
        const bounds = new Map([["a", { min: 1n, max: 2n, nulls: 0 }]]);
        return Promise.resolve({ rows: 2, bounds });
      }, { schema: FIELDS }),
    ],
  });
  const { version, metadata, files } = await table.snapshot();
  assertEquals([version, files.length, files[0]!.rows], [0, 1, 2]);
  assertEquals(files[0]!.bounds.get("a"), { min: 1n, max: 2n, nulls: 0 });
  assertEquals(metadata.configuration, { "pond.x": "1" });
});

Deno.test("commit: metadata changes with the files that need it, and survives a checkpoint", async () => {
  const store = memoryStore();
  const table = await createDeltaTable(store, { ...options(), schema: FIELDS });
  const bounds = new Map([["b", { min: "2024-01-01", max: "2024-02-01", nulls: 1 }]]);
  const staged: StagedFile = await table.stageParquet(
    () => Promise.resolve({ rows: 3, bounds }),
    { schema: GROWN },
  );
  const outcome = await table.commit({
    base: await table.snapshot(),
    txnId: "grow",
    adds: [staged],
    metadata: { schema: GROWN, configuration: { "pond.x": "2" } },
  });
  assertEquals(outcome.status, "committed");
  await table.checkpoint();
  const { metadata, files } = await (await reopen(store)).snapshot();
  assertEquals(metadata.schema, GROWN);
  assertEquals(metadata.configuration, { "pond.x": "2" });
  assertEquals(
    files[0]!.stats,
    '{"numRecords":3,"minValues":{"b":"2024-01-01"},"maxValues":{"b":"2024-02-01"},"nullCount":{"b":1}}',
  );
  const before = await (await reopen(store)).snapshot({ version: 0 });
  assertEquals([before.metadata.schema, before.metadata.configuration], [FIELDS, {}]);
});

Deno.test("commit: two changes of the table itself conflict", async () => {
  const table = await createDeltaTable(memoryStore(), { ...options(), schema: FIELDS });
  const base = await table.snapshot();
  const change = (txnId: string) =>
    table.commit({ base, txnId, metadata: { configuration: { by: txnId } } });
  assertEquals((await change("one")).status, "committed");
  assertEquals((await change("two")).status, "conflict");
});

Deno.test("autoCompact: off leaves small files alone", async () => {
  for (const autoCompact of [true, false]) {
    const environment = fixedEnvironment();
    const table = await create(memoryStore(), options({ environment, autoCompact }));
    for (let i = 0; i < 20; i++) {
      await put(table, { part: newUuid(environment), name: "x" });
    }
    assertEquals((await table.snapshot()).files.length < 20, autoCompact);
  }
});
