/** The factories in a real pond: over the host, the log, the engine and the cache. */
import { formatType } from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import { checkBroken, TREE_CRITERIA } from "../contract/factory_contract.ts";
import { assertEquals, assertOk, assertRejects, assertStringIncludes } from "../deps.ts";
import { type RealPond, testInPond } from "./real_pond.ts";

const readings = "timestamp,sensor,temp\n" +
  "2026-01-01T00:00:00Z,a,10.5\n2026-01-01T01:00:00Z,b,31\n2026-01-01T02:00:00Z,a,35\n";

async function compose({ mknod, directory }: RealPond): Promise<void> {
  await Deno.writeTextFile(`${directory}/one.csv`, readings);
  await mknod("/host", "hostmount", `directory: ${directory}`);
  await mknod("/csv", "csv-directory", "source: /host/**/*.csv\ntype: series\n");
  await mknod(
    "/hot",
    "sql-derived-series",
    "source: /csv/**/*.series\nquery: SELECT * FROM source WHERE temp > 30\n",
  );
  await mknod(
    "/hot_a",
    "sql-derived-series",
    "patterns: {h: /hot}\nquery: SELECT timestamp, temp FROM h WHERE sensor = 'a'\n",
  );
  await mknod(
    "/count",
    "sql-derived-table",
    "patterns: {x: /hot_a}\nquery: SELECT count(*)::INTEGER AS n, max(temp) AS top FROM x\n",
  );
}

testInPond(
  "factories: hostmount, csv-directory, series, series, table; live to the end",
  async (real) => {
    await compose(real);
    assertEquals(await real.rows("/count"), [{ n: 1, top: 35 }]);
    await Deno.writeTextFile(`${real.directory}/one.csv`, `${readings}2026-01-01T03:00:00Z,a,40\n`);
    assertEquals(await real.rows("/count"), [{ n: 2, top: 40 }]);
    await Deno.mkdir(`${real.directory}/deep`);
    await Deno.writeTextFile(`${real.directory}/deep/two.csv`, readings);
    assertEquals(await real.rows("/count"), [{ n: 3, top: 40 }]);
    const series = await real.node("/hot") as FileNode;
    const { columns, time } = await series.table!.describe();
    assertEquals(columns?.map(({ name, type }) => [name, formatType(type)]), [
      ["timestamp", "timestamp"],
      ["sensor", "string"],
      ["temp", "double"],
    ]);
    assertEquals(time?.name, "timestamp");
    const source = await series.open();
    const head = new Uint8Array(4);
    source.readSync(0, head);
    source.close();
    assertEquals(new TextDecoder().decode(head), "PAR1");
    await Deno.remove(`${real.directory}/deep/two.csv`);
    await Deno.remove(`${real.directory}/one.csv`);
    for (const path of ["/hot", "/hot_a", "/count"]) {
      await assertRejects(() => real.rows(path), PondError, "/csv/**/*.series");
    }
    assertEquals((await real.node("/csv")).broken, undefined);
  },
);

testInPond("factories: SQL errors are placed in the YAML at mknod", async ({ mknod, rows }) => {
  const data = new URL("../data", import.meta.url).pathname;
  await mknod("/data", "hostmount", `directory: ${data}`);
  await mknod(
    "/x",
    "sql-derived-series",
    "source: series:///data/epoch_seconds.parquet\n",
  );
  assertEquals(await rows("/x", "SELECT typeof(time) AS t, v FROM source ORDER BY v"), [
    { t: "TIMESTAMP", v: 1n },
    { t: "TIMESTAMP", v: 2n },
  ]);
  const cases: [yaml: string, place: string, message: string][] = [
    ["source: /x\nquery: |\n  SELECT v,\n    vv\n  FROM source\n", "4:5", "vv"],
    ["source: /x\nquery: |\n  SELECT v\n  FROM source\n  WHERE v > > 1\n", "5:13", "syntax"],
    ["source: /x\nquery: |\n  SELECT\n    nofunc(v)\n  FROM source\n", "4:5", "nofunc"],
    ["source: /x\nquery: |\n  SELECT\n    sqrt(time) AS d\n  FROM source\n", "4:5", "sqrt"],
    [
      "source: /x\nquery: |\n  SELECT *\n  FROM (SELECT v FROM source; DROP x)\n",
      "4:29",
      "statement",
    ],
    ["source: csv:///data/x.parquet?delimeter=;\n", "1:9", "delimeter"],
    ["source: cvs:///data/x.parquet\n", "1:9", "cvs"],
  ];
  for (const [yaml, place, message] of cases) {
    const error = await assertRejects(
      () => mknod("/y", "sql-derived-table", yaml),
      PondError,
      message,
    );
    assertStringIncludes(error.message, `line ${place}:`);
    assertOk(!error.message.includes("\n"));
  }
});

