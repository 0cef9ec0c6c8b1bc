/**
 * Functions of SQL that pond computes itself, for those that the engine doesn't have: JSON, time zones, and a library user's
 * own. A function is a constant, an {@linkcode SqlFunction}, in a file of its own in `built_in/`, and a line in
 * {@linkcode FUNCTIONS}; help and the SQL page come from it. Nothing here knows the engine: `duckdb/native/` gives a function
 * its arguments as an {@linkcode Input} a column and takes results as an {@linkcode Output}, a batch at a time.
 * What takes other words in SQL itself is rewritten ({@linkcode rewriteCalls}).
 *
 * @module
 */
export { FUNCTIONS } from "./list.ts";
export type {
  Batch,
  ComputedOverload,
  Input,
  IntervalValue,
  MacroOverload,
  Output,
  Overload,
  SqlFunction,
  SqlValue,
  Topic,
} from "./model/sql_function.ts";
export { CAST_TYPES, castTargets, jsonCast, type RowCast, validJson } from "./json/casts.ts";
export { convertersIn } from "./json/typed.ts";
export { parseSqlType, type PlainType, plainType, type SqlType } from "./model/sql_type.ts";
export { rewriteCalls } from "./rewrite.ts";
export { dayOfMoment } from "./time/shift.ts";
export { topicsIn } from "./topics.ts";
export { resultOf, type UserCall, userCall } from "./yours/adapt.ts";
export {
  defineFunction,
  type FunctionSpec,
  type ResultOf,
  RowError,
  type UserFunction,
  type ValueOf,
  type ValueType,
  type ValueTypes,
} from "./yours/define.ts";
export { daysOf, timeUsOf, unscaledOf, uuidOf } from "./model/value_text.ts";
