import { connectNative } from "../../bench/deps.ts";
import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { parquet } from "../sql/support.ts";
import { type Scenario, scenario } from "./scenario.ts";

/** Columns of every type that a table in Parquet holds otherwise than the pond does. */
const ODD_TYPES = "SELECT TIMESTAMP '2024-03-31 00:30:00' + INTERVAL (i) HOUR AS timestamp, " +
  "(18446744073709551615 - i)::UBIGINT AS n, (i % 200)::UTINYINT AS small, " +
  "(i * 1.25)::DECIMAL(12, 3) AS price, TIME '01:02:03' AS clock, INTERVAL (i) DAY AS gap, " +
  "[i, NULL] AS list, {'x': i, 'at': TIMESTAMP '2024-01-01' + INTERVAL (i) DAY} AS pair, " +
  "'\u{1F30A} ' || i AS site FROM range(180) r(i)";

const NODES: readonly (readonly [path: string, factory: string, config: string])[] = [
  ["/csv", "csv-directory", "source: /raw/*.csv"],
  [
    "/by_day",
    "sql-derived-series",
    "source: /flow\nquery: |\n  SELECT date_trunc('day', timestamp) AS timestamp, count(*) AS rows,\n" +
    "    max(n) AS n -- the greatest\n  FROM source GROUP BY ALL; -- done",
  ],
  [
    "/late",
    "sql-derived-table",
    "patterns: {days: /by_day, odd: /flow}\nquery: WITH d AS (SELECT * FROM days) " +
    "SELECT d.timestamp, d.n, odd.clock, odd.gap, odd.pair FROM d JOIN odd USING (timestamp)",
  ],
  [
    "/all",
    "sql-derived-table",
    "source: /csv/*\ncaptures: [file]\nquery: SELECT file, sum(v) AS v FROM source GROUP BY file",
  ],
  [
    "/named",
    "sql-derived-table",
    `query: SELECT site, v FROM "csv:///raw/a.csv" UNION ALL SELECT site, n FROM "/flow"`,
  ],
  ["/kept", "sql-derived-table", "source: /late\ncache: {refresh: 1h}"],
  ["/over", "sql-derived-table", "source: /kept\nquery: SELECT count(*) AS n FROM source"],
];

async function play(pond: Scenario): Promise<void> {
  await pond.ok("mkdir", "/raw");
  const files = ["a", "b"].map((name, i) => pond.host(`${name}.csv`, `site,v\nx,${i}\ny,\n`));
  await pond.ok("copy", ...files, "/raw/");
  const flow = pond.host("flow.parquet", await parquet(ODD_TYPES));
  await pond.ok("copy", "--as", "series", flow, "/flow");
  for (const [path, factory, config] of NODES) {
    pond.host("config.yaml", config);
    await pond.ok("mknod", "--factory", factory, path, "config.yaml");
  }
}

/** Younger releases put times within structs into quotes. */
function unquoted(rows: readonly (readonly unknown[])[]): string[][] {
  return rows.map((row) => row.map((value) => String(value).replaceAll("'", "")));
}

interface Entry {
  readonly path: string;
  readonly layout: string;
}

