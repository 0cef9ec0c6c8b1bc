/**
 * SQL that reads, writes, loads or sets anything but the query's own relations, through the real
 * program.
 */
import { assertEquals, assertMatch } from "../deps.ts";
import { runPond } from "../program.ts";
import { runInProcess } from "./in_process.ts";
import { IN_PROCESS } from "./scenario.ts";
import { HOSTILE } from "../sql/hostile.ts";

/** The roads that SQL takes into the program; each statement takes one, in turn. */
const ROADS: readonly ((sql: string, config: string) => readonly string[])[] = [
  (sql) => ["sql", sql],
  (sql) => ["cat", "/s.table", "--sql", sql],
  (sql) => ["cat", "/s.table", "--where", sql],
  (_, config) => ["mknod", "--factory", "sql-derived-table", "/derived.table", config],
];

const run = IN_PROCESS ? runInProcess : runPond;

Deno.test("program: hostile SQL fails on every road and touches no file", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "pond_hostile_" });
  try {
    await Deno.writeTextFile(`${cwd}/s.csv`, "a,b\n1,2\n");
    assertEquals((await run(["init"], { cwd })).code, 0);
    const made = await run(["copy", "host:s.csv", "/s.csv"], { cwd });
    assertEquals(made.code, 0, made.stderr);
    const before = await listing(cwd);
    for (const [i, sql] of HOSTILE.entries()) {
      const config = `${cwd}/config.yaml`;
      await Deno.writeTextFile(
        config,
        `patterns:\n  s: "csv:///s.csv"\nquery: ${JSON.stringify(sql)}\n`,
      );
      const result = await run(
        ROADS[i % ROADS.length]!(sql.replaceAll("\0", "\u0001"), config),
        { cwd },
      );
      await Deno.remove(config);
      assertMatch(
        `${result.code}`,
        /^[1-9]\d*$/,
        `${ROADS[i % ROADS.length]!(sql, "config")}: ${result.stdout}`,
      );
      assertEquals(result.stdout, "", sql);
      assertMatch(result.stderr, /^pond: /, sql);
    }
    assertEquals(await listing(cwd), before);
    for (const name of ["csv", "parquet", "db"]) {
      assertEquals(await Deno.stat(`/tmp/pond_hostile.${name}`).catch(() => null), null);
    }
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

async function listing(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) names.push(entry.name);
  return names.sort();
}
