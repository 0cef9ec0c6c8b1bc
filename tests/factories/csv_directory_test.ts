import { CSV_DEFAULTS, parseType } from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import { csvDirectory } from "../../lib/factories/csv_directory.ts";
import { layOut } from "../../lib/factories/csv_names.ts";
import type { DirectoryNode, FileNode, Match } from "../../lib/tinyfs/mod.ts";
import { testFactory } from "../contract/factory_contract.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { FakeWorld } from "./fake_context.ts";

const yaml = "source: /raw/**/*.csv\n";

function worldWithCsv(world = new FakeWorld()): FakeWorld {
  world.stored.set("/raw/x.csv", "a,b\n1,2\n");
  world.stored.set("/raw/a/x.csv", "timestamp,b\n");
  world.stored.set("/raw/a/deep/y.csv", "time,b\n");
  world.stored.set("/raw/a/notes.md", "no table");
  world.stored.set("/other/z.csv", "a\n");
  return world;
}

async function shown(world: FakeWorld, pattern: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path, node } of world.tree.glob(pattern)) {
    if (node.kind !== "directory") paths.push(path);
  }
  return paths;
}

testFactory({
  factory: csvDirectory,
  yaml,
  prepare: (world) => void worldWithCsv(world),
  destroy: (world) => {
    for (const path of world.stored.keys()) world.stored.set(path, "BAD");
  },
});
testFactory({
  factory: csvDirectory,
  yaml: "source: /raw/a/**/*.csv\ntype: series\ncache: {ttl: 1h}\n",
  prepare: (world) => void worldWithCsv(world),
  destroy: (world) => {
    for (const path of world.stored.keys()) world.stored.set(path, "BAD");
  },
});

Deno.test("csv-directory: the path below the glob's fixed prefix is kept", async () => {
  const world = worldWithCsv();
  await world.mknod("/csv", "csv-directory", yaml);
  assertEquals(await shown(world, "/csv/**"), [
    "/csv/a/deep/y.table",
    "/csv/a/x.table",
    "/csv/x.table",
  ]);
});

Deno.test("csv-directory: files of a hostmount, found live", async () => {
  const world = worldWithCsv();
  world.host.set("/host/d/one.csv", "a\n");
  await world.mknod("/m", "hostmount", "directory: /host/d");
  await world.mknod("/csv", "csv-directory", "source: /m/*.csv");
  assertEquals(await shown(world, "/csv/**"), ["/csv/one.table"]);
  world.host.set("/host/d/two.csv", "a\n");
  assertEquals(await shown(world, "/csv/**"), ["/csv/one.table", "/csv/two.table"]);
});

Deno.test("csv-directory: it is not in its own glob, and two that see each other end", async () => {
  const world = worldWithCsv();
  await world.mknod("/csv", "csv-directory", "source: /**/*.csv");
  await world.mknod("/csv2", "csv-directory", "source: /**/*.csv");
  assertEquals((await shown(world, "/csv/**")).length, 4);
  assertEquals((await shown(world, "/csv2/**")).length, 4);
});

Deno.test("csv-directory: a source that can't be read is an error, one that isn't there yet is empty", async () => {
  const world = worldWithCsv();
  world.host.set("/host/d/sub/one.csv", "a\n");
  await world.mknod("/m", "hostmount", "directory: /host/d");
  for (const source of ["/m/*/*.csv", "/m/sub/*.csv", "/m/sub/deeper/*.csv"]) {
    await world.mknod("/csv", "csv-directory", `source: ${source}`);
    const listed = async () =>
      await Array.fromAsync(
        (world.put("/csv", "csv-directory", `source: ${source}`) as DirectoryNode).list(),
      );
    await listed();
    world.host.clear();
    await assertRejects(listed, PondError, "/host/d");
    world.host.set("/host/d/sub/one.csv", "a\n");
  }
  await world.mknod("/later", "csv-directory", "source: /not/yet/*.csv");
  assertEquals(await shown(world, "/later/**"), []);
});

Deno.test("csv-directory: every option reaches the conversion", async () => {
  const world = worldWithCsv();
  world.stored.set("/raw/a/w.csv.gz", "ts;b\n");
  await world.mknod(
    "/csv",
    "csv-directory",
    `source: /raw/a/*.csv.gz
type: series
time_column: ts
schema:
  - {name: ts, type: timestamp, nullable: false}
  - {name: b, type: "decimal(10, 2)"}
csv: {delimiter: ";", header: false, quote: "'", escape: "\\\\", null: NA, skip: 2, ragged: fill, encoding: latin1}
cache: {ttl: 0}
`,
  );
  const file = await world.tree.resolve("/csv/w.series") as FileNode;
  assertEquals((await file.table!.describe()).time, { name: "ts", unit: "us", native: true });
  assertEquals(world.tables.conversions, []);
  (await file.open()).close();
  const schema = [
    { name: "ts", type: { is: "timestamp" as const }, nullable: false },
    { name: "b", type: parseType("decimal(10,2)")!, nullable: true },
  ];
  const { path, options, policy } = world.tables.conversions[0]!;
  assertEquals(path, "/raw/a/w.csv.gz");
  assertEquals(policy, { ttlUs: 0n, refreshUs: null, madeFor: "/csv/w.series" });
  assertEquals({ ...options, csv: { ...options.csv } }, {
    format: "csv",
    compression: "gzip",
    csv: {
      ...CSV_DEFAULTS,
      delimiter: ";",
      header: false,
      quote: "'",
      escape: "\\",
      null: ["NA"],
      skip: 2,
      ragged: "fill",
      encoding: "windows-1252",
    },
    schema,
    series: { timeColumn: "ts" },
  });
  const described = await file.table!.describe();
  assertEquals(described.columns, schema);
});

