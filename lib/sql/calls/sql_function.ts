import type { SqlType } from "./sql_type.ts";

/** A function that SQL can call, beyond those of the engine. */
export interface SqlFunction {
  /** The first is the one that help shows. */
  readonly names: readonly string[];
  readonly topic: Topic;
  /** One sentence. */
  readonly summary: string;
  /** A call, and what it gives, as text. */
  readonly example: readonly [sql: string, answer: string];
  /** For each list of argument types one. */
  readonly overloads: readonly Overload[];
}

/** What a function is about; all functions of a topic come into a session together. */
export type Topic = "json" | "time" | "later" | "yours";

/** A function for certain types of arguments: computed here, or an expression of SQL. */
export type Overload = ComputedOverload | MacroOverload;

/** Computed a batch at a time. */
export interface ComputedOverload {
  /** Types by the names that help shows. */
  readonly args: Readonly<Record<string, string>>;
  /** The type of any number of arguments more. */
  readonly rest?: string;
  readonly returns: string;
  /**
   * Fills `out` for each row of `batch`. Without `takesNull` a row with a NULL among its arguments
   * isn't asked for: it is NULL. What is thrown fails the query.
   */
  readonly call: (batch: Batch, out: Output) => void;
  /** Whether `call` is asked for rows with NULLs. */
  readonly takesNull?: boolean;
}

/** An expression in which arguments stand by their names. */
export interface MacroOverload {
  readonly args: Readonly<Record<string, string>>;
  readonly returns: string;
  readonly macro: string;
}

/** Calls of one function that the engine wants answered at once. */
export interface Batch {
  readonly rows: number;
  readonly args: readonly Input[];
  /** Whether `row` is asked for. */
  isLive(row: number): boolean;
}

/** One argument in all rows of a batch. */
export interface Input {
  readonly type: SqlType;
  isNull(row: number): boolean;
  /** The value as JavaScript has it; see {@linkcode SqlValue}. */
  value(row: number): SqlValue;
  /** Text: where it stands in {@linkcode Input.bytes}, until the next call. */
  span(row: number): { readonly from: number; readonly to: number };
  /** The memory that texts stand in. Valid until anything is put out. */
  readonly bytes: Uint8Array;
  text(row: number): string;
  /** Whether the texts of two rows are sure to be the same. A constant's are. */
  isSame(row: number, other: number): boolean;
  /** Integers of 64 bits and times, as a number: exact up to 2^53. */
  number(row: number): number;
}

/** The results of a batch. What isn't set is NULL. */
export interface Output {
  set(row: number, value: SqlValue): void;
  /** Text that stands in the memory of an argument. */
  setSpan(row: number, span: { readonly from: number; readonly to: number }): void;
  /** Integers of 64 bits and times, up to 2^53. */
  setNumber(row: number, value: number): void;
}

/**
 * NULL is null; BOOLEAN a boolean; integers of up to 32 bits, FLOAT and DOUBLE numbers; wider
 * integers bigints; DECIMAL, texts, UUID, DATE (`2024-01-31`) and TIME strings; TIMESTAMP
 * microseconds since 1970 as a bigint; INTERVAL its three parts; lists arrays; STRUCT an object;
 * MAP a Map.
 */
export type SqlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | IntervalValue
  | readonly SqlValue[]
  | ReadonlyMap<SqlValue, SqlValue>
  | { readonly [field: string]: SqlValue };

/** What an INTERVAL is made of. */
export interface IntervalValue {
  /** Whole months. */
  readonly months: number;
  /** Whole days. */
  readonly days: number;
  /** The rest, in microseconds. */
  readonly us: bigint;
}
