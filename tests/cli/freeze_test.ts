import { assertEquals, assertStringIncludes } from "../deps.ts";
import { type Scenario, scenario } from "./scenario.ts";

/** A mount, its CSVs as series, and a table over them. */
async function chain(pond: Scenario): Promise<void> {
  Deno.mkdirSync(`${pond.directory}/raw/deep`, { recursive: true });
  pond.host("raw/a.csv", "timestamp,temp\n2026-01-01,1\n");
  pond.host("raw/deep/b.csv", "timestamp,temp\n2026-01-02,2\n");
  pond.host(
    "stack.yaml",
    `kind: mknod\npath: /raw\nspec: {factory: hostmount, config: {directory: ${pond.directory}/raw}}\n---\n` +
      "kind: mknod\npath: /csv\nspec: {factory: csv-directory, config: {source: '/raw/**/*.csv', type: series}}\n---\n" +
      "kind: mknod\npath: /total\nspec: {factory: sql-derived-table, config: {source: '/csv/**/*.series', " +
      "query: SELECT sum(temp) AS total FROM source}}\n",
  );
  await pond.ok("apply", "-f", "stack.yaml");
}

Deno.test("freeze: a directory and all below it, in one transaction; it stays when the host is gone", async () => {
  await scenario(async (pond) => {
    await chain(pond);
    await pond.ok("mkdir", "/kept");
    const before = JSON.parse(await pond.ok("log", "--json")).length;
    assertEquals(
      await pond.ok("freeze", "/csv", "/kept/csv"),
      "created    /kept/csv\ncreated    /kept/csv/a.series\n" +
        "created    /kept/csv/deep\ncreated    /kept/csv/deep/b.series\n",
    );
    await pond.ok("freeze", "/raw", "/kept/raw");
    await pond.ok("freeze", "/total", "/kept/total");
    const log = JSON.parse(await pond.ok("log", "--json"));
    assertEquals([log.length, log[2].changes.length], [before + 3, 4]);
    Deno.removeSync(`${pond.directory}/raw`, { recursive: true });
    assertEquals(await pond.ok("cat", "/kept/raw/deep/b.csv"), "timestamp,temp\n2026-01-02,2\n");
    assertEquals(await pond.ok("cat", "/kept/total", "--format", "csv"), "total\n3\n");
    assertEquals(
      await pond.ok("sql", "--format", "csv", 'SELECT sum(temp) AS t FROM "/kept/csv/**/*.series"'),
      "t\n3\n",
    );
    const rows = JSON.parse(await pond.ok("list", "-lR", "--json", "/kept"));
    assertEquals(rows.every(({ factory }: { factory: string | null }) => factory === null), true);
    const described = JSON.parse(await pond.ok("describe", "--json", "/kept/csv/a.series"));
    assertStringIncludes(JSON.stringify(described), '"timestamp"');
  });
});

Deno.test("freeze: again, it writes what differs; a series with other rows is refused", async () => {
  await scenario(async (pond) => {
    await chain(pond);
    for (const [from, to] of [["/raw", "/r"], ["/csv", "/c"], ["/total", "/t"]]) {
      await pond.ok("freeze", from!, to!);
      const again = JSON.parse(await pond.ok("freeze", "--json", from!, to!));
      assertEquals(again.every(({ action }: { action: string }) => action === "unchanged"), true);
    }
    const transactions = JSON.parse(await pond.ok("log", "--json")).length;
    pond.host("raw/a.csv", "timestamp,temp\n2026-01-01,1\n2026-01-03,3\n");
    assertEquals(
      await pond.ok("freeze", "/raw", "/r"),
      "unchanged  /r\nupdated    /r/a.csv\nunchanged  /r/deep\nunchanged  /r/deep/b.csv\n",
    );
    assertEquals(await pond.ok("freeze", "/total", "/t"), "updated    /t\n");
    assertEquals(await pond.ok("cat", "--version", "1", "/t", "--format", "csv"), "total\n3\n");
    // A series grows by the rows that it lacks; one with rows that the node hasn't is none of it.
    assertStringIncludes(await pond.ok("freeze", "/csv", "/c"), "updated    /c/a.series\n");
    pond.host("raw/a.csv", "timestamp,temp\n2026-01-01,1\n");
    assertStringIncludes(await pond.fails(1, "freeze", "/csv", "/c"), "other rows");
    assertEquals(JSON.parse(await pond.ok("log", "--json")).length, transactions + 3);
    pond.host("grows.csv", "timestamp,temp\n2026-01-01,1\n");
    for (const [rows, action] of [["2026-01-02,2\n", "created"], ["2026-01-03,3\n", "updated"]]) {
      Deno.writeTextFileSync(`${pond.directory}/grows.csv`, rows!, { append: true });
      await pond.ok("copy", "host:grows.csv", "/grows.csv");
      const url = "csv:///grows.csv?time_column=timestamp";
      assertEquals(await pond.ok("freeze", url, "/kept"), `${action}    /kept\n`);
    }
    assertEquals((await pond.ok("cat", "--format", "csv", "/kept")).split("\n").length, 5);
  });
});

Deno.test("freeze: what can't be is refused, and nothing is written", async () => {
  await scenario(async (pond) => {
    await chain(pond);
    pond.host("raw/z.csv", "timestamp,temp\nno time,1\n");
    const before = await pond.ok("log", "--json");
    await pond.fails(5, "freeze", "/csv", "/c");
    await pond.fails(3, "freeze", "/nothing", "/c");
    await pond.fails(3, "freeze", "/raw", "/no/such/directory");
    await pond.fails(8, "freeze", "/raw", "/csv");
    await pond.fails(1, "freeze", "/raw", "/");
    await pond.fails(5, "freeze", "/", "/all");
    await pond.fails(5, "freeze", "/raw", "/raw/deep/copy");
    await pond.fails(2, "freeze", "/raw");
    assertEquals(await pond.ok("log", "--json"), before);
  });
});