Deno.test("csv-directory: describe tells what an earlier conversion found, and converts nothing", async () => {
  const world = worldWithCsv();
  await world.mknod("/csv", "csv-directory", "source: /raw/a/*.csv\ntype: series");
  const file = await world.tree.resolve("/csv/x.series") as FileNode;
  assertEquals(await file.table!.describe(), {
    format: "csv",
    columns: null,
    rows: null,
    time: null,
    bounds: null,
  });
  assertEquals(world.tables.conversions, []);
  (await file.open()).close();
  const { columns, rows, time } = await file.table!.describe();
  assertEquals([columns?.length, rows, time?.name], [2, 2, "timestamp"]);
  assertEquals(world.tables.conversions.length, 1);
});

Deno.test("csv-directory: one bad file is one bad child", async () => {
  const world = worldWithCsv();
  world.stored.set("/raw/bad.csv", "BAD");
  await world.mknod("/csv", "csv-directory", yaml);
  assertOk((await shown(world, "/csv/*")).includes("/csv/bad.table"));
  const bad = await world.tree.resolve("/csv/bad.table") as FileNode;
  await assertRejects(() => bad.open(), PondError, "/raw/bad.csv");
  await assertRejects(() => bad.table!.relation({ chain: [] }), PondError, "/raw/bad.csv");
  const good = await world.tree.resolve("/csv/x.table") as FileNode;
  (await good.open()).close();
});

Deno.test("csv-directory: mknod refuses configs that can't work", async () => {
  const world = worldWithCsv();
  const cases: [string, string, string][] = [
    ["source: csv:///raw/x.csv", "line 1:9", "expected a pond path or glob, got the URL"],
    ["source: /raw/none.csv", "line 1:9", "/raw/none.csv"],
    ["source: /raw/a", "line 1:9", "no plain file but a directory"],
    ["source: /raw/*.csv\ntime_column: ts", "line 2:14", "a table has no time_column"],
    ["source: /raw/*.csv\ntype: serie", "line 2:7", "expected one of table, series"],
    ["source: /raw/*.csv\nschema: []", "line 2:9", "at least one column"],
    ["source: /raw/*.csv\nschema: [{name: a, type: text}]", "line 2:26", 'no column type "text"'],
    ["source: /raw/*.csv\nschema: [{name: a, type: 'decimal(39,1)'}]", "line 2:26", "decimal"],
    [
      "source: /raw/*.csv\nschema: [{name: a, type: date}, {name: A, type: date}]",
      "line 2:40",
      "twice",
    ],
    [
      "source: /raw/*.csv\ntype: series\nschema: [{name: a, type: date}]",
      "line 3:9",
      "none of the columns is known as a time column",
    ],
    [
      "source: /raw/*.csv\ntype: series\ntime_column: b\nschema: [{name: a, type: date}]",
      "line 3:14",
      'no column "b"',
    ],
    ["source: /raw/*.csv\ncsv: {delimiter: ';;'}", "line 2:18", "has to be one character"],
    ["source: /raw/*.csv\ncsv: {quote: ','}", "line 2:14", "it is the delimiter as well"],
    ["source: /raw/*.csv\ncsv: {skip: -1}", "line 2:13", "has to be a number of lines"],
    ["source: /raw/*.csv\ncache: {refresh: 1h}", "line 2:9", 'unknown field "refresh"'],
  ];
  for (const [config, place, message] of cases) {
    const error = await assertRejects(
      () => world.mknod("/csv", "csv-directory", config),
      PondError,
      message,
    );
    assertOk(error.message.includes(place), `${error.message} has no ${place}`);
    assertOk(error.hint);
  }
});

Deno.test("layOut: names that would collide keep more of themselves", () => {
  const paths = (...names: string[]) =>
    names.sort().map((name) => ({ path: `/p/${name}` }) as unknown as Match);
  const files = (...names: string[]) =>
    [...layOut(paths(...names), { prefix: "/p", suffix: ".table" }).files]
      .map(([name, { path }]) => [name, path.slice(3)]);
  assertEquals(files("x.csv", "x.csv.gz", "x.csv.zst"), [
    ["x.table", "x.csv"],
    ["x.csv.gz.table", "x.csv.gz"],
    ["x.csv.zst.table", "x.csv.zst"],
  ]);
  assertEquals(files("a.csv.csv", "b.tsv", "c", "d.v2.CSV.GZ", ".csv").map(([name]) => name), [
    ".csv.table",
    "a.csv.table",
    "b.table",
    "c.table",
    "d.v2.table",
  ]);
  assertEquals(files("x.csv", "x.csv.gz", "x.csv.gz.csv").map(([name]) => name), [
    "x.table",
    "x.csv.gz.table",
    "x.csv.gz.csv.table",
  ]);
  const long = "é".repeat(125) + ".csv";
  assertOk(/^[0-9a-f]{16}\.table$/.test(files(long)[0]![0]!), "too long a name becomes a hash");
  const mixed = layOut(paths("a.csv", "a.table/b.csv"), { prefix: "/p", suffix: ".table" });
  assertEquals([...mixed.files.keys()], ["a.csv.table"]);
  assertEquals([...mixed.directories.keys()], ["a.table"]);
});
