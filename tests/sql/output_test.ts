import { formatType, memorySource } from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import { createSqlEngine } from "../../lib/sql/mod.ts";
import { readParquetFooter, utcFlagPatches } from "../../lib/parquet/mod.ts";
import { assertEquals, assertOk, assertRejects, assertStringIncludes } from "../deps.ts";
import { days, derived, engine, fileOf, MemoryTarget, query, rowsOf, scan } from "./support.ts";

async function written(sql: string) {
  const target = new MemoryTarget();
  const summary = await engine.writeParquet(query(sql), target);
  const bytes = target.bytes();
  return { summary, bytes, footer: readParquetFooter(memorySource(bytes, "x"), "x") };
}

Deno.test("writeParquet: zstd, sizes and columns as the footer says", async () => {
  const { summary, bytes, footer } = await written(
    "SELECT range AS a, 'x' AS b FROM range(300000)",
  );
  assertEquals([summary.rows, summary.sizeBytes], [300_000, bytes.length]);
  assertEquals(summary.columns.map(({ name, type }) => [name, formatType(type)]), [["a", "int64"], [
    "b",
    "string",
  ]]);
  assertEquals([...footer.codecs], ["ZSTD"]);
  assertEquals(footer.rowGroups.length, 3);
});

Deno.test("writeParquet: timestamps are marked UTC, nested ones too", async () => {
  const { bytes } = await written(
    "SELECT TIMESTAMP '2024-01-01' AS ts, [{'t': TIMESTAMP '2024-01-01'}] AS nested",
  );
  const source = memorySource(bytes, "x");
  assertEquals(utcFlagPatches(source, true, { label: "x" }), []);
  assertEquals(utcFlagPatches(source, false, { label: "x" }).length, 2);
});

Deno.test("writeParquet: no rows give a file with columns", async () => {
  const { summary, bytes } = await written(
    "SELECT 1 AS a, TIMESTAMP '2024-01-01' AS ts WHERE false",
  );
  assertEquals([summary.rows, summary.columns.length], [0, 2]);
  assertEquals((await rowsOf("SELECT * FROM s", { s: scan([fileOf(bytes)]) })).rows, []);
});

Deno.test("writeParquet: what the target throws is the error", async () => {
  const target = {
    writeSync() {
      throw new PondError("no-space", "cannot write the file: the disk is full");
    },
  };
  const error = await assertRejects(
    () => engine.writeParquet(query("SELECT range FROM range(100000)"), target),
    PondError,
  );
  assertEquals(error.code, "no-space");
  assertEquals((await rowsOf("SELECT 1")).rows, [[1]]);
});

Deno.test("explain: relations, the filters that reached the files, and counters", async () => {
  const events = scan(await days(10), undefined, "/events.series");
  const high = derived("SELECT * FROM all_events WHERE v >= 1000", { all_events: events }, "/high");
  const trending = derived("SELECT ts, sensor, v FROM high", { high }, "/trending");
  const explained = await engine.explain(query(
    "SELECT sensor, count(*) FROM t WHERE ts >= '2024-01-09' AND sensor = 's1' GROUP BY 1",
    { t: trending },
  ));
  const [relation] = explained.relations;
  assertEquals([relation!.name, relation!.factory], ["t", "sql-derived-series"]);
  assertEquals(relation!.inputs[0]!.name, "high = /high");
  const files = relation!.inputs[0]!.inputs[0]!;
  assertEquals([files.name, files.files, files.versions], ["all_events = /events.series", 10, 10]);
  for (const filter of ["v>=1000", "sensor='s1'", "ts>='2024-01-09 00:00:00'"]) {
    assertStringIncludes(explained.plan, filter);
  }
  const { versionsTotal, versionsSkipped, versionsOpened, rows, bytesRead } = explained.counters;
  assertEquals([versionsTotal, versionsSkipped, versionsOpened, rows], [10, 8, 2, 1]);
  assertOk(bytesRead > 0);
});

Deno.test("run: progress counts bytes towards the whole", async () => {
  const seen: number[] = [];
  const [file] = await days(1);
  const result = await engine.run(query("SELECT sum(v) FROM s", { s: scan([file!]) }), {
    onProgress: ({ bytesRead, bytesTotal }) => seen.push(bytesRead / bytesTotal),
  });
  for await (const _ of result.batches);
  assertOk(seen.length > 0 && seen.every((part, i) => i === 0 || part >= seen[i - 1]!));
});

Deno.test("createSqlEngine: loads nothing before it is used", async () => {
  const url = new URL("../../lib/sql/mod.ts", import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", url],
  }).output();
  const graph = JSON.parse(new TextDecoder().decode(stdout));
  const modules = new Map<string, { dependencies?: readonly Dependency[] }>(
    graph.modules.map((module: { specifier: string }) => [module.specifier, module]),
  );
  const loaded = new Set<string>();
  const visit = (specifier: string) => {
    if (loaded.has(specifier)) return;
    loaded.add(specifier);
    for (const { isDynamic, code } of modules.get(specifier)?.dependencies ?? []) {
      if (!isDynamic && code?.specifier) visit(code.specifier);
    }
  };
  visit(url);
  assertOk(loaded.size > 10);
  assertEquals([...loaded].filter((name) => /npm:.*(duckdb|arrow|parquet)/.test(name)), []);
  createSqlEngine().close();
});

interface Dependency {
  readonly isDynamic?: boolean;
  readonly code?: { readonly specifier?: string };
}
