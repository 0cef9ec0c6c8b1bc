import { assertEquals, assertStringIncludes } from "../deps.ts";
import { type Scenario, scenario } from "./scenario.ts";

/**
 * A mount with a good file, one with faults and a half last line, an empty one, and a directory
 * that shows them as series.
 */
async function station(pond: Scenario): Promise<void> {
  Deno.mkdirSync(`${pond.directory}/raw`);
  pond.host("raw/a.csv", "ts,v\n2026-01-01,1\n2026-01-02,x\nbad,3\n2026-01-04,4\n2026-01-05,");
  pond.host("raw/b.csv", "ts,v\n2026-02-01,5\n");
  pond.host("raw/e.csv", "");
  pond.host("raw/._b.csv", "\0\0");
  // Files that were just written are looked at anew each time.
  const before = Date.now() / 1000 - 60;
  for (const name of ["a", "b", "e"]) {
    Deno.utimeSync(`${pond.directory}/raw/${name}.csv`, before, before);
  }
  pond.host(
    "stack.yaml",
    `kind: mknod\npath: /raw\nspec: {factory: hostmount, config: {directory: ${pond.directory}/raw}}\n---\n` +
      "kind: mknod\npath: /csv\nspec: {factory: csv-directory, config: {source: '/raw/*.csv', type: series, " +
      "schema: [{name: ts, type: timestamp}, {name: v, type: int64}], csv: {on_error: skip}}}\n",
  );
  await pond.ok("apply", "-f", "stack.yaml");
}

Deno.test("source URLs: described, explained, frozen and copied as cat and sql read them", async () => {
  await scenario(async (pond) => {
    await station(pond);
    const [described] = JSON.parse(await pond.ok("describe", "--json", "csv:///raw/b.csv"));
    assertEquals([described.path, described.kind, described.rows, described.columns.length], [
      "csv:///raw/b.csv",
      "file:table",
      1,
      2,
    ]);
    const [series] = JSON.parse(
      await pond.ok("describe", "--json", "csv:///raw/b.csv?time_column=ts"),
    );
    assertEquals([series.kind, series.time_column, series.time_min], [
      "file:series",
      "ts",
      "2026-02-01T00:00:00Z",
    ]);
    assertStringIncludes(
      await pond.ok("why", "csv:///raw/b.csv"),
      `host:${pond.directory}/raw/b.csv`,
    );
    await pond.ok("freeze", "csv:///raw/b.csv", "/frozen");
    assertEquals(await pond.ok("cat", "/frozen", "--format", "csv"), "ts,v\n2026-02-01,5\n");
    await pond.ok("copy", "--as", "series", "csv:///raw/b.csv", "/kept");
    const [kept] = JSON.parse(await pond.ok("describe", "--json", "/kept"));
    assertEquals([kept.kind, kept.time_column, kept.rows], ["file:series", "ts", 1]);
    await pond.ok("copy", "csv:///raw/b.csv", "host:out.md");
    assertStringIncludes(Deno.readTextFileSync(`${pond.directory}/out.md`), "| 2026-02-01 | 5 |");
    const missing = await pond.run(["describe", "csv:///raw/none.csv"]);
    assertEquals([missing.code, missing.stdout], [3, ""]);
  });
});

Deno.test("what reading passes over is counted, described, and readable as rows", async () => {
  await scenario(async (pond) => {
    await station(pond);
    const read = await pond.run(["sql", "--format", "csv", 'SELECT v FROM "/csv/*" ORDER BY v']);
    assertEquals([read.code, read.stdout], [0, "v\n1\n4\n5\n"]);
    assertEquals(read.stderr.match(/2 rows or values are passed over/g)?.length, 1, read.stderr);
    const [a] = JSON.parse(await pond.ok("describe", "--json", "/csv/a.series"));
    assertEquals([a.rows, a.passed_over, a.unfinished_line], [2, 2, 6]);
    assertEquals(
      await pond.ok("sql", "--format", "csv", 'SELECT * FROM "/csv/.rejects/a.table"'),
      "file,line,column,value,why\n/raw/a.csv,3,v,x,is not a valid int64\n/raw/a.csv,4,ts,bad,is not a valid timestamp\n",
    );
    assertEquals(await pond.ok("list", "/csv"), "/csv/a.series\n/csv/b.series\n/csv/e.series\n");
    const url = "csv:///raw/a.csv?time_column=ts&on_error=skip&rejects=true";
    assertEquals(
      (await pond.ok("cat", "--format", "csv", url)).split("\n")[1],
      "/raw/a.csv,4,ts,bad,is not a valid timestamp",
    );
  });
});

Deno.test("mknod: says at once what a config can't read, and with --check makes nothing of it", async () => {
  await scenario(async (pond) => {
    await station(pond);
    pond.host("c.yaml", "source: /raw/*.csv\ntype: series\n");
    const refused = await pond.fails(
      5,
      "mknod",
      "--check",
      "--factory",
      "csv-directory",
      "/c",
      "c.yaml",
    );
    assertStringIncludes(
      refused,
      '/raw/a.csv: line 4, column "ts": "bad" is not a valid timestamp',
    );
    await pond.fails(3, "list", "/c");
    const made = await pond.run(["mknod", "--factory", "csv-directory", "/c", "c.yaml"]);
    assertEquals(made.code, 0);
    assertStringIncludes(made.stderr, "/c is made, but cannot read /raw/a.csv: line 4");
    pond.host("d.yaml", "source: /raw/[be].csv\ntype: series\n");
    const good = await pond.run(["mknod", "--check", "--factory", "csv-directory", "/d", "d.yaml"]);
    assertEquals([good.code, good.stderr], [0, ""]);
  });
});
