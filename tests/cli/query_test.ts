import { loadArrow } from "../../lib/deps/arrow.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { IN_PROCESS, parquetOf, type Scenario, scenario } from "./scenario.ts";

async function withSeries(work: (pond: Scenario) => Promise<void>): Promise<void> {
  await scenario(async (pond) => {
    for (const hour of [0, 2]) {
      const readings = [
        { hour, site: "a", temp: hour + 0.5 },
        { hour: hour + 1, site: "b,\u001b[31m", temp: null },
      ];
      const source = pond.host("x.parquet", await parquetOf(readings));
      await pond.ok("copy", "--as", "series", source, "/s.series");
    }
    await work(pond);
  });
}

Deno.test("cat: a table or series is CSV where nobody looks, Parquet where that is asked for", async () => {
  await withSeries(async (pond) => {
    assertEquals(
      (await pond.ok("cat", "/s.series")).split("\n").slice(0, 2),
      ["timestamp,site,temp", "2026-01-01T00:00:00Z,a,0.5"],
    );
    const bytes = await pond.bytes("cat", "/s.series", "--format", "parquet");
    const magic = new TextDecoder().decode(bytes.subarray(0, 4));
    assertEquals([magic, new TextDecoder().decode(bytes.subarray(-4))], ["PAR1", "PAR1"]);
    assertEquals(
      await pond.ok("cat", "/s.series", "--limit", "1"),
      "timestamp,site,temp\n2026-01-01T00:00:00Z,a,0.5\n",
    );
    assertEquals(
      await pond.ok(
        "cat",
        "/s.series",
        "--time-start=2026-01-01T01:00",
        "--time-end",
        "2026-01-01T03:00:00Z",
        "--sql",
        "SELECT count(*) AS n, sum(temp) AS total FROM source",
      ),
      "n,total\n2,2.5\n",
    );
    assertEquals(await pond.ok("cat", "/s.series", "--limit", "0"), "timestamp,site,temp\n");
    await pond.fails(2, "cat", "/s.series", "--time-start", "yesterday-ish");
  });
});

Deno.test("cat --format: every format", async () => {
  await withSeries(async (pond) => {
    const cat = (format: string) => pond.ok("cat", "/s.series", "--format", format);
    const rows = JSON.parse(await cat("json"));
    assertEquals(rows[1], { timestamp: "2026-01-01T01:00:00Z", site: "b,\u001b[31m", temp: null });
    assertEquals((await cat("jsonl")).trim().split("\n").map((line) => JSON.parse(line)), rows);
    assertStringIncludes(await cat("table"), "(4 rows)");
    assertStringIncludes(await cat("md"), "| 2026-01-01T00:00:00Z | a | 0.5 |");
    assertEquals((await cat("table") + await cat("md")).includes("\u001b"), false);
    const { tableFromIPC } = await loadArrow();
    const arrow = tableFromIPC(await pond.bytes("cat", "/s.series", "--format", "arrow"));
    assertEquals([arrow.numRows, arrow.schema.names], [4, ["timestamp", "site", "temp"]]);
    const parquet = await pond.bytes("cat", "/s.series", "--limit", "1", "--format", "parquet");
    assertEquals(new TextDecoder().decode(parquet.subarray(0, 4)), "PAR1");
    assertStringIncludes(await pond.fails(2, "cat", "/s.series", "--format", "jsno"), "json?");
  });
});

Deno.test("sql: paths, globs, URLs; from a word, a file, standard input", async () => {
  await withSeries(async (pond) => {
    await pond.ok("copy", pond.host("sites.csv", "site,name\na,Alpha\n"), "/sites.csv");
    const query =
      'SELECT name, count(*) AS n FROM "/*.series" JOIN "csv:///sites.csv" USING (site)' +
      " GROUP BY name";
    assertEquals(await pond.ok("sql", query), "name,n\nAlpha,2\n");
    pond.host("q.sql", query);
    assertEquals(await pond.ok("sql", "-f", "q.sql", "--json"), '[\n{"name":"Alpha","n":2}\n]\n');
    assertEquals((await pond.run(["sql", "-"], { stdin: query })).stdout, "name,n\nAlpha,2\n");
    await pond.fails(2, "sql");
    await pond.fails(2, "sql", query, "-f", "q.sql");
    await pond.fails(5, "sql", "SELEC 1");
    await pond.fails(5, "sql", 'SELECT nope FROM "/s.series"');
    await pond.fails(3, "sql", 'SELECT * FROM "/missing"');
  });
});

