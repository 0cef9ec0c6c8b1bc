/** What is written for good is read back before anybody is told that it is there. */
import { PondError, systemEnvironment } from "../../lib/base/mod.ts";
import { exportTable, type ExportTarget } from "../../lib/export/mod.ts";
import { type ParquetTarget, readBack, readParquetFooter } from "../../lib/parquet/mod.ts";
import type { SqlEngine } from "../../lib/sql/mod.ts";
import { memorySource } from "../../lib/table/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { engine, MemoryTarget, parquet, query } from "../sql/support.ts";
import { hours, testExport } from "./support.ts";

/** Most of its bytes are those of `c`. */
const NESTED = hours("2024-01-01", 2000, ", [[i, i * 7], [i]] AS c");

/** Where the first data page of the last column begins, behind the byte that names the field. */
function pageOf(bytes: Uint8Array): number {
  const [group] = readParquetFooter(memorySource(bytes, "x"), "x").rowGroups;
  return group!.chunks.at(-1)!.dataPageOffset + 1;
}

/** A bit of what passes is another one than the engine wrote. */
function damaging(target: ParquetTarget, at: number): ParquetTarget {
  return {
    open: () => target.open!(),
    writeSync(chunk, offset) {
      const bytes = chunk.slice();
      if (at >= offset && at < offset + bytes.length) bytes[at - offset]! ^= 1;
      target.writeSync(bytes, offset);
    },
  };
}

/** Writes as the real one; what is there then isn't what it wrote. */
const FAULTY: SqlEngine = {
  start() {},
  run: (asked, options) => engine.run(asked, options),
  columns: (asked) => engine.columns(asked),
  relationNames: (sql) => engine.relationNames(sql),
  explain: (asked, options) => engine.explain(asked, options),
  async writeParquet(asked, target, options) {
    const clean = new MemoryTarget();
    await engine.writeParquet(asked, clean);
    return await engine.writeParquet(asked, damaging(target, pageOf(clean.bytes())), options);
  },
  close() {},
};

const LAYOUTS: readonly Pick<ExportTarget, "layout" | "partition">[] = [
  { layout: "delta", partition: [] },
  { layout: "delta", partition: ["year"] },
  { layout: "hive", partition: ["year", "month"] },
  { layout: "files", partition: [] },
];

testExport(
  "exportTable: a nested column that can't be read back is an error, and nothing is there",
  async (pond) => {
    await pond.write("/s", NESTED);
    for (const [i, layout] of LAYOUTS.entries()) {
      const error = await assertRejects(
        async () =>
          await exportTable(await pond.node("/s"), {
            hostPath: pond.out,
            name: `t${i}`,
            ...layout,
          }, {
            environment: systemEnvironment,
            warn: () => {},
            engine: () => Promise.resolve(FAULTY),
            columns: (relation) =>
              engine.columns({
                sql: "SELECT * FROM source",
                relations: new Map([["source", relation]]),
              }),
            isVolatile: () => false,
            scratch: (write) => pond.pond.cache.scratch(write),
          }),
        PondError,
        "what was written can't be read",
      );
      assertEquals(error.code, "internal");
      assertEquals(pond.names(`t${i}`).filter((name) => name.endsWith(".parquet")), []);
      assertEquals((await pond.export("/s", { name: `t${i}`, ...layout })).rows, 2000);
    }
  },
);

Deno.test("readBack: rows that are missing, and columns that aren't nested", async () => {
  const bytes = await parquet("SELECT i AS v, [i] AS c FROM range(1000) r(i)");
  const footer = readParquetFooter(memorySource(bytes, "x"), "x");
  let opened = 0;
  const target = (content: Uint8Array): ParquetTarget => ({
    writeSync() {},
    open: () => (opened++, Promise.resolve(memorySource(content, "x"))),
  });
  await readBack(target(bytes), footer, { label: "x", rows: 1000 });
  await assertRejects(
    () => readBack(target(bytes), footer, { label: "x", rows: 999 }),
    PondError,
    "it has 1000 rows of 999",
  );
  const flat = await parquet("SELECT i AS v FROM range(1000) r(i)");
  const flatFooter = readParquetFooter(memorySource(flat, "x"), "x");
  const before = opened;
  await readBack(target(flat), flatFooter, { label: "x", rows: 1000 });
  assertEquals(opened, before);
});

Deno.test("writeParquet: what passes through a target is read back from it", async () => {
  const sql = "SELECT i AS v, [[i], [i * 3, 1]] AS c FROM range(2000) r(i)";
  const clean = new MemoryTarget();
  await engine.writeParquet(query(sql), clean);
  const kept = new MemoryTarget();
  const target = {
    writeSync: (chunk: Uint8Array, offset: number) => kept.writeSync(chunk, offset),
    open: () => Promise.resolve(memorySource(kept.bytes(), "x")),
  };
  await engine.writeParquet(query(sql), target);
  assertEquals(kept.bytes(), clean.bytes());
  const error = await assertRejects(
    () => engine.writeParquet(query(sql), damaging(target, pageOf(clean.bytes()))),
    PondError,
  );
  assertOk(/column "?c/.test(error.message), error.message);
});
