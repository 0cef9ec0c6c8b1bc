/** A time limit ends whatever a command does, and leaves nothing behind. */
import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertOk, assertStringIncludes } from "../deps.ts";
import { type Scenario, scenario } from "./scenario.ts";

const ENDLESS =
  `SELECT sum(a.range + b.range + n) AS s FROM "csv:///t.csv", range(1000000000000) a, range(1000000) b`;

const NODES = `kind: mknod
path: /endless
spec: {factory: sql-derived-table, config: {query: 'SELECT n AS s FROM "csv:///t.csv"', cache: {refresh: 1h}}}
---
kind: mknod
path: /over
spec: {factory: sql-derived-table, config: {source: /endless}}
---
kind: mknod
path: /series
spec:
  factory: sql-derived-series
  config: {source: /endless, query: 'SELECT now()::TIMESTAMP AS ts, s FROM source'}
---
kind: mknod
path: /check
spec: {factory: check, config: {source: /endless, rows: {min: 1}}}
---
kind: mknod
path: /host
spec: {factory: hostmount, config: {directory: HOST}}
---
kind: mknod
path: /csv
spec: {factory: csv-directory, config: {source: /host/*.csv}}
`;

async function makePond(pond: Scenario): Promise<void> {
  Deno.mkdirSync(join(pond.directory, "raw"));
  pond.host("t.csv", "n\n1\n");
  pond.host("nodes.yaml", NODES.replace("HOST", join(pond.directory, "raw")));
  await pond.ok("copy", "host:t.csv", "/t.csv");
  await pond.ok("apply", "-f", "nodes.yaml");
  pond.host("endless.yaml", `query: '${ENDLESS}'\ncache: {refresh: 1h}\n`);
  const words = ["mknod", "--factory", "sql-derived-table", "--overwrite", "/endless"];
  await pond.ok(...words, "endless.yaml");
}

/** Runs a command that must be ended by its limit, and looks at what it left. */
async function isEnded(pond: Scenario, ...words: string[]): Promise<void> {
  const said = await pond.fails(1, ...words);
  assertStringIncludes(said, "took longer than", words.join(" "));
  const left = [...Deno.readDirSync(join(pond.directory, ".pond/tmp"))].map(({ name }) => name);
  assertEquals(left.filter((name) => /^(cache|scratch|blob)-/.test(name)), [], words.join(" "));
}

Deno.test("--timeout: ends queries in nodes, whatever reads them", async () => {
  await scenario(async (pond) => {
    await makePond(pond);
    const limit = ["--timeout", "0.2s"];
    await isEnded(pond, "cat", "/endless", ...limit);
    await isEnded(pond, "cat", "/over", "--format", "parquet", ...limit);
    await isEnded(pond, "sql", 'SELECT * FROM "/over"', ...limit);
    await isEnded(pond, "sql", 'SELECT * FROM "/over"', "--explain", ...limit);
    await isEnded(pond, "plot", "/series", ...limit);
    await isEnded(pond, "freeze", "/over", "/frozen", ...limit);
    await isEnded(pond, "copy", "/over", "/copied", ...limit);
    await isEnded(pond, "copy", "/over", "host:out.parquet", ...limit);
    await isEnded(pond, "copy", "/endless", "/over", "host:raw", "--format", "csv", ...limit);
    await isEnded(pond, "export", "/over", "--to", "out", ...limit);
    await isEnded(pond, "diff", "/over", "/endless", ...limit);
    await isEnded(pond, "check", ...limit);
    await isEnded(pond, "ingest", "/series", "/taken", ...limit);
    assertEquals([...Deno.readDirSync(join(pond.directory, "raw"))], []);
    assertEquals(
      await pond.ok("list"),
      "/check\n/csv/\n/endless\n/host/\n/over\n/series\n/t.csv\n",
    );
    assertEquals(await pond.ok("cat", "csv:///t.csv", "--timeout", "60s"), "n\n1\n");
  });
});

Deno.test("--timeout: ends conversions, hashing and what waits for others", async () => {
  await scenario(async (pond) => {
    await makePond(pond);
    const lines = "some text,1.5,2024-01-01T00:00:00Z\n".repeat(60_000);
    const file = Deno.openSync(join(pond.directory, "raw/big.csv"), { write: true, create: true });
    const bytes = new TextEncoder().encode(lines);
    file.writeSync(new TextEncoder().encode("name,v,time\n"));
    for (let i = 0; i < 30; i++) file.writeSync(bytes);
    file.close();
    const limit = ["--timeout", "0.15s"];
    await isEnded(pond, "cat", "/csv/big.table", ...limit);
    await isEnded(pond, "freeze", "/csv", "/frozen", ...limit);
    await isEnded(pond, "export", "/csv/*.table", "--to", "out", ...limit);
    await isEnded(pond, "ingest", "host:raw/big.csv", "/taken", ...limit);
    // Nobody writes into the FIFO.
    new Deno.Command("mkfifo", { args: [join(pond.directory, "fifo")] }).outputSync();
    const writer = Deno.openSync(join(pond.directory, "fifo"), { read: true, write: true });
    await isEnded(pond, "copy", "host:fifo", "/fifo", ...limit);
    writer.writeSync(new Uint8Array(1));
    writer.close();
    assertOk(!(await pond.ok("list")).includes("/frozen"));
  });
});
