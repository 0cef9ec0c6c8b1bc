import { assertEquals, assertStringIncludes } from "../deps.ts";
import { scenario } from "./scenario.ts";

Deno.test("--csv-safe: what a spreadsheet takes for a formula is a text, numbers stay numbers", async () => {
  await scenario(async (pond) => {
    const texts = ["=cmd|x", "+1", "-1", "@A1", "\\tx", "plain"].map((text) => `E'${text}'`);
    const query = `SELECT unnest([${texts.join(", ")}]) AS "=a", -1 AS n`;
    const plain = await pond.ok("sql", query);
    assertStringIncludes(plain, "=cmd|x,-1\n");
    const safe = "'=a,n\n'=cmd|x,-1\n'+1,-1\n'-1,-1\n'@A1,-1\n'\tx,-1\nplain,-1\n";
    assertEquals(await pond.ok("sql", query, "--csv-safe"), safe);
    pond.host("q.csv", "text\n=1+1\n");
    await pond.ok("copy", "host:q.csv", "/q.csv");
    pond.host("q.yaml", "source: csv:///q.csv\n");
    await pond.ok("mknod", "--factory", "sql-derived-table", "/t", "q.yaml");
    assertEquals(await pond.ok("cat", "/t", "--csv-safe"), "text\n'=1+1\n");
    await pond.ok("copy", "/t", "host:out.csv", "--csv-safe");
    assertEquals(new TextDecoder().decode(pond.read("out.csv")), "text\n'=1+1\n");
    for (
      const words of [
        ["cat", "/t", "--csv-safe", "--json"],
        ["cat", "/q.csv", "--csv-safe"],
        ["copy", "/t", "host:out.json", "--csv-safe"],
        ["copy", "host:q.csv", "/r.csv", "--csv-safe"],
      ]
    ) await pond.fails(2, ...words);
  });
});
