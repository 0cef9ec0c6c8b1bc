/**
 * The functions of `sql/functions/` in DuckDB, by its C API: it is given types, overloads and one
 * pointer to call back, and reads and writes its vectors where they lie in its memory. The layout
 * is that of duckdb.h, the same for every build of a release; only two functions of C++ are called
 * beside it (`deps/duckdb_native.ts`).
 *
 * @module
 */
export { FunctionShelf, type ShelfOptions } from "./shelf.ts";
export type { EngineModule } from "./memory.ts";
export type { EnginePlace, Place } from "./place.ts";
