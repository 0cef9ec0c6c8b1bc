import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";
import { parquetOf, type Scenario, scenario } from "./scenario.ts";

const rowsOf = async (pond: Scenario, path = "/s") =>
  (await pond.ok("cat", "--format", "csv", path)).trimEnd().split("\n").slice(1).sort();
const append = (pond: Scenario, name: string, text: string) =>
  Deno.writeTextFileSync(join(pond.directory, name), text, { append: true });
const lastTransaction = async (pond: Scenario) =>
  JSON.parse(await pond.ok("log", "--json", "-n", "1"))[0].transaction as number;

Deno.test("ingest takes what is new of a file that grows, and nothing when run again", async () => {
  await scenario(async (pond) => {
    const a = pond.host(
      "a.csv",
      "timestamp,temp\n2026-01-01T00:00Z,1\n2026-01-01T00:01Z,2\n2026-01-01T0",
    );
    const first = JSON.parse(await pond.ok("ingest", "--json", a, "/s"));
    assertEquals([first[0].action, first[0].rows, first[0].unfinished], ["appended", 2, 12]);
    const transaction = await lastTransaction(pond);
    assertEquals(JSON.parse(await pond.ok("ingest", "--json", a, "/s"))[0].action, "unchanged");
    assertEquals(await lastTransaction(pond), transaction);
    append(pond, "a.csv", "0:02Z,2.5\n");
    assertStringIncludes(await pond.ok("ingest", a, "/s"), "1 row  host:");
    assertEquals((await rowsOf(pond)).length, 3);
    const [, part] = JSON.parse(await pond.ok("show", "--json", "/s")).versions;
    assertEquals([part.attributes.ingest.from, part.attributes.ingest.rows], [55, 1]);
    append(pond, "a.csv", "2026-01-01T00:03Z,x\n");
    assertStringIncludes(await pond.fails(5, "ingest", a, "/s"), '"temp" is string here');
    await pond.ok("ingest", a, "/s", "--allow-type-change");
    assertEquals((await rowsOf(pond)).length, 4);
    append(pond, "a.csv", "nonsense,1\n");
    assertStringIncludes(await pond.fails(5, "ingest", a, "/s"), "line 6");
  });
});

Deno.test("ingest knows a rotated file, and refuses one that was truncated or edited", async () => {
  await scenario(async (pond) => {
    const [head, one, two] = ["timestamp,v\n", "2026-01-01,1\n", "2026-01-02,2\n"];
    const a = pond.host("a.csv", head + one + two);
    await pond.ok("ingest", "host:a.csv*", "/s");
    append(pond, "a.csv", "2026-01-03,3\n");
    Deno.renameSync(join(pond.directory, "a.csv"), join(pond.directory, "a.csv.1"));
    // The new file has no row yet, which is no sign that the old one was cut.
    pond.host("a.csv", head);
    await pond.ok("ingest", "host:a.csv*", "/s");
    append(pond, "a.csv", "2026-01-04,4\n");
    await pond.ok("ingest", "host:a.csv*", "/s");
    const rows = await rowsOf(pond);
    assertEquals(rows.map((row) => row.split(",")[1]), ["1", "2", "3", "4"]);
    assertEquals((await pond.ok("ingest", "host:a.csv*", "/s")).match(/unchanged/g)?.length, 2);
    Deno.copyFileSync(join(pond.directory, "a.csv"), join(pond.directory, "a.csv.0"));
    pond.host("a.csv", head + "2026-01-05,5\n2026-01-06,6\n");
    await pond.ok("ingest", "host:a.csv*", "/s");
    assertEquals((await rowsOf(pond)).length, 6);
    pond.host("a.csv", head + "2026-01-05,5\n");
    assertStringIncludes(await pond.fails(5, "ingest", a, "/s"), "truncated");
    pond.host("a.csv", head + "2026-01-05,5\n2026-01-06,7\n2026-01-07,7\n");
    assertStringIncludes(await pond.fails(5, "ingest", a, "/s"), "edited");
    assertStringIncludes(await pond.ok("ingest", a, "/s", "--on-change", "skip"), "skipped");
    assertStringIncludes(await pond.ok("ingest", a, "/s", "--on-change", "replace"), "replaced");
    assertEquals((await rowsOf(pond)).map((row) => row.split(",")[1]), "1 2 3 4 5 7 7".split(" "));
    assertStringIncludes(await pond.ok("ingest", a, "/s"), "unchanged");
    pond.host("a.csv", head + "2026-01-05,5\n");
    assertStringIncludes(await pond.ok("ingest", a, "/s", "--on-change", "append"), "1 row ");
    assertEquals((await rowsOf(pond)).length, 8);
  });
});

