import { PondError } from "../../lib/base/mod.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../deps.ts";
import { testInPond } from "./real_pond.ts";

testInPond(
  "captures: columns of what the wildcards matched, by their order, beside the rows",
  async (real) => {
    const { directory, mknod, rows } = real;
    for (const site of ["mill", 'it\'s "here"']) {
      await Deno.mkdir(`${directory}/${site}`);
      for (const kind of ["temp", "level"]) {
        await Deno.writeTextFile(
          `${directory}/${site}/${kind}.csv`,
          "timestamp,v\n2026-01-01,1\n2026-01-02,2\n",
        );
      }
    }
    await mknod("/raw", "hostmount", `directory: ${directory}`);
    await mknod(
      "/all",
      "sql-derived-series",
      "source: csv:///raw/*/*.csv\ncaptures: [site, kind]\n",
    );
    assertEquals(
      await rows(
        "/all",
        "SELECT site, kind, sum(v)::INTEGER AS v FROM source GROUP BY ALL ORDER BY ALL",
      ),
      [
        { site: 'it\'s "here"', kind: "level", v: 3 },
        { site: 'it\'s "here"', kind: "temp", v: 3 },
        { site: "mill", kind: "level", v: 3 },
        { site: "mill", kind: "temp", v: 3 },
      ],
    );
    await mknod(
      "/some",
      "sql-derived-table",
      "patterns: {a: 'csv:///raw/*/temp.csv', b: 'csv:///raw/mill/temp.csv'}\ncaptures: {a: [site]}\n" +
        "query: SELECT a.site, count(*)::INTEGER AS n FROM a JOIN b USING (timestamp) GROUP BY 1 ORDER BY 1\n",
    );
    assertEquals(await rows("/some"), [{ site: 'it\'s "here"', n: 2 }, { site: "mill", n: 2 }]);
    const refused: [yaml: string, why: string][] = [
      ["source: csv:///raw/*/*.csv\ncaptures: [a, b, c]\n", "3 columns, but"],
      ["source: csv:///raw/*/*.csv\ncaptures: [a, A]\n", "name of its own"],
      ["patterns: {a: 'csv:///raw/*/*.csv'}\ncaptures: {b: [x]}\n", "no relation called b"],
    ];
    for (const [yaml, why] of refused) {
      const error = await assertRejects(
        () => mknod("/x", "sql-derived-table", yaml),
        PondError,
        why,
      );
      assertStringIncludes(error.message, "line 2:");
    }
  },
);

testInPond(
  "captures: a union of 120 files that differ in them answers, one of 200 is refused",
  async ({ pond, mknod, rows }) => {
    await pond.transact(["test"], async (change) => {
      await change.makeDirectory("/d");
      for (let i = 0; i < 200; i++) {
        await change.writeFile(`/d/${i}.csv`, new Blob([`n\n${i}\n`]).stream(), {});
      }
    });
    const yaml = "source: csv:///d/*.csv\ncaptures: [name]\n";
    await assertRejects(() => mknod("/all", "sql-derived-table", yaml), PondError, "at most 250");
    await pond.transact(["test"], async (change) => {
      for (let i = 120; i < 200; i++) await change.remove(`/d/${i}.csv`);
    });
    await mknod("/all", "sql-derived-table", yaml);
    assertEquals(
      await rows(
        "/all",
        "SELECT count(*)::INTEGER AS n, bool_and(name = n::TEXT) AS same FROM source",
      ),
      [{ n: 120, same: true }],
    );
  },
);
