import { assertEquals, assertStringIncludes } from "../deps.ts";
import { parquetOf, scenario } from "./scenario.ts";

Deno.test("diff: text, bytes, trees and configs, between nodes and moments", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", "one\ntwo\nthree\n"), "/x"); // 1
    await pond.ok("copy", pond.host("x", "one\n2\nthree\n"), "/x"); // 2
    await pond.ok("copy", pond.host("b", new Uint8Array([0, 1, 2])), "/b"); // 3
    await pond.ok("copy", pond.host("b", new Uint8Array([0, 1, 3])), "/b"); // 4
    const patch = await pond.ok("diff", "/x", "--at", "1");
    assertStringIncludes(patch, "-two\n+2\n");
    assertStringIncludes(patch, "--- /x (transaction 1)");
    assertEquals(await pond.ok("diff", "/x", "--at", "2"), "");
    assertStringIncludes(await pond.ok("diff", "/b", "--at", "3"), "3 B before, 3 B after");
    assertEquals(await pond.ok("diff", "/", "--at", "2"), "added    /b  (file:data)\n");
    assertEquals(
      await pond.ok("diff", "/", "--at", "1", "--at", "3", "--name-only"),
      "/b\n/x\n",
    );
    assertEquals((await pond.run(["diff", "/x", "--at", "1", "--exit-code"])).code, 1);
    assertEquals((await pond.run(["diff", "/x", "--at", "2", "--exit-code"])).code, 0);
    await pond.fails(2, "diff", "/x");
    await pond.fails(3, "diff", "/y", "--at", "1");
    await pond.ok("rm", "/x");
    assertEquals(await pond.ok("diff", "/x", "--at", "1"), "removed  /x  (file:data)\n");
    assertEquals(JSON.parse(await pond.ok("diff", "/", "--at", "4", "--json")), [
      { change: "removed", kind: "file:data", path: "/x" },
    ]);
  });
});

Deno.test("diff: rows by themselves and by key, columns and configs, of tables, series and results", async () => {
  await scenario(async (pond) => {
    const csv = (text: string) => pond.host("t.csv", text);
    await pond.ok("copy", csv("id,v\n1,a\n2,b\n2,b\n3,c\n"), "/t.csv"); // 1
    await pond.ok("copy", csv("id,v,w\n1,a,0\n2,b,0\n3,d,0\n4,e,0\n"), "/u.csv"); // 2
    const config = (source: string) => `source: csv://${source}\nquery: SELECT * FROM source\n`;
    for (const [path, source] of [["/t", "/t.csv"], ["/u", "/u.csv"]] as const) {
      const yaml = pond.host("y", config(source)).slice("host:".length);
      await pond.ok("mknod", "--factory", "sql-derived-table", path, yaml);
    }
    const { code, stdout, stderr } = await pond.run(["diff", "/t", "/u"]);
    assertEquals(
      [code, stdout],
      [0, "change,id,v\nremoved,2,b\nremoved,3,c\nadded,3,d\nadded,4,e\n"],
    );
    assertStringIncludes(stderr, "column w is new (int64)");
    assertStringIncludes(stderr, "+source: csv:///u.csv");
    assertEquals(
      (await pond.run(["diff", "/t", "/u", "--key", "id", "--json"])).stdout.replaceAll(/\s/g, ""),
      '[{"change":"before","id":3,"v":"c"},{"change":"after","id":3,"v":"d"},{"change":"added","id":4,"v":"e"}]',
    );
    await pond.fails(5, "diff", "/t", "/u", "--key", "w");

    const bytes = await parquetOf([{ hour: 0, site: "a", temp: 1 }]);
    await pond.ok("copy", "--as", "series", pond.host("s.parquet", bytes), "/s");
    const before = (await pond.ok("log", "-n", "1", "--oneline")).split(" ")[0]!;
    const more = await parquetOf([{ hour: 1, site: "b", temp: 2 }]);
    await pond.ok("copy", pond.host("s.parquet", more), "/s");
    const rows = await pond.ok("diff", "/s", "--at", before);
    assertEquals(rows.split("\n").length, 3);
    assertStringIncludes(rows, "added,");
    assertEquals(await pond.ok("diff", "/", "--at", before), "changed  /s  (file:series)\n");
    await pond.ok("rm", "--version", "2", "/s");
    assertEquals(await pond.ok("diff", "/", "--at", before), "");
    assertEquals(await pond.ok("diff", "/s", "--at", before), "");
  });
});

Deno.test("mknod --dry-run shows what a new config would change, and makes nothing", async () => {
  await scenario(async (pond) => {
    const config = (query: string) =>
      pond.host("q.yaml", `source: csv:///raw.csv\nquery: ${query}\n`).slice("host:".length);
    await pond.ok("copy", pond.host("raw.csv", "id,v\n1,10\n2,20\n"), "/raw.csv");
    const mknod = ["mknod", "--factory", "sql-derived-table", "/q"];
    const first = config("SELECT id, v FROM source");
    assertEquals(await pond.ok(...mknod, first, "--dry-run"), "added    /q  (file:table)\n");
    await pond.ok(...mknod, first);
    const tried = [...mknod, config("SELECT id, v + id - 1 AS v FROM source"), "--overwrite"];
    const { code, stdout, stderr } = await pond.run([...tried, "--dry-run", "--key", "id"]);
    assertEquals([code, stdout], [0, "change,id,v\nbefore,2,20\nafter,2,21\n"]);
    assertStringIncludes(stderr, "+query: SELECT id, v + id - 1 AS v FROM source");
    await pond.ok(...mknod, first, "--overwrite", "--dry-run");
    assertStringIncludes(await pond.fails(1, ...mknod, first, "--dry-run"), "--overwrite");
    assertEquals(await pond.ok("cat", "/q"), "id,v\n1,10\n2,20\n");
    assertEquals(JSON.parse(await pond.ok("log", "--json", "-n", "9")).length, 3);
  });
});
