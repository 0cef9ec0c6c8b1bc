import { assertEquals, assertStringIncludes } from "../deps.ts";
import { scenario } from "./scenario.ts";

Deno.test("apply: documents in any order, parents made, a series fed once", async () => {
  await scenario(async (pond) => {
    pond.host("a.csv", "timestamp,v\n2026-01-01,1\n2026-01-02,2\n");
    pond.host(
      "stack.yaml",
      `kind: copy
path: /deep/copy
spec: {source: /deep/fed, as: series}
---
kind: mknod
path: /views/q
spec: {factory: sql-derived-table, config: {source: /deep/fed, query: SELECT count(*) AS n FROM source}}
---
kind: ingest
path: /deep/fed
spec: {source: "host:${pond.directory}/*.csv", options: {timezone: UTC}}
`,
    );
    const apply = async () =>
      JSON.parse(await pond.ok("apply", "--json", "-f", `${pond.directory}/stack.yaml`))
        .map(({ action, path }: Record<string, string>) => `${action} ${path}`).sort();
    assertEquals(await apply(), ["created /deep/copy", "created /deep/fed", "created /views/q"]);
    assertEquals(
      await apply(),
      ["unchanged /deep/copy", "unchanged /deep/fed", "unchanged /views/q"],
    );
    pond.host("a.csv", "timestamp,v\n2026-01-01,1\n2026-01-02,2\n2026-01-03,3\n");
    assertEquals(
      await apply(),
      ["unchanged /views/q", "updated /deep/copy", "updated /deep/fed"],
    );
    for (const path of ["/deep/copy", "/deep/fed"]) {
      const rows = await pond.ok("cat", "--format", "csv", path);
      assertEquals(rows.trimEnd().split("\n").length, 4, path);
    }
    pond.host("a.csv", "timestamp,v\n2026-01-01,1\n");
    const failed = await pond.fails(5, "apply", "-f", `${pond.directory}/stack.yaml`);
    assertStringIncludes(failed, "truncated");
  });
});
