import { dataOf, HOSTILE } from "../page/pages.ts";
import { assertEquals, assertMatch, assertNotMatch, assertOk } from "../deps.ts";
import { parquetOf, type Scenario, scenario } from "./scenario.ts";

const READINGS = Array.from({ length: 60 }, (_, i) => ({
  hour: i >> 1,
  site: i % 2 === 0 ? "north" : HOSTILE,
  temp: i === 30 ? 1000 : i === 12 ? null : i,
}));

/** A stored series, a table derived from it, CSV, a link, and names that would be markup. */
async function withPond(work: (pond: Scenario) => Promise<void>): Promise<void> {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "/raw");
    const source = pond.host("x.parquet", await parquetOf(READINGS));
    await pond.ok("copy", "--as", "series", source, "/raw/lake");
    const name = HOSTILE.replaceAll("/", "_");
    await pond.ok("copy", pond.host("a.csv", "n,t\n1,<b>\n"), `/raw/${name}`);
    const config = pond.host(
      "q.yaml",
      `# ${
        HOSTILE.replaceAll(/[\u2028\u2029]|\p{Cc}/gu, "")
      }\nsource: /raw/lake\nquery: |\n  SELECT site, count(*) AS n ` +
        `FROM source GROUP BY site ORDER BY n, site\n`,
    );
    await pond.ok("mknod", "--factory", "sql-derived-table", "/by_site", config.slice(5));
    await pond.ok("ln", "-s", "/raw/lake", "/link");
    await work(pond);
  });
}

/** Two rows of each of a few types, with what is at their ends. */
const TYPES = [
  "unnest([TIMESTAMP '0001-01-01', TIMESTAMP '9999-12-31 23:59:59.999999']) AS ts",
  "unnest(['infinity'::DOUBLE, -1e300]) AS d",
  'unnest([1.5, 3])::DECIMAL(18, 3) AS "de,c"',
  "unnest([1::HUGEINT, 170141183460469231731687303715884105727]) AS huge",
  "[1, 2] AS l",
  "unnest(['11111111-1111-1111-1111-111111111111'::UUID, '22222222-2222-2222-2222-222222222222']) AS u",
  "NULL AS nothing FROM (SELECT 1 FROM source LIMIT 1)",
];

const pageOf = async (pond: Scenario, ...words: string[]) =>
  dataOf(await pond.ok("page", "-o", "-", ...words));