Deno.test("ingest takes Parquet once, keys once, tables by their rows, and what it can of several", async () => {
  await scenario(async (pond) => {
    const jan = pond.host("jan.parquet", await parquetOf([{ hour: 1, site: "a", temp: 1 }]));
    await pond.ok("ingest", jan, "/p");
    pond.host("copy.parquet", pond.read("jan.parquet"));
    assertStringIncludes(await pond.ok("ingest", "host:copy.parquet", "/p"), "unchanged");
    assertStringIncludes(await pond.fails(1, "copy", jan, "/p"), "--again");
    await pond.ok("copy", "--again", jan, "/p");
    assertEquals((await rowsOf(pond, "/p")).length, 2);
    const stdin = "timestamp,v\n2026-01-01,1\n2026-01-01,1\n2026-01-02,2\n";
    const keyed = ["ingest", "-", "/k", "--key", "timestamp"];
    for (const expected of [2, 0]) {
      const { code, stdout, stderr } = await pond.run([...keyed, "--json"], { stdin });
      assertEquals(code, 0, stderr);
      assertEquals(JSON.parse(stdout)[0].rows, expected);
    }
    pond.host("q.yaml", "source: /k\nquery: SELECT timestamp, v * 2 AS v FROM source\n");
    await pond.ok("mknod", "--factory", "sql-derived-series", "/q", join(pond.directory, "q.yaml"));
    assertStringIncludes(await pond.ok("ingest", "/q", "/t"), "2 rows");
    assertStringIncludes(await pond.ok("ingest", "/q", "/t"), "unchanged");
    await pond.run(keyed, { stdin: "timestamp,v\n2026-01-03,3\n" });
    assertStringIncludes(await pond.ok("ingest", "/q", "/t"), "1 row ");
    assertEquals(await rowsOf(pond, "/t"), await rowsOf(pond, "/q"));
    const good = pond.host("good.csv", "timestamp,v\n2026-02-01,1\n");
    const bad = pond.host("bad.csv", "timestamp,v\n2026-02-01,1,2\n");
    await pond.ok("mkdir", "/d");
    const { code, stdout, stderr } = await pond.run(["ingest", bad, good, "/d"]);
    assertEquals(code, 1, stderr);
    assertStringIncludes(stdout, "good.csv");
    assertStringIncludes(stderr, "bad.csv: line 2");
    assertEquals(await pond.ok("list", "/d"), "/d/good\n");
    await pond.ok("copy", good, "/raw.csv");
    await pond.ok("ingest", "csv:///raw.csv?delimiter=,", "/r");
    assertEquals((await rowsOf(pond, "/r")).length, 1);
  });
});

Deno.test("ingests of one source at once take each row once", async () => {
  await scenario(async (pond) => {
    const lines = Array.from(
      { length: 50 },
      (_, i) => `2026-01-01T00:00:${String(i).padStart(2, "0")}Z,${i}\n`,
    );
    const a = pond.host("a.csv", `timestamp,v\n${lines.join("")}`);
    const words = ["ingest", a.replace("host:", `host:${pond.directory}/`), "/s"];
    const runs = await Promise.all([1, 2, 3, 4].map(() => pond.run(words)));
    assertEquals(runs.map(({ code }) => code), [0, 0, 0, 0], runs.map((r) => r.stderr).join(""));
    assertEquals((await rowsOf(pond)).length, 50);
  });
});

