import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";
import { scenario } from "./scenario.ts";

Deno.test("check: every rule finds what breaks it, and nothing else", async () => {
  await scenario(async (pond) => {
    const rows = ["2020-01-01T00:00Z,a,1", "2020-01-01T00:00Z,a,", "2020-01-01T05:00Z,a,-99"];
    const csv = pond.host("r.csv", `timestamp,site,temp\n${rows.join("\n")}\n`);
    await pond.ok("ingest", csv, "/s");
    const check = async (name: string, config: string) => {
      pond.host("c.yaml", config);
      await pond.ok("mknod", "--factory", "check", name, join(pond.directory, "c.yaml"));
    };
    await check(
      "/bad",
      `source: /s
query: SELECT * FROM source WHERE temp < -90
freshness: 2h
gaps: 1h
rows: {min: 4}
nulls: {temp: "0.1"}
unique: [timestamp, site]
`,
    );
    await check("/good", `source: /s\nrows: {min: 1, max: 3}\nnulls: {temp: "0.5"}\ngaps: 6h\n`);
    const { code, stdout, stderr } = await pond.run(["check", "--json"]);
    assertEquals(code, 9, stderr);
    const found: Record<string, unknown>[] = JSON.parse(stdout);
    assertEquals(
      found.map((each) => `${each["path"]} ${each["check"]}`).sort(),
      ["freshness", "gaps", "nulls", "query", "rows", "unique"].map((each) => `/bad ${each}`),
    );
    assertStringIncludes(
      String(found.find((each) => each["check"] === "gaps")!["why"]),
      "00:00:00",
    );
    assertEquals(await pond.ok("check", "/good"), "");
    await pond.fails(3, "check", "/s");
    assertEquals((await pond.run(["watch", "--once", "check", "/bad"])).code, 9);
    assertStringIncludes(await pond.ok("watch", "--once", "ingest", csv, "/s"), "unchanged");
    await pond.fails(2, "watch", "rm", "/s");
    pond.host("c.yaml", "source: /s\n");
    const config = join(pond.directory, "c.yaml");
    await pond.fails(5, "mknod", "--factory", "check", "/no", config);
  });
});
