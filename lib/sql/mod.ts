/**
 * SQL over relations. {@linkcode SqlEngine} is the whole of what pond asks from an engine;
 * `duckdb/` is the one that is built in. A relation tree becomes one statement, so that the
 * engine's optimizer pushes filters and columns through every derived level down to the Parquet
 * files; files that stored bounds rule out are never opened.
 *
 * @module
 */
export { createSqlEngine } from "./duckdb/create.ts";
export { threadProblem } from "./duckdb/thread.ts";
export type {
  EngineQuery,
  ExplainedRelation,
  Explanation,
  QueryCounters,
  QueryResult,
  RowOrder,
  RunOptions,
  ScratchFile,
  SqlEngine,
  SqlEngineOptions,
} from "./engine.ts";
export {
  defineFunction,
  type FunctionSpec,
  type IntervalValue,
  type Overload,
  type ResultOf,
  type SqlFunction,
  type SqlValue,
  type UserFunction,
  type ValueOf,
  type ValueType,
  type ValueTypes,
} from "./calls/mod.ts";
export { inTimeOrder } from "./in_order.ts";
export { sqlFunctions } from "./list_functions.ts";
export { bindParameters, checkStatement, type SqlParameters } from "./syntax/mod.ts";
export { sqlTypeOf } from "./duckdb/types.ts";
