/**
 * From a name to rows: what a config or command writes where it wants a table (pond path, glob,
 * source URL) becomes a relation. Text formats are converted to Parquet once and kept by content
 * key, compressed ones are unpacked on the way, computed results are kept as long as their policy
 * says. A source that changes has another key, so nothing stale is ever found.
 *
 * @module
 */
export type { ConversionProgress, ServiceOptions } from "./convert.ts";
export * from "./decoding_engine.ts";
export { isVolatile } from "./materialise.ts";
export * from "./services.ts";