Deno.test("cat: a query on bytes that are no table is an error", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x.csv", "a\n1\n"), "/x.csv");
    for (const flags of [["--limit", "1"], ["--where", "a = 1"], ["--format", "json"]]) {
      assertStringIncludes(await pond.fails(5, "cat", "/x.csv", ...flags), "csv:///x.csv");
    }
    assertEquals(await pond.ok("cat", "csv:///x.csv"), "a\n1\n");
    await pond.ok("mkdir", "/d");
    await pond.fails(1, "cat", "/d");
  });
});

Deno.test("cat, plot: SQL that closes the brackets around it is an error", async () => {
  await withSeries(async (pond) => {
    const sql = ["--sql", "SELECT 1) x, (SELECT 2"];
    const closing = "nothing opens this )";
    assertStringIncludes(await pond.fails(5, "cat", "/s.series", ...sql, "--limit", "1"), closing);
    assertStringIncludes(await pond.fails(5, "plot", "/s.series", ...sql), closing);
    const where = ["--where", "true) OR (false"];
    assertStringIncludes(await pond.fails(5, "cat", "/s.series", ...where), closing);
  });
});

Deno.test("--explain: relations, plan and counters, as text and as an object", async () => {
  await withSeries(async (pond) => {
    const words = ["cat", "/s.series", "--time-start", "2026-01-01T02:00", "--explain"];
    const { relations, plan, counters } = JSON.parse(await pond.ok(...words, "--json"));
    assertEquals(relations.length, 1);
    assertEquals(typeof plan, "string");
    assertEquals(
      [counters.versions_total, counters.versions_skipped, counters.versions_opened],
      [2, 1, 1],
    );
    assertEquals(counters.rows, 2);
    assertMatch(await pond.ok(...words), /^relations:\n[\s\S]+\nplan:\n[\s\S]+\ncounters:\n/);
  });
});

Deno.test("on a terminal rows are a grid of its width, and nothing else acts on it", async () => {
  await withSeries(async (pond) => {
    if (!IN_PROCESS) return;
    const { stdout } = await pond.run(["cat", "/s.series"], { columns: 40 });
    const lines = stdout.trimEnd().split("\n");
    assertStringIncludes(lines[0]!, "timestamp");
    assertEquals(lines.at(-1), "(4 rows)");
    assertEquals(lines.every((line) => line.length <= 40), true);
    assertEquals(stdout.includes("\u001b"), false);
    const queried = await pond.run(["sql", 'SELECT 1 AS one FROM "/s.series"'], { columns: 40 });
    assertStringIncludes(queried.stdout, "  one\nint32\n─────\n");
    const long = ["sql", "SELECT i FROM range(100) t(i)"];
    const elided = (await pond.run(long, { columns: 40 })).stdout.split("\n");
    assertEquals(elided.length, 3 + 40 + 1 + 2);
    assertEquals(elided.at(-2), "(100 rows, 40 shown: --all shows all)");
    const all = (await pond.run([...long, "--all"], { columns: 40 })).stdout.split("\n");
    assertEquals(all.length, 3 + 100 + 2);
  });
});

Deno.test("sql --functions: the list, one of them, and a misspelt one", async () => {
  await scenario(async (pond) => {
    assertStringIncludes(await pond.ok("sql", "--functions"), "json_extract_string ");
    const one = await pond.ok("sql", "--functions", "json_extract");
    assertStringIncludes(one, "json_extract(json VARCHAR, index BIGINT) → JSON");
    assertStringIncludes(one, "Also: json_extract_path");
    const [each] = JSON.parse(await pond.ok("sql", "--functions", "timezone", "--json"));
    assertEquals(each.answer, "2024-07-01T10:00:00Z");
    const wrong = await pond.fails(3, "sql", "--functions", "json_extrct");
    assertStringIncludes(wrong, "did you mean json_extract?");
  });
});

Deno.test("sql: JSON and local time", async () => {
  await scenario(async (pond) => {
    const query = `SELECT '{"site": {"name": "lake"}}'->>'$.site.name' AS name,
      strftime(TIMESTAMP '2024-07-01 10:00:00' AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Vienna', '%H:%M') AS local`;
    assertEquals(await pond.ok("sql", query), "name,local\nlake,12:00\n");
    const timed = await pond.ok("sql", "--timeout", "60s", query, "--format", "jsonl");
    assertEquals(timed, '{"name":"lake","local":"12:00"}\n');
  });
});

