/// <reference lib="dom" />
/** Door to `uplot`: charts on a canvas. It runs in a browser, as part of the page's own program. */
export { default as UPlot } from "npm:uplot@1.6.32";
