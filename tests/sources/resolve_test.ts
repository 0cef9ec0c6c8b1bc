import {
  type Column,
  type DerivedQuery,
  formatType,
  readAll,
  type Relation,
} from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import type { KeptQuery, Node, ResolveOptions } from "../../lib/tinyfs/mod.ts";
import { convertText } from "../../lib/convert/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { assertEquals, assertNotEquals, assertOk, assertRejects } from "../deps.ts";
import { fixtureBytes } from "../parquet/fixtures.ts";
import { dataFile, newWorld, rowsOf, tableNode, treeOf, type World } from "./fakes.ts";

const COLUMNS: readonly Column[] = [{ name: "a", type: { is: "int64" }, nullable: true }];
const TIME = { name: "ts", unit: "us", native: true } as const;

function empty(label: string): Relation {
  return { type: "empty", label, columns: COLUMNS };
}

function resolve(nodes: readonly Node[], source: string, more: Partial<ResolveOptions> = {}) {
  return newWorld().services.resolve(source, { chain: [], tree: treeOf(nodes), ...more });
}

Deno.test("resolve: a path is its node's relation, and the chain is handed on", async () => {
  const chains: (readonly string[])[] = [];
  const node = tableNode("/a/t.table", "table", (chain) => {
    chains.push(chain);
    return Promise.resolve(empty("/a/t.table"));
  });
  const relation = await resolve([node], "/a/t.table", { chain: ["/x", "/y"] });
  assertEquals(relation, empty("/a/t.table"));
  assertEquals(chains, [["/x", "/y"]]);
});

Deno.test("resolve: a glob is the union of its matches in path order, directories left out", async () => {
  const directory: Node = {
    kind: "directory",
    path: "/a/d",
    id: "d",
    factory: null,
    readOnly: false,
    stat: () => Promise.reject(new Error("not asked")),
    get: () => Promise.resolve(undefined),
    list: async function* () {},
  };
  const nodes = ["/a/1.table", "/a/2.table"].map((path) =>
    tableNode(path, "table", () => Promise.resolve(empty(path)))
  );
  const all = [nodes[0]!, directory, nodes[1]!];
  const union = await resolve(all, "/a/*");
  assertOk(union.type === "union");
  assertEquals(union.inputs.map(({ label }) => label), ["/a/1.table", "/a/2.table"]);
  assertEquals(await resolve(all, "/a/1*"), empty("/a/1.table"));
});

Deno.test("resolve: a glob without a match is empty where the columns are known, else an error", async () => {
  assertEquals(await resolve([], "/a/*.series", { emptySchema: COLUMNS }), empty("/a/*.series"));
  const error = await assertRejects(
    () => resolve([], "/a/*.series"),
    PondError,
    '"/a/*.series": nothing matches',
  );
  assertEquals(error.code, "not-found");
});

Deno.test("resolve: a data file is an error with a hint, a URL reads it", async () => {
  const file = dataFile("/raw/x y.csv", "n\n1\n");
  const error = await assertRejects(
    () => resolve([file], "/raw/x y.csv"),
    PondError,
    "/raw/x y.csv as a table: it is file:data",
  );
  assertEquals(error.hint, "say how to read it: csv:///raw/x%20y.csv");
  const relation = await resolve([file], "csv:///raw/x%20y.csv");
  assertEquals(relation.type, "parquet");
});

Deno.test("resolve: csv:// on a table, and a table's path as table://", async () => {
  const node = tableNode("/t.table", "table", () => Promise.resolve(empty("/t.table")));
  await assertRejects(() => resolve([node], "csv:///t.table"), PondError, "it is a table already");
  assertEquals(await resolve([node], "table:///t.table"), empty("/t.table"));
});

Deno.test("resolve: a directory is an error", async () => {
  const node: Node = {
    kind: "directory",
    path: "/d",
    id: "d",
    factory: null,
    readOnly: false,
    stat: () => Promise.reject(new Error("not asked")),
    get: () => Promise.resolve(undefined),
    list: async function* () {},
  };
  const error = await assertRejects(() => resolve([node], "/d"), PondError, "it is a directory");
  assertEquals(error.hint, "name what is in it: /d/*");
});

async function scan(world: World, fixture: string): Promise<Relation> {
  const file = dataFile(`/${fixture}`, fixtureBytes(fixture));
  const policy = { ttlUs: null, refreshUs: null };
  const series = { timeColumn: "ts" };
  const options = { format: "parquet", ...(fixture.startsWith("null") ? {} : { series }) } as const;
  return (await world.services.convert(file, options, policy)).relation;
}

function query(input: Relation, sql: string, time: DerivedQuery["time"] = null): DerivedQuery {
  return {
    type: "query",
    label: "/derived",
    sql,
    inputs: new Map([["source", input]]),
    time,
    origin: { kind: "table", factory: "sql-derived-table", cache: null },
  };
}