Deno.test("page: tree, profiles, rows, chart, lineage, configs and log, in one file; equal for equal ponds", async () => {
  await withPond(async (pond) => {
    assertEquals(await pond.ok("page", "-o", "pond.html"), "");
    const html = new TextDecoder().decode(pond.read("pond.html"));
    assertEquals(await pond.ok("page", "-o", "-"), html);
    assertNotMatch(html, /alert\(1\)<\/script>|[\u202e\u2066\u2028]|\\u0007/);
    const { nodes, graph, log, title } = dataOf(html);
    assertEquals(title, "pond");
    const at = (path: string) => nodes.find((node) => node.path === path)!;
    assertEquals(nodes.map(({ parent }) => parent === null ? "" : nodes[parent]!.path), [
      ...["", "/", "/", "/", "/raw", "/raw"],
    ]);
    const { table, versions } = at("/raw/lake");
    assertEquals([table!.rows, table!.timeColumn, versions.length], [60, "timestamp", 1]);
    const [time, site, temp] = table!.columns;
    assertEquals([time!.min, time!.max], ["2026-01-01T00:00:00Z", "2026-01-02T05:00:00Z"]);
    assertEquals([site!.distinct, site!.top!.map(([, count]) => count)], [2, [30, 30]]);
    assertEquals([temp!.nulls, temp!.min, temp!.max, temp!.distinct], [1, 0, 1000, 59]);
    assertEquals([temp!.histogram!.reduce((a, b) => a + b), temp!.histogram![23]], [59, 1]);
    assertEquals(table!.sample[0], ["2026-01-01T00:00:00Z", "north", 0]);
    // Two sites at each time: a line each.
    assertEquals(table!.chart!.lines.map(({ ys }) => ys.length), [30, 30]);
    assertEquals(table!.chart!.lines.some(({ ys }) => ys.includes(1000)), true);
    assertMatch(at("/by_site").config!, /^# <\/script>/);
    assertMatch(at("/by_site").query!, /GROUP BY site/);
    assertEquals(at("/link").target, "/raw/lake");
    const labels = graph.edges.map(([from, to]) =>
      `${graph.nodes[from]!.label} ${graph.nodes[to]!.label}`
    );
    assertEquals(labels, ["/raw/lake /by_site"]);
    assertEquals([log[0]!.command, log.length], ["ln -s /raw/lake /link", 6]);
    // The same bytes once nothing is cached, and from the same pond elsewhere.
    await pond.ok("cache", "clear");
    assertEquals(await pond.ok("page", "-o", "-"), html);
    Deno.renameSync(`${pond.directory}/.pond`, `${pond.directory}/other`);
    assertEquals(await pond.ok("page", "-o", "-", "--pond", "other"), html);
  });
});

Deno.test("page: patterns, rows, title, sizes, an earlier moment, broken nodes", async () => {
  await withPond(async (pond) => {
    const part = await pageOf(pond, "/raw/l*", "--rows", "5", "--title", "Lake <1>");
    assertEquals(part.nodes.map(({ path }) => path), ["/", "/raw", "/raw/lake"]);
    assertEquals([part.title, part.nodes[2]!.table!.sample.length], ["Lake <1>", 5]);
    assertEquals((await pageOf(pond, "/raw")).nodes.length, 4);
    const before = await pageOf(pond, "--at", "2");
    assertEquals(before.nodes.map(({ path }) => path), ["/", "/raw", "/raw/lake"]);
    assertEquals([before.transaction, before.log[0]!.transaction], [2, 2]);
    await pond.fails(3, "page", "/nothing", "-o", "-");
    await pond.fails(2, "page", "-o", "pond.svg");
    await pond.fails(2, "page");
    assertMatch(await pond.fails(2, "page", "-o", "-", "--max-size", "many"), /5MB/);
    assertMatch(await pond.fails(2, "page", "-o", "-", "--max-size", "1kB"), /20MB/);
    const small = await pond.bytes("page", "-o", "-", "--max-size", "104 kB");
    assertOk(small.length <= 104_000);
    assertMatch(dataOf(new TextDecoder().decode(small)).leftOut[0]!, /fewer/);
    const types = pond.host(
      "t.yaml",
      `source: /raw/lake\nquery: |\n  SELECT ${TYPES.join(", ")}\n`,
    );
    await pond.ok("mknod", "--factory", "sql-derived-table", "/types", types.slice(5));
    const { columns } = (await pageOf(pond, "/types")).nodes[1]!.table!;
    assertEquals(
      columns.map(({ type, min, max, histogram }) => [type, min, max, histogram?.at(-1)]),
      [
        ["timestamp", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", 1],
        ["double", -1e300, "Infinity", undefined],
        ["decimal(18,3)", "1.500", "3.000", 1],
        ["int128", 1, "170141183460469231731687303715884105727", 1],
        ["list<int32>", null, null, undefined],
        [
          "string",
          "11111111-1111-1111-1111-111111111111",
          "22222222-2222-2222-2222-222222222222",
          undefined,
        ],
        ["int32", null, null, undefined],
      ],
    );
    await pond.ok("rm", "/types");
    // A broken node is shown as that, the rest is made.
    await pond.ok("rm", "/raw/lake");
    const { code, stdout, stderr } = await pond.run(["page", "-o", "-"]);
    assertEquals(code, 1);
    assertMatch(stderr, /^pond: cannot .*\/raw\/lake/);
    const { nodes } = dataOf(stdout);
    const broken = nodes.filter(({ problem }) => problem !== null);
    assertEquals(broken.map(({ path }) => path), ["/by_site"]);
    assertMatch(broken[0]!.problem!, /\/raw\/lake/);
    assertEquals(nodes.length, 5);
  });
});
