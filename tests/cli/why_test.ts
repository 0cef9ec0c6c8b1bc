import { assertEquals, assertOk, assertStringIncludes } from "../deps.ts";
import { parquetOf, type Scenario, scenario } from "./scenario.ts";

const READINGS = "timestamp,sensor,temp\n" +
  "2026-01-01T00:00:00Z,a,10.5\n2026-01-01T01:00:00Z,b,31\n2026-01-01T02:00:00Z,a,35\n";

const COMPOSITION = `kind: mknod
path: /host
spec: {factory: hostmount, config: {directory: HOST}}
---
kind: mknod
path: /csv
spec: {factory: csv-directory, config: {source: '/host/**/*.csv', type: series}}
---
kind: mknod
path: /hot
spec: {factory: sql-derived-series, config: {source: '/csv/**/*.series', query: SELECT * FROM source WHERE temp > 30}}
---
kind: mknod
path: /hot_a
spec:
  factory: sql-derived-series
  config:
    patterns: {h: /hot}
    query: SELECT timestamp, temp FROM h WHERE sensor = 'a'
---
kind: mknod
path: /count
spec:
  factory: sql-derived-table
  config:
    patterns: {x: /hot_a}
    query: SELECT count(*) AS n, max(temp) AS top FROM x
`;

/** Mount, series of its CSVs, a series over them, a series over that, a table over that. */
async function compose(pond: Scenario): Promise<void> {
  Deno.mkdirSync(`${pond.directory}/raw`);
  pond.host("raw/one.csv", READINGS);
  pond.host("all.yaml", COMPOSITION.replace("HOST", `${pond.directory}/raw`));
  await pond.ok("apply", "-f", "all.yaml");
}

interface Explained {
  readonly path: string;
  readonly factory: string | null;
  readonly query: string | null;
  readonly inputs: { name: string | null; paths: string[]; problem: string | null }[];
  readonly madeBy: string | null;
  readonly host: { path: string; size: number | null; modified: string | null } | null;
  readonly versions: { version: number; transaction: number; time: string; argv: string[] }[];
  readonly cached: string | null;
  readonly newer: string[];
  readonly problem: string | null;
}

/** What `why` says; `missing`: it says that something isn't there, and exits with 1. */
async function why(
  pond: Scenario,
  path: string,
  { missing = false } = {},
): Promise<Map<string, Explained>> {
  const { code, stdout, stderr } = await pond.run(["why", "--json", path]);
  assertEquals(code, missing ? 1 : 0, stderr);
  const nodes: Explained[] = JSON.parse(stdout);
  return new Map(nodes.map((node) => [node.path, node]));
}

Deno.test("composition: five levels are right at the next look, and why names all of it", async () => {
  await scenario(async (pond) => {
    await compose(pond);
    assertEquals(await pond.ok("cat", "/count", "--format", "csv"), "n,top\n1,35\n");
    pond.host("raw/one.csv", `${READINGS}2026-01-01T03:00:00Z,a,40\n`);
    assertEquals(await pond.ok("cat", "/count", "--format", "csv"), "n,top\n2,40\n");

    const nodes = await why(pond, "/count");
    assertEquals([...nodes.keys()].sort(), [
      "/count",
      "/csv",
      "/csv/one.series",
      "/host",
      "/host/one.csv",
      "/hot",
      "/hot_a",
    ]);
    assertEquals(nodes.get("/count")!.inputs.map(({ name, paths }) => [name, paths]), [
      ["x", ["/hot_a"]],
    ]);
    assertStringIncludes(nodes.get("/hot")!.query!, "temp > 30");
    for (const path of ["/count", "/hot_a", "/hot", "/csv", "/host"]) {
      const [version] = nodes.get(path)!.versions;
      assertEquals([version?.version, version?.transaction], [1, 1], path);
      assertEquals(version?.argv, ["apply", "-f", "all.yaml"]);
    }
    const { host, cached, newer } = nodes.get("/host/one.csv")!;
    const stat = Deno.statSync(`${pond.directory}/raw/one.csv`);
    assertEquals([host?.path, host?.size], [`${pond.directory}/raw/one.csv`, stat.size]);
    assertEquals(new Date(host!.modified!).getTime(), stat.mtime!.getTime());
    assertOk(cached !== null && newer.length === 0);
    assertEquals(nodes.get("/csv/one.series")!.madeBy, "/csv");
    assertOk([...nodes.values()].every(({ problem }) => problem === null));

    const text = await pond.ok("why", "/count");
    for (const path of nodes.keys()) assertStringIncludes(text, `${path}`);
    assertOk(!text.includes("missing:") && !text.includes("newer:"));
  });
});