Deno.test("export --with-views: native DuckDB has the rows of every node", async () => {
  await scenario(async (pond) => {
    await play(pond);
    const layout = ["--layout", "hive", "--partition", "year"];
    const words = ["export", "/*", "/csv/*", "--to", "out", "--with-views", ...layout, "--json"];
    const report: Entry[] = JSON.parse(await pond.ok(...words));
    assertEquals(report.map(({ path, layout }) => `${layout} ${path}`), [
      "files /csv/*",
      "files /csv/a.table",
      "files /csv/b.table",
      "hive /flow",
      "hive /kept",
      "files csv:///raw/a.csv",
      "view /all",
      "view /by_day",
      "view /late",
      "view /named",
      "view /over",
    ]);
    const native = await connectNative(1);
    try {
      await native.run(`SET file_search_path = '${join(pond.directory, "out")}'`);
      await native.run(new TextDecoder().decode(pond.read("out/duckdb.sql")));
      for (const { path } of report.filter(({ path }) => path !== "/csv/*")) {
        const asked = `SELECT COLUMNS(*)::VARCHAR FROM "${path}" ORDER BY ALL`;
        const rows: object[] = JSON.parse(await pond.ok("sql", asked, "--json"));
        assertEquals(
          unquoted(await native.rows(asked)),
          unquoted(rows.map((row) => Object.values(row))),
          path,
        );
      }
      // A view of a table says UTC itself; what is computed follows the session.
      await native.run("SET TimeZone = 'America/New_York'");
      const days = `SELECT count(DISTINCT timestamp::DATE) FROM "/flow"`;
      assertEquals(await native.rows(days), [["8"]]);
    } finally {
      native.close();
    }
    assertEquals(
      (JSON.parse(await pond.ok(...words)) as { status: string }[]).map(({ status }) => status),
      [..."uuuuuu"].map(() => "unchanged").concat([..."vvvvv"].map(() => "written")),
    );
  });
});

Deno.test("export --with-views: what can't be written takes its views with it", async () => {
  await scenario(async (pond) => {
    await play(pond);
    await pond.ok("copy", pond.host("c.csv", 'site,v\n"x,1\n'), "/raw/a.csv");
    const { code, stdout, stderr } = await pond.run(
      ["export", "/all", "/named", "/by_day", "--to", "out", "--with-views"],
    );
    assertEquals(code, 1);
    assertMatch(stdout, /^\/flow -> .*\n\/by_day -> .*\n$/);
    assertMatch(stderr, /cannot export \/all: .*\n(.*\n)*.*cannot export \/named: /);
    const script = new TextDecoder().decode(pond.read("out/duckdb.sql"));
    assertEquals([...script.matchAll(/VIEW "(.*)" AS/g)].map(([, name]) => name), [
      "/flow",
      "/by_day",
    ]);
  });
});

Deno.test("export --with-views: a file of somebody else stays; --dbt needs the views", async () => {
  await scenario(async (pond) => {
    await play(pond);
    Deno.mkdirSync(join(pond.directory, "out"));
    pond.host("out/run_spark.py", "mine");
    const failed = await pond.run(["export", "/flow", "--to", "out", "--with-views"]);
    assertEquals(failed.code, 1);
    assertStringIncludes(failed.stderr, "run_spark.py: a file that pond didn't write is there");
    await pond.fails(2, "export", "/flow", "--to", "out", "--dbt");
  });
});

Deno.test("export --with-views --dbt: a model for every node, none for what is gone", async () => {
  await scenario(async (pond) => {
    await play(pond);
    const words = ["--to", "out", "--with-views", "--dbt"];
    await pond.ok("export", "/late", "/by_day", ...words);
    const models = () =>
      [...Deno.readDirSync(join(pond.directory, "out/dbt/models"))].map(({ name }) => name).sort();
    assertEquals(models(), ["by_day.sql", "flow.sql", "late.sql"]);
    const late = new TextDecoder().decode(pond.read("out/dbt/models/late.sql"));
    assertStringIncludes(late, `"days" AS (SELECT * FROM {{ ref('by_day') }})`);
    await pond.ok("export", "/by_day", ...words);
    assertEquals(models(), ["by_day.sql", "flow.sql"]);
  });
});

Deno.test("export: a source URL is a table called as its file", async () => {
  await scenario(async (pond) => {
    await play(pond);
    const line = await pond.ok("export", "csv:///raw/a.csv", "--to", "out", "--layout", "files");
    assertMatch(
      line,
      /^csv:\/\/\/raw\/a\.csv -> .*\/out\/a {2}files: created, \+1 -0 files, 2 rows\n$/,
    );
  });
});
