import { countLexed } from "../../../lib/sql/syntax/lexer.ts";
import type { DerivedQuery, Relation } from "../../../lib/table/mod.ts";
import { assertEquals } from "../../deps.ts";
import { engine, fileOf, parquet } from "../support.ts";

const ORIGIN = { kind: "table", factory: "sql-derived-table", cache: null } as const;

function derived(label: string, sql: string, source: Relation): DerivedQuery {
  return {
    type: "query",
    label,
    sql,
    inputs: new Map([["source", source]]),
    time: null,
    origin: ORIGIN,
  };
}

Deno.test("countLexed: each text of a chain is lexed once, however many hands it goes through", async () => {
  const bytes = await parquet("SELECT i AS v FROM range(10) r(i)");
  const stored: Relation = {
    type: "parquet",
    label: "/t",
    files: [fileOf(bytes)],
    time: null,
    origin: { kind: "table", factory: null, cache: null },
  };
  const below = derived("/a", "SELECT v, v * 2 AS w FROM source WHERE v > 1", stored);
  const above = derived("/b", "SELECT w, count(*) AS n FROM source GROUP BY w", below);
  const query = {
    sql: "SELECT * FROM source WHERE w < 9",
    relations: new Map([["source", above]]),
  };
  const before = countLexed();
  await engine.relationNames(query.sql);
  await engine.columns(query);
  await using result = await engine.run(query);
  for await (const _ of result.batches) break;
  assertEquals(countLexed() - before, 3);
});
