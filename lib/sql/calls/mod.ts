/**
 * What the text of a statement has to do with functions that pond computes: their shape
 * ({@linkcode SqlFunction}), whether a statement could call any ({@linkcode topicsIn}), which words
 * of it are put in others ({@linkcode rewriteCalls}), and functions of a library's user. The
 * functions themselves are in `sql/functions/`, which is loaded when they are needed.
 *
 * @module
 */
export { resultOf, type UserCall, userCall } from "./adapt.ts";
export { type Converter, convertersIn } from "./converter_name.ts";
export {
  defineFunction,
  type FunctionSpec,
  RESERVED_NAMES,
  type ResultOf,
  RowError,
  type UserFunction,
  type ValueOf,
  type ValueType,
  type ValueTypes,
} from "./define.ts";
export { type UnlistedPivot, unlistedPivot } from "./pivot.ts";
export { rewriteCalls } from "./rewrite.ts";
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
} from "./sql_function.ts";
export { parseSqlType, type PlainType, plainType, type SqlType, typeText } from "./sql_type.ts";
export { topicsIn } from "./topics.ts";
