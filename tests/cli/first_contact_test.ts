import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { IN_PROCESS, parquetOf, type Scenario, scenario } from "./scenario.ts";

const DAY = "ts,site,temp\n2026-01-01T00:00:00Z,a,1.5\n2026-01-01T01:00:00Z,b,2.5\n";

/** A CSV file on the host and in the pond, and a table computed of it. */
async function withDaily(work: (pond: Scenario) => Promise<void>): Promise<void> {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "/raw");
    await pond.ok("copy", pond.host("x.csv", DAY), "/raw/");
    pond.host("d.yaml", "query: SELECT * FROM source\nsource: csv:///raw/x.csv\n");
    await pond.ok("mknod", "--factory", "sql-derived-table", "/daily", "d.yaml");
    await work(pond);
  });
}

/** Runs `words`, which must fail with `status`, and returns the hint. */
async function hintOf(pond: Scenario, status: number, ...words: string[]): Promise<string> {
  const said = await pond.fails(status, ...words);
  return /^hint: (.*)$/m.exec(said)?.[1] ?? `no hint: ${said}`;
}

Deno.test("copy: a host file without host:, and a destination that looks like the host's", async () => {
  await withDaily(async (pond) => {
    const missing = [["x.csv"], ["./x.csv"], [`${pond.directory}/x.csv`]] as const;
    for (const [word] of missing) {
      const hint = await hintOf(pond, 3, "copy", word, "/a");
      assertStringIncludes(hint, `\`pond copy host:${word} /a\``);
    }
    const toSeries = await hintOf(pond, 3, "ingest", "x.csv", "/a");
    assertStringIncludes(toSeries, "`pond ingest host:x.csv /a`");
    for (const word of ["x.csv", "host:x.csv"]) {
      assertStringIncludes(await hintOf(pond, 3, "cat", word), "`pond copy host:x.csv /x.csv`");
    }
    for (const name of ['"x.csv"', "'x.csv'", "x.csv", `'${pond.directory}/x.csv'`]) {
      const hint = await hintOf(pond, 3, "sql", `SELECT * FROM ${name}`);
      assertMatch(hint, /`pond copy host:\S*x\.csv \/x\.csv`, then it is "csv:\/\/\/x\.csv"$/);
    }
    const unread = await hintOf(pond, 5, "copy", "--as", "series", "host:x.csv", "/s");
    assertStringIncludes(unread, "`pond ingest` takes the rows of CSV");
    const elsewhere = await hintOf(pond, 3, "copy", "/daily", `${pond.directory}/y.csv`);
    assertStringIncludes(elsewhere, `host:${pond.directory}/y.csv is the one on the host`);
    Deno.mkdirSync(`${pond.directory}/out`);
    const places = [["./y.csv", "/y.csv"], ["../y.csv", "/y.csv"], ["~/y.csv", "/y.csv"], [
      "out",
      "/out",
    ], [pond.directory, `/${pond.directory}`]] as const;
    for (const [word, path] of places) {
      const hint = await hintOf(pond, 2, "copy", "/daily", word);
      assertEquals(hint, `host:${word} is the one on the host, ${path} the one in the pond`);
    }
    await pond.ok("mkdir", "/out");
    await pond.ok("copy", "/daily", "out");
    assertEquals(await pond.ok("list", "/out", "/"), "/out/daily\n/daily\n/out/\n/raw/\n");
  });
});

Deno.test("copy out: by the ending of the destination, --format wins; bytes stay as they are", async () => {
  await withDaily(async (pond) => {
    const copied = async (name: string, ...flags: string[]) => {
      await pond.ok("copy", ...flags, "/daily", `host:${name}`);
      return new TextDecoder().decode(pond.read(name));
    };
    assertEquals(await copied("o.csv"), DAY);
    assertEquals(JSON.parse(await copied("o.json")).length, 2);
    assertMatch(await copied("o.jsonl"), /^\{"ts":.*\}\n\{.*\}\n$/);
    assertMatch(await copied("o.MD"), /^\| ts \|/);
    assertEquals((await copied("o.parquet")).slice(0, 4), "PAR1");
    assertEquals((await copied("o")).slice(0, 4), "PAR1");
    assertEquals(pond.read("o.parquet").length > 0, true);
    assertEquals((await copied("o.arrow")).includes("PAR1"), false);
    assertEquals((await copied("p.csv", "--format", "parquet")).slice(0, 4), "PAR1");
    await pond.ok("copy", "/raw/x.csv", "host:x.json");
    assertEquals(new TextDecoder().decode(pond.read("x.json")), DAY);
  });
});

