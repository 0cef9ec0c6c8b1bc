import { PondError } from "../../lib/base/mod.ts";
import { assertEquals, assertRejects } from "../deps.ts";
import { testInPond } from "./real_pond.ts";

/** Each adds one to `n`; the second reads itself thrice, in ways that only the engine sees. */
const STEPS = {
  "plain queries": "SELECT n + 1 AS n FROM (SELECT DISTINCT * FROM source WHERE n >= 0)",
  "queries with a WITH of their own":
    "WITH a AS (SELECT n FROM source), b AS (SELECT max(n) AS m FROM a) " +
    "SELECT n + 1 AS n FROM a JOIN b ON a.n = b.m WHERE EXISTS (SELECT 1 FROM b c WHERE c.m >= a.n)",
};

for (const [what, query] of Object.entries(STEPS)) {
  testInPond(`factories: a chain of 32 ${what} answers, one more is refused`, async (real) => {
    const { pond, rows } = real;
    await pond.transact(["test"], async (change) => {
      await change.writeFile("/n.csv", new Blob(["n\n1\n"]).stream(), {});
      const node = { factory: "sql-derived-table", yaml: "source: csv:///n.csv\n" };
      await change.mknod("/n1", node);
      for (let i = 2; i <= 33; i++) {
        const yaml = `source: /n${i - 1}\nquery: ${query}\n`;
        await change.makeDynamic(`/n${i}`, {
          ...node,
          kind: "table",
          yaml,
          overwrite: false,
          attributes: {},
        });
      }
    });
    assertEquals(await rows("/n32"), [{ n: 32n }]);
    await assertRejects(() => rows("/n33"), PondError, "more than 32");
  });
}
