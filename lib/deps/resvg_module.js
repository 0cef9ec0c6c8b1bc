/** The compiled module, without any read permission. TypeScript doesn't know the syntax yet. */
export const resvgModule = async () =>
  await import.source("npm:@resvg/resvg-wasm@2.6.2/index_bg.wasm");
