import { MACROS, MacroShelf } from "../../lib/sql/mend/mod.ts";
import { openLocalSession } from "../../lib/sql/duckdb/local_session.ts";
import { loadArrow } from "../../lib/deps/arrow.ts";
import { assertEquals, assertOk } from "../deps.ts";

/** The first value of an answer, as text. */
async function first(bytes: Uint8Array): Promise<string> {
  const { tableFromIPC } = await loadArrow();
  return String(tableFromIPC(bytes).getChildAt(0)?.get(0));
}

const ANSWERS = [
  ["SELECT ceil(0::DECIMAL(4, 1))", "0"],
  ["SELECT CEILING(0::DECIMAL(4, 1))", "0"],
  [`SELECT "Ceil"(0::DECIMAL(4, 1))`, "0"],
  ["SELECT typeof(date_trunc('day', TIMESTAMP '2024-01-02 03:04:05'))", "TIMESTAMP"],
  ["SELECT list_position([1], 2)", "null"],
  ["SELECT 'äx' LIKE '_x'", "true"],
  ["SELECT 'äx' ~~ '_x'", "true"],
  ["SELECT 'äx' NOT ILIKE '_X'", "false"],
  ["SELECT 'ä_' LIKE '_!_' ESCAPE '!'", "true"],
] as const;

Deno.test("LocalSession: each macro is there for the first statement that calls it", async () => {
  for (const [sql, expected] of ANSWERS) {
    const session = await openLocalSession();
    assertEquals(await first(await session.run(sql)), expected, sql);
    session.close();
  }
});

Deno.test("LocalSession: macros are there in views, checks and streams too", async () => {
  const session = await openLocalSession();
  await session.check("SELECT * FROM v", ["CREATE TEMP VIEW v AS SELECT 'äx' LIKE '_x'"]);
  const cursor = await session.start("SELECT ceil(0::DECIMAL(4, 1))");
  const batch = await cursor.next();
  const bytes = new Uint8Array([...cursor.schema, ...batch!]);
  assertEquals(await first(bytes), "0");
  await cursor.close();
  session.close();
});

Deno.test("MacroShelf: a macro is needed once, by any text with its name", () => {
  const shelf = new MacroShelf();
  assertEquals(shelf.neededBy("SELECT 42"), []);
  const ceil = shelf.neededBy("SELECT Ceil(x)");
  assertEquals(ceil.length, 1);
  shelf.remove(ceil);
  assertEquals(shelf.neededBy("SELECT ceil(x)"), []);
  assertEquals(shelf.neededBy(`SELECT U&"\\0063eiling"(x)`).length, MACROS.length - 1);
});

Deno.test("MacroShelf: no macro of the engine itself calls one of these unnamed", async () => {
  const session = await openLocalSession();
  const { tableFromIPC } = await loadArrow();
  const bytes = await session.run(
    "SELECT macro_definition FROM duckdb_functions() WHERE internal AND macro_definition <> ''",
  );
  const definitions = [...tableFromIPC(bytes).getChildAt(0)!].map(String);
  assertOk(definitions.length > 0);
  const shelf = new MacroShelf();
  const calling = definitions.filter((text) => shelf.neededBy(text).length > 0);
  assertEquals(calling, []);
  session.close();
});
