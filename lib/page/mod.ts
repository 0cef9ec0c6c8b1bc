/**
 * The self-contained page: what a pond holds, or one chart, as one HTML file that opens without a
 * server and without a network. Here are the shape of what it shows ({@linkcode PondPage},
 * {@linkcode ChartPage}), the file around it, and its fitting to a size; nothing here reads a pond.
 * `browser/` is the program that runs in the page: it is written as modules with types, and
 * bundled with uPlot and the style into one module of text, so that no file is read beside it.
 *
 * @module
 */
export * from "./chart_data.ts";
export { chartPage } from "./chart_page.ts";
export { type ColumnLine, pageLines } from "./chart_lines.ts";
export { renderWithin } from "./fit.ts";
export { type PackedNode, type PackedPage, unpacked } from "./packed.ts";
export * from "./page_data.ts";
export { renderPage } from "./render.ts";
