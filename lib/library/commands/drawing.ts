import { renderPng, renderSvg, renderText } from "../../chart/mod.ts";
import { pageCommand, plotCommand } from "../../commands/mod.ts";
import { chartPage, renderPage, renderWithin } from "../../page/mod.ts";
import type { Pond } from "../api.ts";
import { coreOf } from "../pond.ts";
import { type ProblemOptions, strict } from "./options.ts";

/** What is drawn, and as what. */
export interface PlotChartOptions {
  /** The column to the right; default the time column. */
  readonly x?: string;
  /** Columns drawn upward; default all numbers. */
  readonly y?: string | readonly string[];
  /** A line for each value of this column. */
  readonly by?: string;
  /** A query over `source`, whose rows are drawn. */
  readonly sql?: string;
  /** An expression over the columns. */
  readonly where?: string;
  /** Default the path. */
  readonly title?: string;
  /** How values are drawn; default lines over times and numbers, bars over names. */
  readonly type?: "line" | "bar" | "point" | "hist" | "heat";
  /** A logarithmic axis upward. */
  readonly log?: boolean;
  /** Default `svg`; `html` is a page to zoom into. */
  readonly format?: "svg" | "png" | "html" | "text";
  /** Pixels, or characters of text; default 960 and 80. */
  readonly width?: number;
  /** Pixels, or lines of text; default 540 and 24. */
  readonly height?: number;
  /** Told what the chart doesn't show. */
  readonly onNote?: (note: string) => void;
}

/**
 * A chart of a table or series, a glob or a source URL: SVG, HTML or text as bytes of UTF-8, or
 * PNG.
 * @throws {PondError} `invalid-query` where there are no numbers to draw; as queries
 */
export async function plot(
  pond: Pond,
  source: string,
  options: PlotChartOptions = {},
): Promise<Uint8Array> {
  const { sql, where, y, log: isLog = false, format = "svg", width, height, ...words } = options;
  const notes: string[] = [];
  const chart = await plotCommand(coreOf(pond), {
    path: source,
    ...words,
    isLog,
    ...(y === undefined ? {} : { y: [y].flat() }),
    query: { ...(sql === undefined ? {} : { sql }), ...(where === undefined ? {} : { where }) },
    onNote: (note) => {
      notes.push(note);
      options.onNote?.(note);
    },
  });
  const encode = (text: string) => new TextEncoder().encode(text);
  if (format === "html") return encode(renderPage(chartPage(chart, notes)));
  if (format === "text") {
    return encode(renderText(chart, { width: width ?? 80, height: height ?? 24, paint: null }));
  }
  const svg = renderSvg(chart, {
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  });
  return format === "png" ? await renderPng(svg) : encode(svg);
}

/** What is put on a page. */
export interface PageFileOptions extends ProblemOptions {
  /** Paths and globs, and all below them; default the whole pond. */
  readonly patterns?: string | readonly string[];
  /** At the top and in the tab. */
  readonly title?: string;
  /** First rows of each table; default 200. */
  readonly rows?: number;
  /** No larger a file; default 5 MB. What is left out is said on the page. */
  readonly maxBytes?: number;
  /** Ends the queries. */
  readonly signal?: AbortSignal;
}

const MAX_BYTES = 5e6;

/**
 * One self-contained HTML file of a pond: its tree, tables, charts, lineage and log. Equal ponds
 * make equal texts.
 * @throws {PondError} `not-found` where nothing matches; `usage` where not even the tree fits
 */
export async function page(
  pond: Pond,
  { patterns = [], maxBytes = MAX_BYTES, onProblem = strict, signal, ...options }: PageFileOptions =
    {},
): Promise<string> {
  const shown = await pageCommand(coreOf(pond), {
    patterns: [patterns].flat(),
    ...options,
    run: signal === undefined ? {} : { signal },
    onProblem,
  });
  return renderWithin(shown, maxBytes);
}
