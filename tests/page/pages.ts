import {
  type ChartPage,
  pageLines,
  type PageNode,
  type PageTable,
  type PondPage,
  unpacked,
} from "../../lib/page/mod.ts";

/** What a page would have to stop, were it markup: ends of elements, comments, bidi controls, separators. */
export const HOSTILE =
  `</script><script>alert(1)</script><!-- "'&<b>\u202e\u2066evil\u2069\u2028\u2029\u0007]]>`;

/** A table of `rows` rows over time, one of which stands out. */
export function tableOf(rows: number, text = "text"): PageTable {
  const xs = Float64Array.from({ length: rows }, (_, i) => i * 60e6);
  const ys = Float64Array.from({ length: rows }, (_, i) => i === 777 ? 1000 : Math.sin(i / 50));
  const lines = [{ name: text, column: text, points: { xs, ys }, shown: true }];
  const column = { type: "double", nullable: true, nulls: 0, distinct: rows, exact: true };
  return {
    rows,
    timeColumn: text,
    columns: [{
      ...column,
      name: text,
      order: "text",
      min: text,
      max: text,
      histogram: [1, 2],
      top: [[text, 3]],
    }],
    sample: Array.from({ length: Math.min(rows, 200) }, (_, i) => [`${text} ${i}`]),
    chart: {
      x: { is: "time", label: text, zone: "UTC" },
      yLabel: text,
      ...pageLines(lines),
      mark: "line",
      log: false,
      heat: null,
    },
    notes: [text],
  };
}

/** A page with a root and a node of each of `tables`; `text` is everywhere where a pond's text can be. */
export function pageOf(tables: readonly PageTable[], text = "text"): PondPage {
  const node = (path: string, parent: number | null, table: PageTable | null): PageNode => ({
    path,
    name: path.slice(parent === null ? 0 : 1),
    parent,
    kind: table ? "file:series" : "directory",
    factory: text,
    size: 1,
    version: 1,
    modified: "2026-01-01T00:00:00Z",
    target: text,
    problem: text,
    versions: [],
    config: text,
    query: text,
    table,
  });
  const inside = tables.map((table, i) => node(`/${text}${i}`, 0, table));
  return {
    is: "pond",
    title: text,
    transaction: 1,
    time: null,
    nodes: [node("/", null, null), ...inside],
    graph: {
      nodes: [{ label: text, node: 0, kind: text, factory: text, count: 1, broken: false }],
      edges: [],
    },
    log: [{ transaction: 1, time: "2026-01-01T00:00:00Z", command: text, changes: [text] }],
    leftOut: [text],
  };
}

/** What is on the page of a file. */
export function dataOf<Page extends ChartPage | PondPage = PondPage>(html: string): Page {
  const json = /<script type="application\/json" id="data">(.*)<\/script>/.exec(html)![1]!;
  return unpacked(JSON.parse(json)) as Page;
}
