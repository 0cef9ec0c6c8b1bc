/**
 * Functions of SQL that pond computes itself, since the engine doesn't have them: JSON and time
 * zones. A function is a constant, an `SqlFunction`, in a file of its own in `built_in/`, and a
 * line in {@linkcode FUNCTIONS}; help and the page about SQL come from it. Nothing here knows the
 * engine: `duckdb/native/` gives a function its arguments as an `Input` a column and takes results
 * as an `Output`, a batch at a time. Loaded when a statement could call one.
 *
 * @module
 */
export { FUNCTIONS } from "./list.ts";
export { CAST_TYPES, castTargets, jsonCast, type RowCast, validJson } from "./json/casts.ts";
export { converterFunction } from "./json/typed.ts";
export { dayOfMoment } from "./time/shift.ts";
export { daysOf, timeUsOf, unscaledOf, uuidOf } from "./values/value_text.ts";