Deno.test("materialise: one Parquet file, a series in time order, kept by its inputs", async () => {
  const world = newWorld();
  const derived = query(
    await scan(world, "zstd.parquet"),
    "SELECT ts, v FROM source ORDER BY v DESC",
    TIME,
  );
  const options = { kind: "series", label: "/derived" } as const;
  const source = await world.services.materialise(derived, options);
  const footer = readParquetFooter(source, "f");
  assertEquals(footer.rows, 6);
  assertEquals(footer.columns.map(({ name, type }) => `${name} ${formatType(type)}`), [
    "ts timestamp",
    "v int64",
  ]);
  const file = dataFile("/m.parquet", readAll(source));
  source.close();
  const policy = { ttlUs: null, refreshUs: null };
  const { relation } = await world.services.convert(file, { format: "parquet" }, policy);
  const rows = await rowsOf(world.engine, relation) as { v: number }[];
  assertEquals(rows.map(({ v }) => v), [0, 1, 2, 3, 4, 5]);
  (await world.services.materialise(derived, options)).close();
  assertEquals((await world.cache.stats()).entries, 1);
});

Deno.test("materialise: a series with NULL times is an error", async () => {
  const world = newWorld();
  const derived = query(await scan(world, "null_time.parquet"), "SELECT * FROM source", TIME);
  const error = await assertRejects(
    () => world.services.materialise(derived, { kind: "series", label: "/derived" }),
    PondError,
    "cannot read /derived as a series",
  );
  assertEquals(error.code, "invalid-input");
});

Deno.test("materialise: a query that asks for the time is computed each time", async () => {
  const world = newWorld();
  const derived = query(
    await scan(world, "zstd.parquet"),
    "SELECT now()::TIMESTAMP AS t, uuid() AS u",
  );
  const read = async () => {
    const source = await world.services.materialise(derived, { kind: "table", label: "/d" });
    const bytes = readAll(source);
    source.close();
    return bytes;
  };
  assertNotEquals(await read(), await read());
});

Deno.test("keep: computed once while it is young, again when older or when made in another way", async () => {
  const world = newWorld();
  const input = await scan(world, "zstd.parquet");
  const policy = { ttlUs: null, refreshUs: 1_000_000n };
  let resolved = 0;
  const keptQuery = (relation: DerivedQuery): KeptQuery => ({
    label: relation.label,
    origin: relation.origin,
    definition: () => Promise.resolve(relation.sql),
    query: () => {
      resolved++;
      return Promise.resolve(relation);
    },
  });
  const derived = query(input, "SELECT count(*) AS n, uuid() AS u FROM source");
  const kept = (relation: DerivedQuery) => world.services.cachedQuery(keptQuery(relation), policy);
  assertEquals(await world.services.keptResult!(keptQuery(derived), policy), undefined);
  const first = await kept(derived);
  const second = await kept(derived);
  assertOk(first.type === "parquet" && second.type === "parquet");
  assertEquals([first.origin.cache, second.origin.cache], ["miss", "hit"]);
  assertEquals([first.origin.sinceUs, second.origin.sinceUs], [world.nowUs, world.nowUs]);
  assertEquals(await rowsOf(world.engine, first), await rowsOf(world.engine, second));
  // Other rows below don't end it, and aren't even looked at.
  const grown = await kept(query(await scan(world, "no_statistics.parquet"), derived.sql));
  assertEquals(await rowsOf(world.engine, grown), await rowsOf(world.engine, first));
  assertEquals(resolved, 1);
  world.nowUs += 1_000_001n;
  const later = await kept(derived);
  assertOk(later.type === "parquet" && later.origin.sinceUs === world.nowUs);
  assertNotEquals(await rowsOf(world.engine, later), await rowsOf(world.engine, first));
  const other = await kept(query(input, `${derived.sql} WHERE v > 2`));
  assertOk(other.type === "parquet" && other.origin.cache === "miss");
  for (const refreshUs of [null, 0n]) {
    const live = { ttlUs: null, refreshUs };
    assertEquals(await world.services.cachedQuery(keptQuery(derived), live), derived);
    assertEquals(await world.services.keptResult!(keptQuery(derived), live), undefined);
  }
});

Deno.test("columns and checkQuery: by the engine, without computing", async () => {
  const world = newWorld();
  const input = await scan(world, "zstd.parquet");
  const columns = await world.services.columns(query(input, "SELECT ts, v + 1 AS w FROM source"));
  assertEquals(columns.map(({ name }) => name), ["ts", "w"]);
  assertEquals(await world.services.checkQuery('SELECT * FROM "/a/*.series" JOIN b USING (x)'), [
    "/a/*.series",
    "b",
  ]);
  await assertRejects(() => world.services.checkQuery("DROP TABLE x"), PondError);
});

Deno.test("resolve: a glob passes over dot names and, with a word, over files without a line", async () => {
  const world = newWorld({ convert: convertText });
  const files = {
    "/d/a.csv": "a\n1\n",
    "/d/._a.csv": "\xff\0",
    "/d/.old/b.csv": "a\n7\n",
    "/d/e.csv": "",
    "/d/h.csv": "a\n",
  };
  const tree = treeOf(Object.entries(files).map(([path, text]) => dataFile(path, text)));
  const resolved = (source: string) => world.services.resolve(source, { chain: [], tree });
  const relation = await resolved("csv:///d/**/*.csv");
  assertOk(relation.type === "union");
  assertEquals(relation.inputs.map(({ label }) => label), ["/d/a.csv", "/d/h.csv"]);
  assertEquals(world.warnings.map((warning) => warning.includes("/d/e.csv")), [true]);
  assertOk((await resolved("csv:///d/.old/*.csv")).type === "parquet");
  await assertRejects(() => resolved("csv:///d/e*.csv"), PondError, "/d/e.csv: it has no header");
  await assertRejects(() => resolved("csv:///d/e.csv"), PondError, "it has no header");
});
