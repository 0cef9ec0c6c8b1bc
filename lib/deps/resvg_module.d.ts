/** The compiled resvg library. */
export function resvgModule(): Promise<WebAssembly.Module>;