Deno.test("copy in: globs and braces after host:, a literal name before its reading as a pattern", async () => {
  await scenario(async (pond) => {
    Deno.mkdirSync(`${pond.directory}/data/deep`, { recursive: true });
    for (const name of ["a1", "a2", "b1", "c", ".h1", "deep/a3", "x[1]", "x1", "{q}"]) {
      pond.host(`data/${name}.csv`, name);
    }
    const copied = async (pattern: string) => {
      await pond.ok("mkdir", "/t");
      await pond.ok("copy", `host:data/${pattern}`, "/t/");
      const listed = (await pond.ok("list", "-a", "/t")).split("\n").slice(0, -1);
      await pond.ok("rm", "-r", "/t");
      return listed.map((path) => path.slice(3));
    };
    assertEquals(await copied("a*.csv"), ["a1.csv", "a2.csv"]);
    assertEquals(await copied("{a,b}?.csv"), ["a1.csv", "a2.csv", "b1.csv"]);
    assertEquals(await copied("{c,{a,b}1}.csv"), ["a1.csv", "b1.csv", "c.csv"]);
    assertEquals(await copied("**/a*.csv"), ["a1.csv", "a2.csv", "a3.csv"]);
    assertEquals(await copied("x[1].csv"), ["x[1].csv"]);
    assertEquals(await copied("{q}.csv"), ["{q}.csv"]);
    assertEquals(await copied(".h*.csv"), [".h1.csv"]);
    await pond.fails(3, "copy", "host:data/z*.csv", "/");
    await pond.fails(3, "copy", "host:data/{a1,zz}.csv", "/");
  });
});

Deno.test("hints: what people type instead, each with the line that works", async () => {
  await withDaily(async (pond) => {
    const hint = (status: number, ...words: string[]) => hintOf(pond, status, ...words);
    assertStringIncludes(await hint(1, "cat", "/raw"), "`pond list /raw`");
    pond.host("y.csv", "a\n1\n");
    const expanded = await pond.run(["list", "d.yaml", "x.csv", "y.csv"]);
    assertEquals([expanded.code, expanded.stdout], [3, ""]);
    assertStringIncludes(expanded.stderr, "hint: the shell has put files of the host in the place");
    const quoted = `\`pond sql 'SELECT * FROM "/daily" LIMIT 1'\``;
    assertStringIncludes(await hint(5, "sql", "SELECT * FROM /daily LIMIT 1"), quoted);
    assertStringIncludes(
      await hint(5, "sql", 'SELECT * FROM "/daily" WHERE site = "a"'),
      "single quotes, double ones are for names: 'a'",
    );
    assertStringIncludes(await hint(5, "cat", "/daily", "--where", "site = a"), "'a'");
    assertStringIncludes(await hint(5, "sql", 'SELECT * FROM "/raw/x.csv"'), "csv:///raw/x.csv");
    assertStringIncludes(
      await hint(5, "sql", "SELECT temp FROM read_csv('/raw/x.csv', header=true)"),
      `\`pond sql 'SELECT temp FROM "csv:///raw/x.csv"'\``,
    );
    assertStringIncludes(
      await hint(5, "sql", "SELECT * FROM read_csv_auto('y.csv')"),
      "`pond copy host:y.csv /y.csv`",
    );
    assertStringIncludes(await hint(3, "show", "tables"), "`pond list -R`");
    assertEquals(await hint(2, "apply", "stack.yaml"), "`pond apply -f stack.yaml`");
    const mknod = await hint(2, "mknod", "csv-directory", "/c", "c.yaml");
    assertEquals(mknod, "`pond mknod --factory csv-directory /c c.yaml`");
    assertStringIncludes(await hint(2, "tail", "/daily"), "`pond cat PATH --time-start now-1h`");
    assertStringIncludes(await hint(2, "head", "/daily"), "`pond cat PATH --limit 10`");
    assertStringIncludes(
      await hint(2, "sql", "SELECT", "d.yaml"),
      "one argument, in single quotes",
    );
    assertEquals(await hint(2, "cp", "a", "b"), "did you mean copy?");
    assertEquals(await hint(3, "cat", "/dialy"), "did you mean /daily?");
    assertEquals(await hint(3, "list", "/rwa/x.csv"), "did you mean /raw?");
    assertEquals(await hint(3, "sql", 'SELECT * FROM "/dialy"'), "did you mean /daily?");
    assertEquals(await hint(5, "sql", 'SELECT tmep FROM "/daily"'), "did you mean temp?");
    pond.host("star.yaml", "source: *.csv\n");
    assertStringIncludes(
      await hint(5, "mknod", "--factory", "csv-directory", "/c", "star.yaml"),
      'quoted: "*.csv"',
    );
  });
});

Deno.test("the first words: pond alone, -V, --pond of a parent, help about topics, rm -f", async () => {
  await withDaily(async (pond) => {
    assertStringIncludes(await pond.ok(), "Usage: pond ");
    for (const word of ["-V", "-v", "--version"]) {
      assertMatch(await pond.ok(word), /^pond \d+\.\d+\.\d+\n$/);
    }
    Deno.mkdirSync(`${pond.directory}/data`);
    assertEquals(await pond.ok("--pond", ".", "list"), "/daily\n/raw/\n");
    for (const topic of ["exit-codes", "sources", "sql", "globs", "config"]) {
      assertStringIncludes(await pond.ok("help", topic), `pond help ${topic}: `);
      assertStringIncludes(await pond.ok("--help"), topic);
    }
    assertMatch(await pond.ok("help", "exit-codes"), /^ {4}3 {2}nothing is there$/m);
    await pond.fails(3, "rm", "/nope");
    await pond.ok("rm", "-f", "/nope", "/raw/x.csv");
    assertEquals(await pond.ok("list", "/raw"), "");
    await pond.fails(1, "list", "/daily/");
    assertEquals(await pond.ok("tree"), "/\n├── daily  [sql-derived-table]\n└── raw/\n");
  });
});