Deno.test("ingest knows rotated files by what is in them: moved, copied, compressed, without a row yet", async () => {
  await scenario(async (pond) => {
    const head = "timestamp,v\n";
    const path = (name: string) => join(pond.directory, name);
    const ingest = async (...words: string[]) =>
      (await pond.ok("ingest", "host:a.csv*", "/s", ...words)).match(/\d+ row/g);
    const gzip = async (name: string) => {
      const packed = new Blob([new Uint8Array(pond.read(name))]).stream().pipeThrough(
        new CompressionStream("gzip"),
      );
      pond.host(`${name}.gz`, new Uint8Array(await new Response(packed).arrayBuffer()));
    };
    pond.host("a.csv", head);
    assertEquals(await ingest(), ["0 row"]);
    assertStringIncludes(await pond.ok("describe", "/s"), "rows:        0");
    append(pond, "a.csv", "2026-01-01,1\n");
    assertEquals(await ingest(), ["1 row"]);
    assertStringIncludes(await pond.ok("describe", "/s"), "v          int64");
    // Moved, with a line that nobody has taken, and the new file has no row yet.
    append(pond, "a.csv", "2026-01-02,2\n");
    Deno.renameSync(path("a.csv"), path("a.csv.1"));
    pond.host("a.csv", head);
    assertEquals(await ingest(), ["0 row", "1 row"]);
    // Compressed, and the next one copied and emptied.
    await gzip("a.csv.1");
    Deno.removeSync(path("a.csv.1"));
    append(pond, "a.csv", "2026-01-03,3\n");
    assertEquals(await ingest(), ["1 row", "0 row"]);
    append(pond, "a.csv", "2026-01-04,4\n");
    Deno.renameSync(path("a.csv.1.gz"), path("a.csv.2.gz"));
    Deno.copyFileSync(path("a.csv"), path("a.csv.1"));
    pond.host("a.csv", head);
    assertEquals(await ingest("--on-change", "replace"), ["0 row", "1 row", "0 row"]);
    // Compressed with a line that nobody has taken.
    append(pond, "a.csv.1", "2026-01-05,5\n");
    await gzip("a.csv.1");
    Deno.removeSync(path("a.csv.1"));
    assertEquals(await ingest(), ["0 row", "1 row", "0 row"]);
    assertEquals(await ingest(), ["0 row", "0 row", "0 row"]);
    assertEquals(
      await rowsOf(pond),
      [1, 2, 3, 4, 5].map((day) => `2026-01-0${day}T00:00:00Z,${day}`),
    );
  });
});

Deno.test("ingest widens columns, those without values to anything, and says which line doesn't fit", async () => {
  await scenario(async (pond) => {
    const a = pond.host("a.csv", "timestamp,v,w\n2026-01-01,1,\n");
    const types = async () =>
      (await pond.ok("describe", "/s")).match(/(v|w) +\w+\n/g)!.map((line) => line.split(/ +/)[1]);
    await pond.ok("ingest", a, "/s");
    append(pond, "a.csv", "2026-01-02,2,7\n");
    await pond.ok("ingest", a, "/s");
    assertEquals(await types(), ["int64\n", "int64\n"]);
    append(pond, "a.csv", "2026-01-03,2.5,7\n");
    const { stderr } = await pond.run(["ingest", a, "/s"]);
    assertStringIncludes(stderr, 'column "v" is double here and int64 in earlier versions');
    append(pond, "a.csv", "2026-01-04,3,7\n");
    await pond.ok("ingest", a, "/s");
    assertEquals(await types(), ["double\n", "int64\n"]);
    assertEquals(await pond.ok("cat", "/s", "--sql", "SELECT sum(v) AS v FROM source"), "v\n8.5\n");
    append(pond, "a.csv", "2026-01-05,3,7\n2026-01-06,hi,7\n");
    assertStringIncludes(await pond.fails(5, "ingest", a, "/s"), 'line 7 has "hi"');
    const skipped = await pond.run(["ingest", a, "/s", "--on-error", "skip"]);
    assertStringIncludes(skipped.stderr, "line 7");
    const [part] = JSON.parse(await pond.ok("show", "--json", "/s")).versions.slice(-1);
    assertEquals([part.attributes.ingest.rows, part.attributes.ingest.passed_over], [1, 1]);
    // Days among moments.
    await pond.ok("copy", a, "/raw.csv");
    await pond.ok(
      "copy",
      "csv:///raw.csv?on_error=skip&time_format=%25Y-%25m-%25d",
      "host:d.parquet",
    );
    await pond.ok("copy", "host:d.parquet", "/s", "--allow-type-change");
    assertStringIncludes(await pond.ok("describe", "/s"), "2026-01-01T00:00:00Z to 2026-01-06");
  });
});
