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

Deno.test("encodeGrid: a width limit narrows texts, then leaves columns in the middle out", async () => {
  const rows = "SELECT repeat('x', 50) AS a, 'short' AS b, repeat('y', 30) AS c";
  const narrow = await textOf(encodeGrid(await duckDbRows(rows), { width: 40 }));
  for (const line of narrow.split("\n")) assertOk(displayWidth(line) <= 40, line);
  assertOk(narrow.includes("short") && narrow.includes("…"));
  const tiny = await textOf(encodeGrid(await duckDbRows(rows), { width: 16 }));
  assertOk(tiny.includes("2 columns not shown"), tiny);
  const wide =
    "SELECT 'k' || i AS k, repeat('x', 40) AS note, 123456.789 AS v, TIMESTAMP '2026-01-01' AS t, " +
    "repeat('y', 30) AS z, 42424242 AS n FROM range(2) t(i)";
  for (const width of [30, 40, 60, 80, 200]) {
    const lines = (await textOf(encodeGrid(await duckDbRows(wide), { width }))).split("\n");
    for (const line of lines) assertOk(displayWidth(line) <= width, `${width}: ${line}`);
    // Whatever is shown of numbers and times is shown whole.
    for (const cell of lines[2]!.split("│").map((each) => each.trim())) {
      assertOk(!/^[\d-]+.*…/.test(cell), `${width}: ${cell}`);
    }
    assertOk(
      lines[0]!.startsWith("k") && lines[2]!.trimEnd().endsWith("42424242"),
      lines.join("\n"),
    );
  }
});

Deno.test("encodeGrid: types under the names, the middle of many rows left out", async () => {
  const many = await duckDbRows("SELECT i, 'n' || i AS name FROM range(9000) t(i)");
  const lines = (await textOf(encodeGrid(many, { types: true, mostRows: 6 }))).split("\n");
  assertEquals(lines, [
    "    i │ name",
    "int64 │ string",
    "──────┼───────",
    "    0 │ n0",
    "    1 │ n1",
    "    2 │ n2",
    "    … │ …",
    " 8997 │ n8997",
    " 8998 │ n8998",
    " 8999 │ n8999",
    "(9,000 rows, 6 shown: --all shows all)",
    "",
  ]);
  const few = await duckDbRows("SELECT i FROM range(6) t(i)");
  assertEquals((await textOf(encodeGrid(few, { mostRows: 6 }))).split("\n").length, 2 + 6 + 2);
});

Deno.test("encodeGrid: columns stand straight beside emoji and joined characters", async () => {
  const rows = await duckDbRows(
    "SELECT * FROM (VALUES ('✅', 1), ('⭐ ok', 2), ('👨‍👩‍👧', 3), ('🇩🇪', 4), ('e\u0301', 5)) t(s, n)",
  );
  const lines = (await textOf(encodeGrid(rows))).split("\n").slice(2, 7);
  assertEquals(lines.map((line) => displayWidth(line.split("│")[0]!)), [6, 6, 6, 6, 6]);
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