Deno.test("does not exist: 3, whichever command says it", async () => {
  await withDaily(async (pond) => {
    const words = [
      ["list", "/q"],
      ["tree", "/q"],
      ["cat", "/q"],
      ["sql", 'SELECT * FROM "/q"'],
      ["describe", "/q"],
      ["show", "/q"],
      ["show", "--version", "9", "/raw/x.csv"],
      ["cat", "--version", "9", "/raw/x.csv"],
      ["log", "/q"],
      ["why", "/q"],
      ["plot", "/q"],
      ["copy", "/q", "/r"],
      ["copy", "host:nope", "/r"],
      ["copy", "/q", "host:r"],
      ["freeze", "/q", "/r"],
      ["export", "/q", "--to", "e"],
      ["mv", "/q", "/r"],
      ["rm", "/q"],
      ["apply", "-f", "nope"],
      ["sql", "-f", "nope"],
      ["--pond", "nope", "list"],
    ];
    for (const each of words) {
      await pond.fails(3, ...each).catch((error) => {
        throw new Error(each.join(" "), { cause: error });
      });
    }
  });
});

Deno.test("a literal name wins over its reading as a pattern, in every command", async () => {
  await scenario(async (pond) => {
    const table = async (hour: number) => await parquetOf([{ hour, site: "a", temp: hour }]);
    await pond.ok("copy", "--as", "table", pond.host("a", await table(1)), "/t1");
    await pond.ok("copy", "--as", "table", pond.host("b", await table(2)), "/t[1]");
    const row = "timestamp,site,temp\n2026-01-01T02:00:00Z,a,2\n";
    assertEquals(await pond.ok("cat", "/t[1]"), row);
    assertEquals(await pond.ok("cat", "/t[1]", "--limit", "5"), row);
    assertEquals(await pond.ok("sql", 'SELECT * FROM "/t[1]"'), row);
    assertEquals(await pond.ok("list", "/t[1]"), "/t[1]\n");
    assertEquals(JSON.parse(await pond.ok("describe", "--json", "/t[1]"))[0].path, "/t[1]");
    await pond.ok("copy", "/t[1]", "host:o.csv");
    assertEquals(new TextDecoder().decode(pond.read("o.csv")), row);
    assertEquals(await pond.ok("sql", 'SELECT count(*) AS n FROM "/t[12]"'), "n\n1\n");
  });
});

Deno.test("on a terminal: what was done, a listing for people", async () => {
  if (!IN_PROCESS) return;
  await withDaily(async (pond) => {
    pond.host("big", new Uint8Array(3_000_000));
    const said = async (...words: string[]) => await pond.run(words, { columns: 80 });
    assertEquals(
      (await said("copy", "host:x.csv", "host:big", "/raw/")).stderr,
      "copied 2 files, 2.9 MiB\n",
    );
    assertEquals((await said("copy", "--quiet", "host:x.csv", "/raw/")).stderr, "");
    assertEquals((await said("rm", "/raw/x.csv")).stderr, "removed 1 node\n");
    const short = (await said("list", "-l", "/raw", "/daily")).stdout.split("\n");
    assertMatch(short[0]!, /^KIND +SIZE +VER +MODIFIED +FACTORY +PATH$/);
    assertMatch(short[1]!, /^data +2\.9 MiB +1 +\d{4}-\d\d-\d\d \d\d:\d\d +- +\/raw\/big$/);
    assertEquals(short.every((line) => line.length <= 80), true);
    const full = (await said("list", "-l", "--bytes", "--time", "full", "/raw")).stdout;
    assertMatch(full, /^data +3000000 +1 +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z +\/raw\/big$/m);
    assertMatch(await pond.ok("list", "-lh", "/raw"), /^file:data +2\.9 MiB /);
    assertMatch(await pond.ok("list", "-l", "/raw"), /^file:data +3000000 /);
    assertStringIncludes(await pond.ok("list", "-h"), "Usage: pond list");
  });
});

Deno.test("a node whose source is gone: its path is in every error, and show and fsck say why", async () => {
  await withDaily(async (pond) => {
    await pond.ok("rm", "/raw/x.csv");
    const why = "cannot open /daily: cannot open /raw/x.csv: it does not exist";
    for (const words of [["cat", "/daily"], ["sql", 'SELECT * FROM "/daily"']]) {
      assertStringIncludes(await pond.fails(3, ...words), why);
    }
    assertStringIncludes(await pond.ok("show", "/daily"), `problem:  ${why}\n`);
    const { code, stderr } = await pond.run(["fsck"]);
    assertEquals([code, stderr], [0, `/daily: ${why}\n`]);
  });
});