testInPond(
  "factories: a declared schema is enforced with file, line, column and value",
  async ({ mknod, directory, rows }) => {
    await Deno.writeTextFile(`${directory}/bad.csv`, "a,b\n1,2\nx,3\n");
    await Deno.writeTextFile(`${directory}/good.csv`, "a,b\n1,2\n");
    await mknod("/host", "hostmount", `directory: ${directory}`);
    const schema = "schema: [{name: a, type: int64}, {name: b, type: double}]";
    await mknod("/csv", "csv-directory", `source: /host/*.csv\n${schema}\n`);
    const error = await assertRejects(() => rows("/csv/bad.table"), PondError, "/host/bad.csv");
    assertEquals(error.code, "invalid-input");
    for (const part of ["3", "a", "x"]) assertStringIncludes(error.message, part);
    assertEquals(await rows("/csv/good.table", "SELECT b FROM source"), [{ b: 2 }]);
  },
);

testInPond("factories: a diamond of 10 levels answers", async ({ mknod, directory, rows }) => {
  await Deno.writeTextFile(`${directory}/n.csv`, "n\n1\n2\n");
  await mknod("/host", "hostmount", `directory: ${directory}`);
  await mknod("/n0", "sql-derived-table", "source: csv:///host/n.csv");
  for (let i = 1; i <= 10; i++) {
    const yaml = `patterns: {a: /n${i - 1}, b: /n${
      i - 1
    }}\nquery: SELECT a.n FROM a JOIN b USING (n)`;
    await mknod(`/n${i}`, "sql-derived-table", yaml);
  }
  assertEquals(await rows("/n10", "SELECT count(*)::INTEGER AS n FROM source"), [{ n: 2 }]);
});

const schema = "schema: [{name: a, type: int64}, {name: timestamp, type: timestamp}]";
const cases: [factory: string, yaml: string][] = [
  ["hostmount", "directory: HOST\n"],
  ["csv-directory", `source: /m/**/*.csv\ntype: series\n${schema}\n`],
  ["sql-derived-table", "source: csv:///m/a.csv\nquery: SELECT a FROM source\n"],
  ["sql-derived-series", "source: csv:///m/deep/*.csv\n"],
  [
    "dynamic-dir",
    "entries:\n" +
    "  - {name: host, factory: hostmount, config: {directory: HOST}}\n" +
    "  - name: inner\n    factory: dynamic-dir\n    config:\n      entries:\n" +
    "        - {name: t, factory: sql-derived-table, config: {source: 'csv:///m/a.csv'}}\n",
  ],
];

for (const [factory, yaml] of cases) {
  testInPond(
    `${factory} in a pond: keeps the contract, refuses writes, breaks alone`,
    async (real) => {
      const { mknod, directory, node, pond } = real;
      await Deno.mkdir(`${directory}/deep`);
      for (const name of ["a.csv", "deep/a.csv", "deep/b.csv"]) {
        await Deno.writeTextFile(
          `${directory}/${name}`,
          "a,timestamp\n1,2026-01-01\n2,2026-01-02\n",
        );
      }
      await mknod("/m", "hostmount", `directory: ${directory}\n`);
      await mknod("/node", factory, yaml.replace("HOST", directory));
      for (const check of Object.values(TREE_CRITERIA)) {
        await check(await node("/node"), await node("/node"));
      }
      const refused = await assertRejects(
        () =>
          pond.transact(["test"], async (change) => {
            await change.makeDirectory("/node/new");
          }),
        PondError,
      );
      assertOk(["read-only", "not-a-directory"].includes(refused.code), refused.code);
      await Deno.remove(directory, { recursive: true });
      await checkBroken(await node("/node"));
      assertEquals((await real.paths("/*")).sort(), ["/m", "/node"]);
      await Deno.mkdir(directory);
    },
  );
}