Deno.test({
  name: "--timezone: shows times with the offset they have there, nested ones too",
  // Deno 2.7 counts a file as left open here that no command by itself leaves open.
  sanitizeResources: false,
  fn: async () => {
    await withSeries(async (pond) => {
      assertEquals(
        await pond.ok("cat", "/s.series", "--limit", "1", "--timezone", "Asia/Kolkata"),
        "timestamp,site,temp\n2026-01-01T05:30:00+05:30,a,0.5\n",
      );
      const query = `SELECT TIMESTAMP '2024-07-01 10:00:00.5' AS summer,
      [TIMESTAMP '2024-12-01 10:00:00'] AS winter, DATE '2024-12-01' AS day`;
      const json = await pond.ok("sql", query, "--timezone=Europe/Vienna", "--format", "jsonl");
      assertEquals(JSON.parse(json), {
        summer: "2024-07-01T12:00:00.5+02:00",
        winter: ["2024-12-01T11:00:00+01:00"],
        day: "2024-12-01",
      });
      const plot = await pond.ok("plot", "/s.series", "--y", "temp", "--timezone", "Asia/Kolkata");
      assertStringIncludes(plot, "(Asia/Kolkata), 2026-01-01 05:30 to 2026-01-01 08:30");
      assertStringIncludes(
        await pond.fails(2, "cat", "/s.series", "--timezone", "Europe/Wien"),
        'there is no time zone "Europe/Wien"',
      );
      for (const format of ["parquet", "arrow"]) {
        const words = ["cat", "/s.series", "--timezone", "Europe/Vienna", "--format", format];
        assertStringIncludes(await pond.fails(2, ...words), `${format} holds moments`);
      }
    });
  },
});

Deno.test("sql: SUMMARIZE and DESCRIBE answer, EXPLAIN says which command does", async () => {
  await withSeries(async (pond) => {
    const summary = await pond.ok("sql", 'SUMMARIZE "/s.series"');
    assertMatch(summary, /^column_name,column_type,min,[^]*\ntemp,DOUBLE,0\.5,2\.5,/);
    assertEquals(
      (await pond.ok("sql", 'DESCRIBE "/s.series"')).split("\n").slice(1, 3),
      ["timestamp,TIMESTAMP,YES,,,", "site,VARCHAR,YES,,,"],
    );
    const described = 'SELECT column_name AS c FROM (DESCRIBE SELECT temp FROM "/s.series")';
    assertEquals(await pond.ok("sql", described), "c\ntemp\n");
    const hint = await pond.fails(5, "sql", 'EXPLAIN ANALYZE SELECT * FROM "/s.series"');
    assertStringIncludes(hint, `pond sql --explain 'SELECT * FROM "/s.series"'`);
  });
});

Deno.test("mknod: a query names paths and URLs itself", async () => {
  await withSeries(async (pond) => {
    const config = pond.host(
      "c.yaml",
      'query: SELECT site, n FROM "/s.series" JOIN ' +
        '"csv:///sites.csv" USING (site)\n',
    );
    await pond.ok("copy", pond.host("sites.csv", "site,n\na,7\n"), "/sites.csv");
    await pond.ok("mknod", "--factory", "sql-derived-table", "/joined", config);
    assertEquals(await pond.ok("cat", "/joined"), "site,n\na,7\na,7\n");
    assertStringIncludes(await pond.ok("why", "/joined"), "/sites.csv");
    const none = pond.host("d.yaml", 'query: SELECT * FROM "/nowhere"\n');
    const failed = await pond.fails(3, "mknod", "--factory", "sql-derived-table", "/x", none);
    assertStringIncludes(failed, "line 1:8: query: cannot open /nowhere");
  });
});

Deno.test("--where: an error counts places in what was written", async () => {
  await scenario(async (pond) => {
    await pond.ok(
      "copy",
      "--as",
      "table",
      pond.host("t.parquet", await parquetOf([{ hour: 1, site: "a", temp: 1 }])),
      "/t",
    );
    const said = async (where: string, ...words: string[]) =>
      (await pond.fails(5, "cat", "/t", "--where", where, ...words)).split("\n")[0]!;
    assertStringIncludes(await said("temp > nosuch"), "(line 1, column 8 of the condition)");
    assertStringIncludes(
      await said("temp > 1 AND\n  nosuch(1)"),
      "(line 2, column 3 of the condition)",
    );
    assertStringIncludes(await said("temp > (1"), "nothing closes this ( (line 1, column 8");
    assertStringIncludes(await said("1) OR (1"), "nothing opens this ) (line 1, column 2");
    assertStringIncludes(await said("temp >"), "the condition ends too early");
    const sql = await said("temp > 1", "--sql", "SELECT nosuch FROM source");
    assertStringIncludes(sql, "(line 1, column 8)");
  });
});
