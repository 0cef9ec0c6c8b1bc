import { assertEquals, assertStringIncludes } from "../deps.ts";
import { parquetOf, type Scenario, scenario } from "./scenario.ts";

const STACK = `# a mount, what is in it, and a sum of that
kind: mkdir
path: /live/in
---
kind: mknod
path: /live/in/host
spec:
  factory: hostmount
  config: {directory: HOST}
---
kind: mknod
path: /live/csv
spec:
  factory: csv-directory
  config:
    # all of them
    source: /live/in/host/*.csv
    type: series # shown as
---
kind: mknod
path: /live/total
spec:
  factory: sql-derived-table
  config:
    source: /live/csv/*.series
    query: |
      SELECT sum(temp) AS total
      FROM source
---
kind: copy
path: /live/sites
spec: {source: "host:sites.csv"}
`;

/** The stack's file and what it names, on the host. */
function prepare(pond: Scenario): void {
  pond.host("sites.csv", "site,name\na,Mill\n");
  Deno.mkdirSync(`${pond.directory}/raw`);
  pond.host("raw/a.csv", "timestamp,temp\n2026-01-01,1\n2026-01-02,2\n");
  pond.host("stack.yaml", STACK.replace("HOST", `${pond.directory}/raw`));
}

async function transactions(pond: Scenario): Promise<number> {
  return JSON.parse(await pond.ok("log", "--json")).length;
}

Deno.test("apply: creates a stack whose documents build on each other, in one transaction; again: unchanged", async () => {
  await scenario(async (pond) => {
    prepare(pond);
    const created = "created    /live/in\ncreated    /live/in/host\ncreated    /live/csv\n" +
      "created    /live/total\ncreated    /live/sites\n";
    assertEquals(await pond.ok("apply", "--dry-run", "-f", "stack.yaml"), created);
    assertEquals([await pond.ok("list"), await transactions(pond)], ["", 1]);
    assertEquals(await pond.ok("apply", "-f", "stack.yaml"), created);
    assertEquals(await transactions(pond), 2);
    assertEquals(await pond.ok("cat", "/live/total", "--format", "csv"), "total\n3\n");
    assertEquals(
      await pond.ok("show", "--config", "/live/csv"),
      "source: /live/in/host/*.csv\ntype: series # shown as\n",
    );
    assertEquals(
      await pond.ok("apply", "-f", "stack.yaml"),
      created.replaceAll("created  ", "unchanged"),
    );
    assertEquals(await transactions(pond), 2);
  });
});

Deno.test("apply: updates what differs and leaves the rest", async () => {
  await scenario(async (pond) => {
    prepare(pond);
    await pond.ok("apply", "-f", "stack.yaml");
    pond.host("sites.csv", "site,name\na,Mill\nb,Harbour\n");
    pond.host(
      "more.yaml",
      STACK.replace("HOST", `${pond.directory}/raw`).replace("sum(temp)", "max(temp)"),
    );
    const rows = JSON.parse(await pond.ok("apply", "--json", "-f", "more.yaml"));
    assertEquals(
      rows.map(({ action, kind, path }: Record<string, string>) => [action, kind, path]),
      [
        ["unchanged", "mkdir", "/live/in"],
        ["unchanged", "mknod", "/live/in/host"],
        ["unchanged", "mknod", "/live/csv"],
        ["updated", "mknod", "/live/total"],
        ["updated", "copy", "/live/sites"],
      ],
    );
    assertEquals(await pond.ok("cat", "/live/total", "--format", "csv"), "total\n2\n");
    assertStringIncludes(await pond.ok("cat", "/live/sites"), "Harbour");
    assertStringIncludes(
      await pond.ok("show", "--config", "--version", "1", "/live/total"),
      "sum(temp)",
    );
  });
});

Deno.test("apply: a series gets each part once, a table its newest", async () => {
  await scenario(async (pond) => {
    pond.host("one.parquet", await parquetOf([{ hour: 1, site: "a" }]));
    pond.host("two.parquet", await parquetOf([{ hour: 2, site: "b" }]));
    const parts = (as: string) =>
      ["one", "two"].map((name) =>
        `---\nkind: copy\npath: /${as}\nspec: {source: "host:${name}.parquet", as: ${as}}\n`
      ).join("");
    pond.host("series.yaml", parts("series"));
    assertEquals(
      await pond.ok("apply", "-f", "series.yaml"),
      "created    /series\nupdated    /series\n",
    );
    assertEquals(
      await pond.ok("apply", "-f", "series.yaml"),
      "unchanged  /series\nunchanged  /series\n",
    );
    assertEquals(
      await pond.ok("cat", "/series", "--sql", "SELECT count(*) AS n FROM source"),
      "n\n2\n",
    );
    pond.host("frozen.yaml", "kind: copy\npath: /copy\nspec: {source: /series}\n");
    assertEquals(
      await pond.ok("apply", "-f", "series.yaml", "frozen.yaml").then((text) =>
        text.split("\n").at(-2)
      ),
      "created    /copy",
    );
    const [copy] = JSON.parse(await pond.ok("list", "-l", "--json", "/copy"));
    assertEquals(copy.kind, "file:series");
    await pond.fails(
      1,
      "apply",
      "-f",
      pond.host(
        "bad.yaml",
        'kind: copy\npath: /series\nspec: {source: "host:one.parquet", as: table}\n',
      ).slice(5),
    );
  });
});

Deno.test("apply: one wrong document, and nothing is written; the message says where", async () => {
  await scenario(async (pond) => {
    prepare(pond);
    const good = STACK.replace("HOST", `${pond.directory}/raw`);
    const cases: [text: string, status: number, message: string][] = [
      [good.replace("type: series", "typ: series"), 5, 'line 18:5: unknown field "typ"'],
      [
        good.replace("sum(temp)", "summ(temp)"),
        5,
        "/live/total: cannot use the sql-derived-table config: line 27:14",
      ],
      [good.replace("kind: copy", "kind: cpoy"), 5, "did you mean copy?"],
      [
        good.replace("host:sites.csv", "host:missing.csv"),
        3,
        "stack.yaml, /live/sites: cannot read",
      ],
      [good.replace("factory: hostmount", "factory: hostmuont"), 5, "did you mean hostmount?"],
      [
        good.replace("/live/in/host/*.csv", "/nowhere.csv"),
        3,
        "line 17:13: source: cannot open /nowhere.csv",
      ],
      [`${good}---\nkind: mkdir\npath: /live/sites\n`, 1, "/live/sites is no directory"],
      [`${good}---\nkind: mkdir\n`, 5, "line 34:1: the field path is missing"],
      [
        `${good}---\nkind: mknod\npath: /live/sites\nspec: {factory: hostmount, config: {directory: /}}\n`,
        1,
        "no dynamic node",
      ],
    ];
    for (const [text, status, message] of cases) {
      pond.host("stack.yaml", text);
      const said = await pond.fails(status, "apply", "-f", "stack.yaml");
      assertStringIncludes(said, "cannot apply stack.yaml");
      assertStringIncludes(said, message);
      assertEquals(await transactions(pond), 1);
    }
    await pond.fails(2, "apply");
    await pond.fails(2, "apply", "-f", "a", "-f", "b", "c");
  });
});
