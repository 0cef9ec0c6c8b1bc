import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { type Scenario, scenario } from "./scenario.ts";

/** Writes `yaml` to the host and makes a node of it. */
async function mknod(pond: Scenario, factory: string, path: string, yaml: string): Promise<void> {
  pond.host("config.yaml", yaml);
  await pond.ok("mknod", "--factory", factory, path, "config.yaml");
}

/** A mounted directory of CSV, shown as series, and two derived nodes over it. */
async function chain(pond: Scenario): Promise<void> {
  Deno.mkdirSync(join(pond.directory, "raw"));
  pond.host("raw/a.csv", "timestamp,site,temp\n2026-01-01T00:00:00Z,a,20.5\n");
  pond.host("raw/b.csv", "timestamp,site,temp\n2026-01-01T01:00:00Z,b,30.5\n");
  await mknod(pond, "hostmount", "/raw", `directory: ${pond.directory}/raw\n`);
  await mknod(pond, "csv-directory", "/csv", "source: /raw/*.csv\ntype: series\n");
  await mknod(
    pond,
    "sql-derived-series",
    "/hot",
    "source: /csv/*.series\nquery: SELECT * FROM source WHERE temp > 25\n",
  );
  await mknod(
    pond,
    "sql-derived-table",
    "/count",
    "source: /hot\nquery: SELECT count(*) AS n FROM source\n",
  );
}

Deno.test("dynamic nodes: a chain of four is right at the next look", async () => {
  await scenario(async (pond) => {
    await chain(pond);
    assertEquals(await pond.ok("list", "-R", "/csv"), "/csv/a.series\n/csv/b.series\n");
    assertEquals(await pond.ok("cat", "/count", "--format", "csv"), "n\n1\n");
    pond.host(
      "raw/a.csv",
      "timestamp,site,temp\n2026-01-01T00:00:00Z,a,20.5\n2026-01-01T02:00:00Z,a,40.5\n",
    );
    assertEquals(await pond.ok("cat", "/count", "--format", "csv"), "n\n2\n");
    pond.host("raw/c.csv", "timestamp,site,temp\n2026-01-02T00:00:00Z,c,50.5\n");
    assertEquals(await pond.ok("sql", 'SELECT n FROM "/count"'), "n\n3\n");
    const bytes = await pond.bytes("cat", "/hot", "--format", "parquet");
    assertEquals(new TextDecoder().decode(bytes.subarray(0, 4)), "PAR1");
    await pond.ok("copy", "/hot", "/frozen");
    assertEquals(await pond.ok("sql", 'SELECT count(*) AS n FROM "/frozen"'), "n\n3\n");
  });
});

Deno.test("dynamic nodes: with the host directory gone, each level says so and siblings are fine", async () => {
  await scenario(async (pond) => {
    await chain(pond);
    await pond.ok("copy", pond.host("x", "fine"), "/x");
    Deno.removeSync(join(pond.directory, "raw"), { recursive: true });
    assertEquals(await pond.ok("list"), "/count\n/csv/\n/hot\n/raw/\n/x\n");
    assertEquals(await pond.ok("cat", "/x"), "fine");
    const whole = await pond.run(["list", "-R"]);
    assertEquals([whole.code, whole.stdout], [1, "/count\n/csv/\n/hot\n/raw/\n/x\n"]);
    assertStringIncludes(whole.stderr, `${pond.directory}/raw`);
    const count = await pond.run(["cat", "/count", "--limit", "1"]);
    assertEquals([count.code === 0, count.stdout], [false, ""]);
    const listed = await pond.fails(3, "list", "/raw");
    assertStringIncludes(listed, "cannot open /raw: ");
    assertStringIncludes(listed, "No such file or directory");
    const below = await pond.fails(3, "cat", "/raw/x");
    assertEquals([below.includes("ENOENT"), below.includes("cannot open /raw: ")], [false, true]);
    for (const words of [["list", "-l"], ["describe", "/raw"], ["show", "/raw"]]) {
      const { stdout } = await pond.run(words);
      assertMatch(stdout, /(problem: +|broken: )cannot open \/raw: .*No such file/);
    }
    const { code, stderr } = await pond.run(["fsck"]);
    assertEquals(code, 0);
    assertStringIncludes(stderr, "/raw: cannot open /raw: ");
  });
});

Deno.test("mknod: refuses what is wrong and writes nothing", async () => {
  await scenario(async (pond) => {
    const refused = async (factory: string, yaml: string, status: number) => {
      pond.host("config.yaml", yaml);
      return await pond.fails(status, "mknod", "--factory", factory, "/n", "config.yaml");
    };
    assertStringIncludes(await refused("hostmount", "directry: /\n", 5), "directory");
    await refused("hostmount", "directory: [1\n", 5);
    await refused("hostmount", `directory: ${pond.directory}/missing\n`, 3);
    await refused("sql-derived-table", "source: /x\nquery: DROP TABLE x\n", 5);
    await pond.fails(3, "mknod", "--factory", "hostmount", "/n", "no-such-file.yaml");
    await pond.fails(2, "mknod", "/n", "config.yaml");
    assertEquals(await pond.ok("list"), "");
    assertEquals(JSON.parse(await pond.ok("log", "--json")).length, 1);
  });
});

