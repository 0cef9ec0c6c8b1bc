import { type DerivedQuery, formatType } from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import { sqlDerivedSeries } from "../../lib/factories/sql_derived_series.ts";
import { sqlDerivedTable } from "../../lib/factories/sql_derived_table.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import { testFactory } from "../contract/factory_contract.ts";
import { assertEquals, assertOk, assertRejects, assertStringIncludes } from "../deps.ts";
import { FakeWorld } from "./fake_context.ts";

const columns = [
  { name: "timestamp", type: { is: "timestamp" as const }, nullable: false },
  { name: "temp", type: { is: "double" as const }, nullable: true },
  { name: "n", type: { is: "int64" as const }, nullable: true },
];

function worldWithTables(world = new FakeWorld()): FakeWorld {
  world.stored.set("/s/a.series", { kind: "series", columns });
  world.stored.set("/s/b.series", { kind: "series", columns });
  world.stored.set("/t.table", { kind: "table", columns: columns.slice(1) });
  return world;
}

for (const factory of [sqlDerivedTable, sqlDerivedSeries]) {
  testFactory({
    factory,
    yaml: "patterns: {s: /s/a.series}\nquery: SELECT timestamp, temp FROM s\n",
    prepare: (world) => void worldWithTables(world),
    destroy: (world) => world.stored.clear(),
  });
}

async function derive(world: FakeWorld, path: string, yaml: string, kind = "table") {
  return await world.mknod(path, `sql-derived-${kind}`, yaml) as FileNode;
}

async function queryOf(node: FileNode): Promise<DerivedQuery> {
  const relation = await node.table!.relation({ chain: [] });
  assertOk(relation.type === "query");
  return relation;
}

Deno.test("sql-derived: without a query everything from the one pattern", async () => {
  const world = worldWithTables();
  const whole = await queryOf(await derive(world, "/d1", "source: /t.table"));
  assertEquals([whole.sql, [...whole.inputs.keys()]], ['SELECT * FROM "source"', ["source"]]);
  const named = await queryOf(await derive(world, "/d2", "patterns: {order: /t.table}"));
  assertEquals(named.sql, 'SELECT * FROM "order"');
});

Deno.test("sql-derived: a chain is one tree of queries down to the files", async () => {
  const world = worldWithTables();
  await derive(world, "/one", "source: /s/*.series\nquery: SELECT * FROM source", "series");
  await derive(world, "/two", "source: /one\nquery: SELECT timestamp, temp FROM source", "series");
  const three = await queryOf(
    await derive(
      world,
      "/three",
      "patterns: {x: /two, unused: /t.table}\nquery: SELECT temp FROM x",
    ),
  );
  assertEquals([...three.inputs.keys()], ["x"]);
  const two = three.inputs.get("x") as DerivedQuery;
  const one = two.inputs.get("source") as DerivedQuery;
  assertEquals([two.label, one.label, one.inputs.get("source")?.type], ["/two", "/one", "union"]);
  assertEquals(two.time, { name: "timestamp", unit: "us", native: true });
  assertEquals(two.origin, { kind: "series", factory: "sql-derived-series", cache: null });
});

Deno.test("sql-derived: columns and facts are described, nothing is computed", async () => {
  const world = worldWithTables();
  const plain = await derive(world, "/plain", "source: /s/*.series", "series");
  assertEquals((await plain.table!.describe()).rows, 4);
  assertEquals((await plain.table!.describe()).bounds, { minUs: 10n, maxUs: 20n });
  const asked = await derive(world, "/asked", "source: /t.table\nquery: SELECT n FROM source");
  assertEquals(await asked.table!.describe(), {
    format: "sql",
    columns: [columns[2]!],
    rows: null,
    time: null,
    bounds: null,
  });
  assertEquals(world.tables.materialised, []);
});

Deno.test("sql-derived: cache.refresh keeps the result, cache.ttl goes with the bytes", async () => {
  const world = worldWithTables();
  const node = await derive(world, "/d", "source: /t.table\ncache: {refresh: 1h, ttl: 2h}");
  await node.table!.relation({ chain: [] });
  const policy = { ttlUs: 7_200_000_000n, refreshUs: 3_600_000_000n };
  assertEquals(world.tables.keeps, [policy]);
  (await node.open()).close();
  assertEquals(world.tables.materialised[0]?.options, { kind: "table", label: "/d", policy });
  const other = await derive(world, "/e", "source: /t.table");
  (await other.open()).close();
  assertEquals(world.tables.keeps.length, 2);
});

Deno.test("sql-derived: a cycle is refused and printed as a chain", async () => {
  const world = worldWithTables();
  world.put("/a", "sql-derived-table", "source: /b");
  world.put("/b", "sql-derived-table", "source: /c");
  world.put("/c", "sql-derived-table", "source: /b");
  const node = await world.tree.resolve("/a") as FileNode;
  const error = await assertRejects(() => node.open(), PondError, "/b -> /c -> /b");
  assertEquals(error.code, "cycle");
  const self = await assertRejects(
    () => derive(world, "/s/x.table", "source: /s/*"),
    PondError,
    "/s/x.table -> /s/x.table",
  );
  assertEquals([self.code, self.data["line"]], ["cycle", 1]);
  world.put("/self", "sql-derived-table", "source: /self");
  const itself = await world.tree.resolve("/self") as FileNode;
  await assertRejects(() => itself.table!.describe(), PondError, "/self -> /self");
});

