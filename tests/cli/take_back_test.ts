import { assertEquals, assertStringIncludes } from "../deps.ts";
import { parquetOf, type Reading, scenario } from "./scenario.ts";

const two = (hour: number): Reading[] => [{ hour, site: "a", temp: 1 }, {
  hour: hour + 1,
  site: "a",
  temp: 2,
}];

Deno.test("--at: every reading command, before and after, with the configs of then", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", "one"), "/x"); // 1
    await pond.ok("copy", "--as", "series", pond.host("1.parquet", await parquetOf(two(0))), "/s"); // 2
    const config = (where: string) => `source: /s\nquery: SELECT * FROM source WHERE ${where}\n`;
    const yaml = (text: string) => pond.host("d.yaml", text).slice("host:".length);
    await pond.ok("mknod", "--factory", "sql-derived-table", "/d", yaml(config("temp = 1"))); // 3
    await pond.ok("copy", pond.host("2.parquet", await parquetOf(two(2))), "/s"); // 4
    const rewritten = yaml(config("temp > 0"));
    await pond.ok("mknod", "--overwrite", "--factory", "sql-derived-table", "/d", rewritten); // 5
    await pond.ok("copy", pond.host("x", "two"), "/x"); // 6
    await pond.ok("rm", "/x"); // 7
    assertEquals(await pond.ok("cat", "--at", "1", "/x"), "one");
    assertEquals(await pond.ok("cat", "--at", "6", "/x"), "two");
    await pond.fails(3, "cat", "/x");
    assertEquals(await pond.ok("list", "--at", "2"), "/s\n/x\n");
    assertEquals(await pond.ok("list", "--at=now"), "/d\n/s\n");
    const count = ["--sql", "SELECT count(*) AS n FROM source"];
    assertEquals(await pond.ok("cat", "/d", ...count), "n\n4\n");
    assertEquals(await pond.ok("cat", "--at", "4", "/d", ...count), "n\n2\n");
    assertEquals(await pond.ok("cat", "--at", "3", "/d", ...count), "n\n1\n");
    assertEquals(await pond.ok("sql", "--at", "2", 'SELECT count(*) AS n FROM "/s"'), "n\n2\n");
    const [described] = JSON.parse(await pond.ok("describe", "--at", "2", "--json", "/s"));
    assertEquals(described.rows, 2);
    assertStringIncludes(await pond.ok("show", "--at", "3", "--config", "/d"), "temp = 1");
    assertStringIncludes(await pond.ok("why", "--at", "3", "/d"), "temp = 1");
    await pond.ok("copy", "--at", "1", "/x", "host:out");
    assertEquals(new TextDecoder().decode(pond.read("out")), "one");
    await pond.ok("freeze", "--at", "3", "/d", "/then");
    assertEquals(await pond.ok("cat", "/then", ...count), "n\n1\n");
    await pond.fails(3, "cat", "--at", "99", "/x");
    await pond.fails(3, "list", "--at", "1999-01-01");
    await pond.fails(2, "list", "--at", "yesterdayish");
  });
});

Deno.test("--at: a mount is live, which is said; --strict refuses it", async () => {
  await scenario(async (pond) => {
    Deno.mkdirSync(`${pond.directory}/in`);
    pond.host("in/a", "host");
    const yaml = pond.host("m.yaml", `directory: ${pond.directory}/in\n`).slice("host:".length);
    await pond.ok("mknod", "--factory", "hostmount", "/m", yaml);
    const { code, stdout, stderr } = await pond.run(["cat", "--at", "1", "/m/a"]);
    assertEquals([code, stdout], [0, "host"]);
    assertStringIncludes(stderr, "is live");
    assertEquals(stderr.split("\n").length, 2);
    await pond.fails(5, "cat", "--at", "1", "--strict", "/m/a");
  });
});

Deno.test("restore, undo, rm --version: what was taken away comes back", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "-p", "/d/e"); // 1
    await pond.ok("copy", pond.host("x", "one"), "/d/e/x"); // 2
    await pond.ok("copy", pond.host("x", "two"), "/d/e/x"); // 3
    await pond.ok("rm", "-r", "/d"); // 4
    assertStringIncludes(await pond.ok("restore", "/d/e"), "restored   /d/e/x\n");
    assertEquals(await pond.ok("cat", "/d/e/x"), "two");
    await pond.fails(2, "restore", "/d/e/x");
    await pond.ok("restore", "--version", "1", "/d/e/x");
    assertEquals(await pond.ok("cat", "/d/e/x"), "one");
    await pond.ok("undo");
    assertEquals(await pond.ok("cat", "/d/e/x"), "two");
    assertStringIncludes(await pond.fails(5, "undo", "2"), "after it");
    await pond.ok("restore", "--at", "2", "/d");
    assertEquals(await pond.ok("cat", "/d/e/x"), "one");
    await pond.fails(3, "restore", "/never");
    await pond.fails(3, "undo", "99");
    await pond.fails(2, "undo", "x");

    for (const hour of [0, 2, 4]) {
      const bytes = await parquetOf(two(hour));
      await pond.ok("copy", "--as", "series", pond.host(`${hour}.parquet`, bytes), "/s");
    }
    const count = ["cat", "/s", "--sql", "SELECT count(*) AS n FROM source"];
    await pond.ok("rm", "--version", "2", "/s");
    assertEquals(await pond.ok(...count), "n\n4\n");
    assertStringIncludes(await pond.ok("log", "-n", "1", "/s"), "withdrawn  /s");
    await pond.ok("restore", "--version", "2", "/s");
    assertEquals(await pond.ok(...count), "n\n6\n");
    await pond.fails(3, "rm", "--version", "9", "/s");
    await pond.fails(5, "rm", "--version", "1", "/d/e/x");
    assertEquals(await pond.ok("fsck"), "");
  });
});

Deno.test("log PATH: follows renames, sees a parent's removal, --since and --oneline", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "/d");
    await pond.ok("copy", pond.host("x", "one"), "/d/a");
    await pond.ok("mv", "/d/a", "/d/b");
    await pond.ok("mv", "/d", "/e");
    await pond.ok("rm", "-r", "/e");
    const records = JSON.parse(await pond.ok("log", "--json", "/e/b"));
    const told = records.flatMap((each: { changes: { action: string; path: string }[] }) =>
      each.changes.map(({ action, path }) => `${action} ${path}`)
    );
    assertEquals(told, ["removed /e", "moved /e", "moved /d/b", "created /d/a"]);
    assertStringIncludes(await pond.ok("log", "/e/b"), "from /d/a");
    assertEquals((await pond.ok("log", "--oneline")).trim().split("\n").length, 6);
    assertEquals(await pond.ok("log", "--since", "now"), "");
  });
});
