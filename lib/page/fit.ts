import { PondError } from "../base/mod.ts";
import type { PageChart } from "./chart_data.ts";
import { pointsOf, withFewerPoints } from "./chart_lines.ts";
import type { Cell, PageNode, PageTable, PondPage } from "./page_data.ts";
import { jsonBytes, renderPage } from "./render.ts";

/** Transactions that a page keeps when there is little room. */
const SHORT_LOG = 20;

/** What can be left out of everything, in this order, until the rest fits. */
const STEPS: readonly {
  readonly words: string;
  readonly apply: (page: PondPage) => PondPage;
}[] = [
  {
    words: `only the newest ${SHORT_LOG} transactions`,
    apply: (page) => ({ ...page, log: page.log.slice(0, SHORT_LOG) }),
  },
  {
    words: "only the newest version of each node",
    apply: (page) => eachNode(page, (node) => ({ ...node, versions: node.versions.slice(0, 1) })),
  },
  { words: "no histograms and frequent values", apply: withoutProfiles },
  {
    words: "no versions",
    apply: (page) => eachNode(page, (node) => ({ ...node, versions: [] })),
  },
  { words: "no configs", apply: (page) => eachNode(page, (node) => ({ ...node, config: null })) },
  {
    words: "no columns of tables",
    apply: (page) => eachNode(page, (node) => ({ ...node, table: null })),
  },
];

/**
 * `page` as an HTML file of at most `maxBytes`. Where it is larger, the largest charts and samples
 * of rows are cut, all to the same number of bytes, and that is said on the page.
 * @throws {PondError} `usage` where not even the tree fits
 */
export function renderWithin(page: PondPage, maxBytes: number): string {
  const whole = renderPage(page);
  if (sizeOf(whole) <= maxBytes) return whole;
  const limit = `The page is limited to ${bytesText(maxBytes)} (--max-size): `;
  const said: string[] = [];
  let frame = page;
  for (let step = 0;; step++) {
    const room = maxBytes - sizeOf(renderPage(cut(frame, 0, limit + said.join(", "))));
    if (room >= 0) {
      const capped = cut(frame, capOf(partSizes(frame), room), limit + said.join(", "));
      return renderPage(capped);
    }
    const next = STEPS[step];
    if (!next) break;
    frame = next.apply(frame);
    said.push(next.words);
  }
  throw new PondError(
    "usage",
    `cannot make a page of ${bytesText(maxBytes)}: the tree alone takes ` +
      `${bytesText(sizeOf(renderPage(cut(frame, 0, limit))))}`,
    {
      hint: "a pattern shows part of the pond; --max-size 20MB allows more",
    },
  );
}

/** Sizes of what can be cut: charts and rows. */
function partSizes({ nodes }: PondPage): number[] {
  return nodes.flatMap(({ table }) =>
    table === null ? [] : [jsonBytes(table.chart), jsonBytes(table.sample)]
  );
}

/** The size to which the larger of `sizes` are cut, so that all together are at most `room`. */
function capOf(sizes: readonly number[], room: number): number {
  let [left, parts] = [room, sizes.length];
  for (const size of sizes.toSorted((a, b) => a - b)) {
    if (size * parts > left) break;
    left -= size;
    parts--;
  }
  return parts === 0 ? Infinity : Math.floor(left / parts);
}

/** The page with no chart and no rows larger than `cap` bytes. */
function cut(page: PondPage, cap: number, words: string): PondPage {
  let [charts, samples] = [0, 0];
  const fitted = eachNode(page, (node) => {
    if (node.table === null) return node;
    const chart = fittedChart(node.table.chart, cap);
    const sample = fittedRows(node.table.sample, cap);
    if (chart !== node.table.chart) charts++;
    if (sample.length < node.table.sample.length) samples++;
    return { ...node, table: { ...node.table, chart, sample } };
  });
  const said = [
    counted(
      charts,
      "chart has fewer points or is left out",
      "charts have fewer points or are left out",
    ),
    counted(samples, "table shows fewer rows", "tables show fewer rows"),
  ].filter((each) => each !== "");
  const rest = said.join(", ");
  const joint = rest === "" || words.endsWith(": ") ? "" : ", ";
  return { ...fitted, leftOut: [...page.leftOut, `${words}${joint}${rest}.`] };
}

function fittedChart(chart: PageChart | null, cap: number): PageChart | null {
  if (chart === null) return null;
  const size = jsonBytes(chart);
  if (size <= cap) return chart;
  // Rarely more than one round: bytes go with points.
  for (let most = 8 * Math.floor(pointsOf(chart) * cap / size / 8);; most = 8 * (most >> 4)) {
    const fewer = withFewerPoints(chart, most);
    if (fewer === null || jsonBytes(fewer) <= cap) return fewer;
  }
}

function fittedRows(rows: PageTable["sample"], cap: number): PageTable["sample"] {
  let left = cap - 2;
  const fitting: (readonly Cell[])[] = [];
  for (const row of rows) {
    left -= jsonBytes(row) + 1;
    if (left < 0) break;
    fitting.push(row);
  }
  return fitting.length === rows.length ? rows : fitting;
}

function withoutProfiles(page: PondPage): PondPage {
  return eachNode(page, (node) => {
    if (node.table === null) return node;
    const columns = node.table.columns.map((each) => ({ ...each, histogram: null, top: null }));
    return { ...node, table: { ...node.table, columns } };
  });
}

function eachNode(page: PondPage, change: (node: PageNode) => PageNode): PondPage {
  return { ...page, nodes: page.nodes.map(change) };
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function bytesText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
