/**
 * Data to pictures. A {@linkcode Chart} says what is to be seen; points are collected in bounded
 * memory by a {@linkcode PointCollector}, which keeps every spike; axes and their round marks
 * follow from the data. Three renderers draw the same chart: as text for a terminal, as SVG, and,
 * from the SVG, as PNG. Nothing here knows where data comes from or where a picture goes.
 *
 * @module
 */
export * from "./chart.ts";
export { isBars } from "./frame.ts";
export { heatColor, heatRange } from "./heat_scale.ts";
export { niceStep } from "./number_ticks.ts";
export * from "./png.ts";
export * from "./points.ts";
export * from "./svg.ts";
export * from "./text.ts";
export type { PictureSize } from "./svg_parts.ts";
export type { TextOptions } from "./text_options.ts";