Deno.test("why: says what is newer than a cached result, without making one", async () => {
  await scenario(async (pond) => {
    await compose(pond);
    await pond.ok("cat", "/count");
    const future = new Date(Date.now() + 60_000);
    Deno.utimeSync(`${pond.directory}/raw/one.csv`, future, future);
    const entries = JSON.parse(await pond.ok("cache", "--json")).entries;
    assertEquals((await why(pond, "/hot")).get("/host/one.csv")!.newer, ["/host/one.csv"]);
    assertStringIncludes(await pond.ok("why", "/hot"), "newer:\n  /host/one.csv, than the result");
    // Bytes of a computed table are a cached result of the table itself.
    await pond.bytes("cat", "/count", "--format", "parquet");
    await pond.ok("freeze", "/count", "/frozen");
    assertOk((await why(pond, "/count")).get("/count")!.cached !== null);
    assertOk(JSON.parse(await pond.ok("cache", "--json")).entries > entries);
  });
});

Deno.test("composition: with the host directory gone each level says what is missing, the rest works", async () => {
  await scenario(async (pond) => {
    await compose(pond);
    await pond.ok("copy", pond.host("x", "fine"), "/x");
    Deno.removeSync(`${pond.directory}/raw`, { recursive: true });
    for (const path of ["/hot", "/hot_a", "/count"]) {
      const { code, stdout, stderr } = await pond.run(["cat", path, "--format", "csv"]);
      assertEquals([code, stdout], [3, ""], path);
      assertStringIncludes(stderr, "/csv/**/*.series");
      assertStringIncludes(stderr, `${pond.directory}/raw`);
    }
    assertEquals(await pond.ok("cat", "/x"), "fine");
    assertEquals(await pond.ok("list"), "/count\n/csv/\n/host/\n/hot\n/hot_a\n/x\n");
    const nodes = await why(pond, "/count", { missing: true });
    for (const path of ["/host", "/csv"]) {
      const { problem, inputs } = nodes.get(path)!;
      assertStringIncludes(problem ?? inputs[0]!.problem!, `${pond.directory}/raw`);
    }
    assertStringIncludes(nodes.get("/hot")!.inputs[0]!.problem!, `${pond.directory}/raw`);
    assertStringIncludes((await pond.run(["why", "/count"])).stdout, "missing:\n");
    Deno.mkdirSync(`${pond.directory}/raw`);
    pond.host("raw/two.csv", READINGS);
    assertEquals(await pond.ok("cat", "/count", "--format", "csv"), "n,top\n1,35\n");
  });
});

Deno.test("why: stored nodes, every version of a series, links, what is missing", async () => {
  await scenario(async (pond) => {
    pond.host("one.parquet", await parquetOf([{ hour: 1, site: "a" }]));
    pond.host("two.parquet", await parquetOf([{ hour: 2, site: "b" }]));
    await pond.ok("copy", "--as", "series", "host:one.parquet", "/s");
    await pond.ok("copy", "host:two.parquet", "/s");
    await pond.ok("ln", "-s", "/s", "/link");
    const series = (await why(pond, "/link")).get("/s")!;
    assertEquals(series.versions.map(({ version, transaction }) => [version, transaction]), [
      [1, 1],
      [2, 2],
    ]);
    assertEquals(series.versions[1]!.argv, ["copy", "host:two.parquet", "/s"]);

    const mknod = async (path: string, yaml: string, ...more: string[]) => {
      pond.host("config.yaml", yaml);
      await pond.ok("mknod", ...more, "--factory", "sql-derived-table", path, "config.yaml");
    };
    await mknod("/a", "source: /s\n");
    await mknod("/b", "patterns: {x: /a, y: '/s'}\nquery: SELECT x.site FROM x, y\n");
    assertEquals([...(await why(pond, "/b")).keys()], ["/b", "/a", "/s"]);
    assertStringIncludes(await pond.ok("why", "/b"), "(see above)");
    await pond.ok("rm", "/s");
    const broken = await why(pond, "/b", { missing: true });
    assertStringIncludes(broken.get("/a")!.inputs[0]!.problem!, "/s");
    await pond.fails(3, "why", "/s");
    assertStringIncludes(await pond.ok("why", "/"), "/  directory\n");
  });
});
