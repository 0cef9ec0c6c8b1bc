/** What is written as Parquet is what was asked: nested values that are the same for several rows, read back by native DuckDB. */
import { join } from "../../lib/deps/std_path.ts";
import { assertEquals } from "../deps.ts";
import { openNativeReference } from "../deps_duckdb.ts";
import { engine, MemoryTarget, query } from "../sql/support.ts";
import { nativeRows } from "./native.ts";

const ROWS = "(VALUES (1), (2), (3), (4)) t(v)";
const QUESTIONS = [
  `SELECT v, [[1, 2], [3]] AS c FROM ${ROWS}`,
  `SELECT v, ['a', 'b'] AS c FROM ${ROWS}`,
  `SELECT v, string_split('a|b', '|') AS c FROM ${ROWS}`,
  `SELECT v, (SELECT [[7], [8, 9]]) AS c FROM ${ROWS}`,
  `SELECT v, c FROM ${ROWS}, (SELECT [{'a': [1, 2]}, {'a': [3]}] AS c)`,
  `SELECT v, CASE WHEN v > 0 THEN [[1], [2, 3]] ELSE [[9]] END AS c FROM ${ROWS}`,
  `SELECT v, map {'k': [1, 2], 'z': [3]} AS c FROM ${ROWS}`,
  `SELECT v, {'a': [[1], [2]], 'b': ['x']} AS c FROM ${ROWS}`,
  `SELECT v, CASE WHEN v % 2 = 0 THEN [[1, NULL], NULL, []] END AS c FROM ${ROWS}`,
  `SELECT v, []::INTEGER[][] AS c FROM ${ROWS}`,
  "SELECT range AS v, [[range, 1], [2]] AS c, map {'a': [1]} AS m FROM range(5000)",
];

Deno.test("writeParquet: nested values are what native DuckDB reads", async () => {
  const native = await openNativeReference();
  const folder = await Deno.makeTempDir({ prefix: "pond_parquet_" });
  try {
    for (const [i, sql] of QUESTIONS.entries()) {
      const target = new MemoryTarget();
      await engine.writeParquet(query(sql), target);
      const path = join(folder, `${i}.parquet`);
      await Deno.writeFile(path, target.bytes());
      const written = nativeRows(await native.ask(`SELECT * FROM '${path}'`));
      assertEquals(written.rows, nativeRows(await native.ask(sql)).rows, sql);
    }
  } finally {
    native.close();
    await Deno.remove(folder, { recursive: true });
  }
});
