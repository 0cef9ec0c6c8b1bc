import { assertEquals, assertStringIncludes } from "../deps.ts";
import { scenario } from "./scenario.ts";

Deno.test("cache clear: paths with all below them, and globs, as everywhere", async () => {
  await scenario(async (pond) => {
    pond.host("csv.yaml", "source: /raw/*.csv\n");
    await pond.ok("mkdir", "/raw", "/pp");
    for (const name of ["a", "b", "t[1]"]) {
      await pond.ok(
        "copy",
        pond.host(`${name}.csv`, `n\n${name.length}${name.charCodeAt(0)}\n`),
        "/raw/",
      );
    }
    await pond.ok("mknod", "--factory", "csv-directory", "/csvdir", "csv.yaml");
    for (const name of ["x", "xy"]) {
      pond.host(
        "kept.yaml",
        `source: csv:///raw/a.csv\nquery: SELECT '${name}' AS name FROM source\ncache: {refresh: 1h}\n`,
      );
      await pond.ok("mknod", "--factory", "sql-derived-table", `/pp/${name}`, "kept.yaml");
    }
    const names = (await pond.ok("list", "/csvdir")).trim().split("\n");
    const fill = async () => {
      // The same file, first by itself: its entry is the child's as well.
      await pond.ok("sql", 'SELECT * FROM "csv:///raw/a.csv"');
      for (const path of names) await pond.ok("sql", `SELECT * FROM "${path}"`).catch(() => {});
      for (const name of ["x", "xy"]) await pond.ok("sql", `SELECT * FROM "/pp/${name}"`);
    };
    const clear = async (...words: string[]) => {
      await fill();
      return (await pond.ok("cache", "clear", ...words)).trim();
    };
    assertEquals(await clear("/pp/x"), "removed 1 entry");
    assertEquals(await clear("/pp"), "removed 2 entries");
    assertEquals(await clear("/pp/*y"), "removed 1 entry");
    await fill();
    assertStringIncludes(await pond.fails(3, "cache", "clear", "/pp/x", "/nothing"), "/nothing");
    assertEquals(await pond.ok("cache", "clear", "/nothing/*"), "removed 0 entries\n");
    // A node that is gone is known by the path that it had.
    await pond.ok("rm", "/pp/xy");
    assertEquals(await pond.ok("cache", "clear", "/pp/xy"), "removed 1 entry\n");
    await pond.fails(3, "cache", "clear", "/pp/xy");
    await pond.ok("mknod", "--factory", "sql-derived-table", "/pp/xy", "kept.yaml");
    const child = names.find((path) => path.includes("a"))!;
    assertEquals(await clear(child), "removed 1 entry");
    const all = await clear("/csvdir");
    assertEquals(Number(/\d+/.exec(all)![0]) >= 2, true, all);
    assertEquals(await clear("/csvdir/**"), all);
  });
});
