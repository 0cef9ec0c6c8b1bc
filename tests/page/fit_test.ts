import { PondError } from "../../lib/base/mod.ts";
import { renderPage, renderWithin } from "../../lib/page/mod.ts";
import { assertEquals, assertMatch, assertOk, assertThrows } from "../deps.ts";
import { dataOf, pageOf, tableOf } from "./pages.ts";

const sizeOf = (text: string) => new TextEncoder().encode(text).length;

Deno.test("renderWithin: a page that fits is left as it is", () => {
  const page = pageOf([tableOf(100)]);
  assertEquals(renderWithin(page, 1e6), renderPage(page));
});

Deno.test("renderWithin: the largest parts are cut, peaks stay, and that is said", () => {
  const page = pageOf([tableOf(20_000), tableOf(50)]);
  const frame = sizeOf(renderPage(pageOf([])));
  const html = renderWithin(page, frame + 60_000);
  assertOk(sizeOf(html) <= frame + 60_000);
  const [, large, small] = dataOf(html).nodes;
  assertEquals(small, JSON.parse(JSON.stringify(page.nodes[2])));
  const { ys } = large!.table!.chart!.lines[0]!;
  assertOk(ys.length > 500 && ys.length < 20_000, `${ys.length} points`);
  assertOk(ys.includes(1000));
  assertMatch(dataOf(html).leftOut.at(-1)!, /\(--max-size\): 1 chart has fewer points/);
});

Deno.test("renderWithin: rows, then profiles, logs and columns go; the tree stays, or it is an error", () => {
  const page = pageOf([tableOf(5000, "a".repeat(400)), tableOf(50)]);
  const frame = sizeOf(renderPage(pageOf([])));
  const few = dataOf(renderWithin(page, frame + 12_000));
  const rows = few.nodes[1]!.table!.sample.length;
  assertOk(rows > 0 && rows < 200, `${rows} rows`);
  assertMatch(few.leftOut.at(-1)!, /1 table shows fewer rows/);
  const bare = dataOf(renderWithin(page, frame + 1700));
  assertEquals(bare.nodes.map(({ path, table }) => [path, table]), [
    ["/", null],
    ["/text0", null],
    ["/text1", null],
  ]);
  assertMatch(bare.leftOut.at(-1)!, /no columns of tables/);
  const error = assertThrows(() => renderWithin(page, frame), PondError);
  assertEquals(error.code, "usage");
});
