import {
  defineFactory,
  tableFromCsv,
  tableFromRows,
  tableFromSql,
} from "../../lib/library/factories/mod.ts";
import { path } from "../../lib/library/mod.ts";
import { assertEquals } from "../deps.ts";
import { codeOf, memoryPond } from "./support.ts";

const squares = defineFactory({
  name: "squares",
  description: "numbers and their squares",
  fields: { count: { type: { is: "integer" }, required: true, help: "How many" } },
  open: ({ count }, context) =>
    tableFromRows(context, () => Array.from({ length: count }, (_, n) => ({ n, square: n * n }))),
});

let text = "a,b\n1,x\n";
const letters = defineFactory({
  name: "letters",
  description: "what a variable says",
  open: (_config, context) => tableFromCsv(context, () => text),
});

const newest = defineFactory({
  name: "newest",
  description: "rows of a table from some moment on",
  kind: "series",
  fields: { of: { type: { is: "path" }, required: true, help: "The table" } },
  open: ({ of }, context) =>
    tableFromSql(context, `SELECT * FROM ${path(of)} WHERE ts >= $since`, {
      kind: "series",
      params: { since: new Date("2026-01-02T00:00:00Z") },
    }),
});

const factories = [squares, letters, newest];

Deno.test("defineFactory: tables of rows, of text and of SQL, read as SQL, Parquet and metadata", async () => {
  await using pond = await memoryPond({ factories });
  const rows = [1, 2, 3].map((day) => ({ ts: new Date(Date.UTC(2026, 0, day)), day }));
  await pond.change("make", async (change) => {
    await change.mknod("/squares", { factory: "squares", config: { count: 5 } });
    await change.mknod("/letters", { factory: "letters", config: {} });
    await change.append("/rows", rows);
    await change.mknod("/newest", { factory: "newest", config: { of: "/rows" } });
  });
  assertEquals(await pond.sql`SELECT max(square) AS m FROM "/squares"`.rows(), [{ m: 16 }]);
  assertEquals(await pond.sql`SELECT * FROM "/letters"`.rows(), [{ a: 1, b: "x" }]);
  text = "a,b\n2,y\n3,z\n";
  assertEquals(await pond.sql`SELECT sum(a) AS s FROM "/letters"`.rows(), [{ s: 5 }]);
  assertEquals(await pond.sql`SELECT day FROM "/newest" ORDER BY 1`.rows(), [{ day: 2 }, {
    day: 3,
  }]);
  for (const name of ["/squares", "/letters", "/newest"]) {
    assertEquals(await pond.file(name).slice(0, 4).text(), "PAR1", name);
    const node = await pond.resolve(name);
    assertEquals(node.factory, name.slice(1));
    if (node.kind === "directory" || node.kind === "symlink") throw new Error(node.kind);
    assertEquals((await node.table!.describe()).columns!.length, 2);
    assertEquals(await codeOf(pond.file(name).version(9).bytes()), "not-found");
  }
  assertEquals((await pond.file("/newest").stat()).kind, "series");
});

Deno.test("defineFactory: its config is checked, and itself can't be its source", async () => {
  await using pond = await memoryPond({ factories });
  const make = (factory: string, config: Record<string, unknown>) =>
    codeOf(pond.change("make", (change) => change.mknod("/n", { factory, config })));
  assertEquals(await make("squares", {}), "invalid-config");
  assertEquals(await make("squares", { count: "x" }), "invalid-config");
  assertEquals(await make("newest", { of: "/n" }), "none");
  assertEquals(await codeOf(pond.sql`SELECT * FROM "/n"`.rows()), "cycle");
});
