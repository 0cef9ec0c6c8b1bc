import { displayWidth, fitWidth } from "../../lib/encode/display_width.ts";
import { encodeGrid } from "../../lib/encode/encode_grid.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { duckDbRows, textOf } from "./duckdb_batches.ts";

Deno.test("encodeGrid: numbers to the right, wide characters counted, NULL shown", async () => {
  const input = await duckDbRows(
    "SELECT * FROM (VALUES ('温度', 1.5), ('ab', NULL), ('x' || chr(10) || 'y', 22.25)) t(name, v)",
  );
  assertEquals(
    await textOf(encodeGrid(input)),
    [
      "name │     v",
      "─────┼──────",
      "温度 │  1.50",
      "ab   │  NULL",
      "x\\ny │ 22.25",
      "(3 rows)",
      "",
    ].join("\n"),
  );
});

Deno.test("encodeGrid: a width limit narrows the widest columns, then leaves the last ones out", async () => {
  const rows = "SELECT repeat('x', 50) AS a, 'short' AS b, repeat('y', 30) AS c";
  const narrow = await textOf(encodeGrid(await duckDbRows(rows), { width: 40 }));
  for (const line of narrow.split("\n")) assertOk(displayWidth(line) <= 40, line);
  assertOk(narrow.includes("short") && narrow.includes("…"));
  const tiny = await textOf(encodeGrid(await duckDbRows(rows), { width: 16 }));
  assertOk(tiny.includes("1 column not shown"));
});

Deno.test("encodeGrid: maxRows stops the query and says so", async () => {
  const { columns, batches } = await duckDbRows("SELECT i FROM range(9000) t(i)");
  let taken = 0;
  let ended = false;
  const watched = (async function* () {
    try {
      for await (const batch of batches) {
        taken++;
        yield batch;
      }
    } finally {
      ended = true;
    }
  })();
  const text = await textOf(encodeGrid({ columns, batches: watched }, { maxRows: 1500 }));
  assertEquals(text.split("\n").length, 1500 + 4);
  assertOk(text.endsWith("(first 1,500 rows, more follow)\n"));
  assertEquals({ taken, ended }, { taken: 1, ended: true });
});

Deno.test("encodeGrid: no rows", async () => {
  assertEquals(
    await textOf(encodeGrid(await duckDbRows("SELECT 1 AS a WHERE false"))),
    "a\n─\n(0 rows)\n",
  );
});

Deno.test("fitWidth: cuts between characters and never exceeds the width", () => {
  assertEquals(fitWidth("abcdef", 4), "abc…");
  assertEquals(fitWidth("abcd", 4), "abcd");
  assertEquals(displayWidth(fitWidth("温度計測器", 4)), 4);
  assertEquals(displayWidth(fitWidth("温度計測器", 5)), 5);
  assertEquals(displayWidth("e\u0301"), 1);
});