Deno.test("mknod: a cycle is refused, and the chain is printed", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("s.csv", "a\n1\n"), "/s.csv");
    await mknod(pond, "sql-derived-table", "/a", "source: csv:///s.csv\n");
    await mknod(pond, "sql-derived-table", "/b", "source: /a\n");
    pond.host("config.yaml", "source: /b\n");
    const words = ["mknod", "--overwrite", "--factory", "sql-derived-table", "/a", "config.yaml"];
    const said = await pond.run(words);
    const result = said.code === 0 ? await pond.run(["cat", "/a", "--limit", "1"]) : said;
    assertEquals(result.code, 5);
    assertStringIncludes(result.stderr, "/a");
    assertStringIncludes(result.stderr, "/b");
  });
});

Deno.test("show --config: every version, verbatim", async () => {
  await scenario(async (pond) => {
    const yaml = (column: string) =>
      `# why\nsource: csv:///s.csv\nquery: SELECT ${column} FROM source\n`;
    await pond.ok("copy", pond.host("s.csv", "a,b\n1,2\n"), "/s.csv");
    await mknod(pond, "sql-derived-table", "/t", yaml("a"));
    pond.host("config.yaml", yaml("b"));
    await pond.ok("mknod", "--overwrite", "--factory", "sql-derived-table", "/t", "config.yaml");
    assertEquals(await pond.ok("show", "--config", "/t"), yaml("b"));
    assertEquals(await pond.ok("show", "--config", "--version", "1", "/t"), yaml("a"));
    assertEquals(await pond.ok("cat", "/t", "--format=csv"), "b\n2\n");
    await pond.fails(3, "show", "--config", "--version", "3", "/t");
    await pond.fails(5, "show", "--config", "/s.csv");
    const [row] = JSON.parse(await pond.ok("list", "-l", "--json", "/t"));
    assertEquals([row.kind, row.factory, row.version], ["file:table", "sql-derived-table", 2]);
  });
});

Deno.test("cache: stats, verify, clear", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("s.csv", "a\n1\n"), "/s.csv");
    await pond.ok("cat", "csv:///s.csv");
    assertEquals(JSON.parse(await pond.ok("cache", "--json")).entries, 1);
    await pond.ok("cache", "verify");
    await pond.fails(3, "cache", "clear", "/other");
    assertEquals(await pond.ok("cache", "clear", "/s.csv"), "removed 1 entry\n");
    await pond.fails(2, "cache", "polish");
    await pond.fails(2, "cache", "stats", "/s.csv");
  });
});

Deno.test("factories: the list, one of them, and a misspelt one", async () => {
  await scenario(async (pond) => {
    assertStringIncludes(await pond.ok("factories"), "hostmount ");
    assertStringIncludes(await pond.ok("factories", "csv-directory"), "csv.delimiter");
    const all = JSON.parse(await pond.ok("factories", "--json"));
    assertEquals(all.some((each: { name: string }) => each.name === "dynamic-dir"), true);
    assertStringIncludes(await pond.fails(5, "factories", "hostmuont"), "did you mean hostmount?");
  });
});

Deno.test("csv-directory: what its glob can't look into is reported, exit status 1, and the rest delivered", async () => {
  await scenario(async (pond) => {
    await chain(pond);
    await mknod(pond, "hostmount", "/gone", `directory: ${pond.directory}/raw\n`);
    await mknod(pond, "csv-directory", "/all", "source: /**/*.csv\n");
    pond.host("config.yaml", `directory: ${pond.directory}/away\n`);
    Deno.mkdirSync(join(pond.directory, "away"));
    await pond.ok("mknod", "--overwrite", "--factory", "hostmount", "/gone", "config.yaml");
    Deno.removeSync(join(pond.directory, "away"));
    const listed = await pond.run(["list", "/all/raw"]);
    assertEquals([listed.code, listed.stdout], [1, "/all/raw/a.table\n/all/raw/b.table\n"]);
    assertStringIncludes(listed.stderr, `${pond.directory}/away`);
    for (
      const words of [["sql", 'SELECT count(*) AS n FROM "csv:///**/*.csv"'], [
        "cat",
        "csv:///**/*.csv",
        "--sql",
        "SELECT count(*) AS n FROM source",
      ]]
    ) {
      const { code, stdout, stderr } = await pond.run(words);
      assertEquals([code, stdout], [1, "n\n2\n"]);
      assertStringIncludes(stderr, `${pond.directory}/away`);
    }
  });
});
