import { assertEquals, assertStringIncludes } from "../deps.ts";
import { parquetOf, type Reading, scenario } from "./scenario.ts";

/** Four readings that start at `hour`. */
const four = (hour: number): Reading[] =>
  [0, 1, 2, 3].map((i) => ({ hour: hour + i, site: "a", temp: i }));

Deno.test("copy: three copies to one data path, the newest bytes; old versions stay", async () => {
  await scenario(async (pond) => {
    for (const text of ["one", "two", ""]) await pond.ok("copy", pond.host("x", text), "/x");
    assertEquals(await pond.ok("cat", "/x"), "");
    assertEquals(await pond.ok("cat", "--version", "1", "/x"), "one");
    assertEquals(await pond.ok("cat", "--version=2", "/x"), "two");
    await pond.fails(3, "cat", "--version", "4", "/x");
    const shown = JSON.parse(await pond.ok("show", "--json", "/x"));
    assertEquals(shown.versions.map((each: { size: number }) => each.size), [3, 3, 0]);
    assertEquals([shown.kind, shown.version], ["file:data", 3]);
  });
});

Deno.test("copy: a table is its newest version, a series the union of all", async () => {
  await scenario(async (pond) => {
    for (const [i, kind] of ["table", "series"].entries()) {
      for (const hour of [0, 4, 8]) {
        const source = pond.host(`${i}.parquet`, await parquetOf(four(hour)));
        await pond.ok("copy", "--as", kind, source, `/${kind}`);
      }
    }
    const count = "SELECT count(*) AS n, max(timestamp) AS last FROM source";
    const last = "2026-01-01T11:00:00Z";
    assertEquals(await pond.ok("cat", "/table", "--sql", count), `n,last\n4,${last}\n`);
    assertEquals(await pond.ok("cat", "/series", "--sql", count), `n,last\n12,${last}\n`);
    const [described] = JSON.parse(await pond.ok("describe", "--json", "/series"));
    assertEquals(
      [described.kind, described.versions, described.time_column, described.time_min],
      ["file:series", 3, "timestamp", "2026-01-01T00:00:00Z"],
    );
    const rows = await pond.ok("cat", "/series", "--where", "temp = 0", "--version", "2");
    assertEquals(rows.trim().split("\n").length, 2);
  });
});

Deno.test("copy: a later version with other columns is united by name, with NULLs", async () => {
  await scenario(async (pond) => {
    const old = pond.host("old.parquet", await parquetOf([{ hour: 0, site: "a" }]));
    const wider = pond.host("new.parquet", await parquetOf([{ hour: 1, site: "b", temp: 1.5 }]));
    await pond.ok("copy", "--as=series", old, "/s");
    await pond.ok("copy", wider, "/s");
    const rows = JSON.parse(
      await pond.ok("sql", 'SELECT site, temp FROM "/s" ORDER BY site', "--json"),
    );
    assertEquals(rows, [{ site: "a", temp: null }, { site: "b", temp: 1.5 }]);
  });
});

Deno.test("copy: what is no Parquet is refused as a table, with a way out", async () => {
  await scenario(async (pond) => {
    const said = await pond.fails(
      5,
      "copy",
      "--as",
      "table",
      pond.host("x.csv", "a,b\n1,2\n"),
      "/x",
    );
    assertStringIncludes(said, "--as data");
    assertStringIncludes(said, "csv-directory");
    assertEquals(await pond.ok("list"), "");
  });
});

Deno.test("log: newest first, with what changed and without secrets", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "/a");
    await pond.ok("copy", pond.host("x", "1"), "/a/x");
    await pond.ok("copy", pond.host("x", "2"), "/a/x", "--time-column=token=hunter2");
    const log = JSON.parse(await pond.ok("log", "--json"));
    const numbers = log.map((each: { transaction: number }) => each.transaction);
    assertEquals(numbers, [...numbers].sort((a, b) => b - a));
    assertEquals(log[0].argv.slice(0, 3), ["copy", "host:x", "/a/x"]);
    assertEquals(log[0].changes, [
      { action: "updated", path: "/a/x", kind: "file:data", version: 2 },
    ]);
    assertEquals(JSON.stringify(log).includes("hunter2"), false);
    const text = await pond.ok("log", "-n", "1", "/a");
    assertStringIncludes(text, "updated  /a/x  (file:data, version 2)");
    assertEquals(JSON.parse(await pond.ok("log", "--json", "/a/x")).length, 2);
    await pond.fails(3, "log", "/nowhere");
  });
});

Deno.test("show: one version where one is asked for, and the config of a node that is gone", async () => {
  await scenario(async (pond) => {
    for (const text of ["one", "longer"]) await pond.ok("copy", pond.host("x", text), "/x");
    const shown = JSON.parse(await pond.ok("show", "--version", "1", "--json", "/x"));
    assertEquals([shown.version, shown.size, shown.versions.length], [1, 3, 1]);
    assertStringIncludes(await pond.ok("show", "--version", "1", "/x"), "version:  1\n");
    const missing = await pond.fails(3, "cat", "/gone/x");
    assertStringIncludes(missing, "cannot open /gone/x: it does not exist");
    assertEquals(/ENOENT|lstat/.test(missing), false);
    assertStringIncludes(await pond.fails(1, "list", "/x/"), "/x is no directory");
    const yaml = "source: csv:///x\nquery: SELECT 1 AS a\n";
    pond.host("c.yaml", yaml);
    await pond.ok("mknod", "--factory", "sql-derived-table", "/t", "c.yaml");
    await pond.ok("rm", "/t");
    assertEquals(await pond.ok("show", "--at", "3", "--config", "/t"), yaml);
    assertEquals(JSON.parse(await pond.ok("log", "--json", "/t")).length, 2);
    const { stderr } = await pond.run(["log", "/t"]);
    assertStringIncludes(stderr, "/t is removed: pond show --at 3 /t shows what it was");
    assertEquals((await pond.run(["log", "/x"])).stderr, "");
  });
});