Deno.test("sql-derived: 32 levels, and no more", async () => {
  const world = worldWithTables();
  world.put("/n0", "sql-derived-table", "source: /t.table");
  for (let i = 1; i <= 32; i++) world.put(`/n${i}`, "sql-derived-table", `source: /n${i - 1}`);
  await queryOf(await world.tree.resolve("/n31") as FileNode);
  const deep = await world.tree.resolve("/n32") as FileNode;
  await assertRejects(() => deep.open(), PondError, "more than 32 derived nodes");
});

Deno.test("sql-derived: a diamond of 20 levels is resolved once a level", async () => {
  const world = worldWithTables();
  world.put("/n0", "sql-derived-table", "source: /t.table");
  for (let i = 1; i <= 20; i++) {
    const yaml = `patterns: {a: /n${i - 1}, b: /n${i - 1}}\nquery: SELECT n FROM a, b`;
    world.put(`/n${i}`, "sql-derived-table", yaml);
  }
  const before = world.tables.resolutions;
  const top = await queryOf(await world.tree.resolve("/n20") as FileNode);
  assertEquals(world.tables.resolutions - before, 41);
  assertOk(top.inputs.get("a") === top.inputs.get("b"));
});

Deno.test("sql-derived: a glob without a match has the declared columns, a literal miss is an error", async () => {
  const world = worldWithTables();
  const list = await derive(world, "/l", "source: /none/*\nschema: [{name: x, type: int64}]");
  assertEquals((await list.table!.describe()).columns?.map(({ name }) => name), ["x"]);
  assertEquals((await list.table!.describe()).rows, 0);
  const map = await derive(
    world,
    "/m",
    "patterns: {a: /none/*, b: /t.table}\nquery: SELECT x, n FROM a, b\nschema: {a: [{name: x, type: date}]}",
  );
  assertEquals((await map.table!.describe()).columns?.map(({ type }) => formatType(type)), [
    "date",
    "int64",
  ]);
  const later = await derive(world, "/later", "source: /none/*");
  await assertRejects(() => later.open(), PondError, "/none/*");
  world.stored.set("/none/now", { kind: "table", columns });
  (await later.open()).close();
  world.stored.delete("/t.table");
  assertEquals((await assertRejects(() => map.open(), PondError, "/t.table")).code, "not-found");
});

Deno.test("sql-derived: mknod refuses what can't work, at its place in the YAML", async () => {
  const world = worldWithTables();
  world.put("/known", "sql-derived-table", "source: /t.table");
  const cases: [yaml: string, code: string, place: string, message: string][] = [
    ["query: SELECT 1", "invalid-config", "1:1", "patterns or source is missing"],
    ["source: /t.table\npatterns: {a: /t.table}", "invalid-config", "1:9", "patterns as well"],
    ["patterns: {}", "invalid-config", "1:11", "there is no pattern"],
    ["patterns: {a: /t.table, b: /known}", "invalid-config", "1:11", "the query is missing"],
    ["patterns: {a-b: /t.table}", "invalid-config", "1:12", "is not allowed"],
    ["source: /nowhere", "not-found", "1:9", "/nowhere"],
    [
      "patterns:\n  a: /t.table\n  b: /nowhere\nquery: SELECT n FROM a",
      "not-found",
      "3:6",
      "/nowhere",
    ],
    ["source: /t.table\nquery: |\n  SELECT n\n  FROM sorce", "invalid-config", "4:8", '"sorce"'],
    [
      "source: /t.table\nquery: |\n  SELECT n,\n    m\n  FROM source",
      "invalid-query",
      "4:5",
      '"m"',
    ],
    ["source: /t.table\nquery: DROP TABLE x", "invalid-query", "2:8", "SELECT"],
    ["source: /t.table\nquery: SELECT 1; SELECT 2", "invalid-query", "2:8", "one statement"],
    [
      "source: /t.table\nquery: SELECT * FROM read_csv('/etc/passwd')",
      "invalid-query",
      "2:8",
      "read_csv",
    ],
    [
      "source: /t.table\nschema: {b: [{name: x, type: date}]}",
      "invalid-config",
      "2:13",
      "no relation called b",
    ],
    ["source: /t.table\ntime_column: n", "invalid-config", "2:1", 'unknown field "time_column"'],
  ];
  for (const [yaml, code, place, message] of cases) {
    const error = await assertRejects(() => derive(world, "/d", yaml), PondError, message);
    assertEquals(error.code, code, error.message);
    assertStringIncludes(error.message, `line ${place}:`);
    assertOk(error.hint, error.message);
  }
  assertStringIncludes(
    (await assertRejects(
      () => derive(world, "/d", "source: /t.table\nquery: SELECT n FROM sorce"),
      PondError,
    )).hint!,
    "did you mean source?",
  );
});

Deno.test("sql-derived-series: the time column is declared or found, and is a time", async () => {
  const world = worldWithTables();
  const refused = (yaml: string, message: string) =>
    assertRejects(() => derive(world, "/d", yaml, "series"), PondError, message);
  await refused("source: /t.table", "none of the query's columns is known");
  await refused("source: /t.table\ntime_column: nope", 'gives no column "nope"');
  await refused("source: /t.table\ntime_column: n", "the column n is int64, not a time");
  world.stored.set("/day.table", {
    kind: "table",
    columns: [{ name: "day", type: { is: "date" as const }, nullable: true }],
  });
  const days = await queryOf(
    await derive(world, "/days", "source: /day.table\ntime_column: day", "series"),
  );
  assertEquals(days.time, { name: "day", unit: "date", native: false });
});
