import { PondError } from "../../base/mod.ts";
import type { SqlValue } from "./sql_function.ts";
import { parseSqlType, type SqlType } from "./sql_type.ts";

/** What a value of a type is in JavaScript; see {@linkcode SqlValue}. */
export interface ValueTypes {
  /** `boolean`. */
  readonly boolean: boolean;
  /** A number. */
  readonly int8: number;
  /** A number. */
  readonly int16: number;
  /** A number. */
  readonly int32: number;
  /** A bigint. */
  readonly int64: bigint;
  /** A number. */
  readonly uint8: number;
  /** A number. */
  readonly uint16: number;
  /** A number. */
  readonly uint32: number;
  /** A bigint. */
  readonly uint64: bigint;
  /** A number. */
  readonly float32: number;
  /** A number. */
  readonly float64: number;
  /** Text. */
  readonly string: string;
  /** `2024-01-31`. */
  readonly date: string;
  /** Microseconds since 1970. */
  readonly timestamp: bigint;
  /** As `int32`. */
  readonly integer: number;
  /** As `int64`. */
  readonly bigint: bigint;
  /** As `float64`. */
  readonly double: number;
  /** As `string`. */
  readonly text: string;
  /** As `string`. */
  readonly varchar: string;
}

/**
 * The name of a type, pond's or SQL's, in any case: `float64`, `DOUBLE`, `VARCHAR[]`,
 * `STRUCT(a INTEGER)`.
 */
export type ValueType = keyof ValueTypes | (string & Record<never, never>);

/** A value of the type that is called `T`. */
export type ValueOf<T extends string> = Lowercase<T> extends keyof ValueTypes
  ? ValueTypes[Lowercase<T>]
  : SqlValue;

/** What a function may give for a value of the type that is called `T`: nothing stands for NULL. */
export type ResultOf<T extends string> =
  | ValueOf<T>
  | null
  | undefined
  | (ValueOf<T> extends bigint ? number | Date : never);

/**
 * A function of SQL in TypeScript: `call` computes a row at a time, `callBatch` some thousand at
 * once.
 */
export type FunctionSpec<A extends readonly string[], R extends string> =
  & {
    /** As SQL calls it. */
    readonly name: string;
    readonly args: A;
    readonly returns: R;
  }
  & (
    | {
      /** Asked for rows without NULLs; the others are NULL. */
      readonly call: (...values: { readonly [I in keyof A]: ValueOf<A[I]> }) => ResultOf<R>;
      readonly takesNull?: false;
    }
    | {
      /** Asked for every row. */
      readonly call: (...values: { readonly [I in keyof A]: ValueOf<A[I]> | null }) => ResultOf<R>;
      readonly takesNull: true;
    }
    | {
      /**
       * Gives as many values as there are rows. Without `takesNull` it sees only rows without
       * NULLs.
       */
      readonly callBatch: (
        columns: { readonly [I in keyof A]: readonly (ValueOf<A[I]> | null)[] },
        rows: number,
      ) => ArrayLike<ResultOf<R>>;
      readonly takesNull?: boolean;
    }
  );

/** A function that an engine can be given. */
export interface UserFunction {
  /** As SQL calls it. */
  readonly name: string;
  /** The types of its arguments. */
  readonly args: readonly string[];
  /** The type of its result. */
  readonly returns: string;
  /** Whether it is called for NULL, too. */
  readonly takesNull: boolean;
  /** @throws {RowError} where it is known which row failed */
  /** Computes a vector of results. */
  readonly callBatch: (
    columns: readonly (readonly SqlValue[])[],
    rows: number,
  ) => ArrayLike<unknown>;
}

/** The failure of one row of a batch. */
export class RowError extends Error {
  /** @param row counted from 0 */
  constructor(readonly row: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Names of pond's own functions, which are loaded too late to ask them. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ...["json", "json_array", "json_array_length", "json_contains", "json_each", "json_exists"],
  ...["json_extract", "json_extract_path", "json_extract_string", "json_extract_path_text"],
  ...["json_group_array", "json_group_object", "json_keys", "json_merge_patch", "json_object"],
  ...["json_pretty", "json_structure", "json_tree", "json_type", "json_valid", "json_value"],
  ...["to_json", "json_quote", "row_to_json", "array_to_json", "timezone", "make_timestamptz"],
  ...["from_json", "from_json_strict", "json_transform", "json_transform_strict"],
  ...["date_trunc", "datetrunc", "time_bucket"],
  ...["char_length", "character_length", "countif", "days_in_month", "make_timestamp_ms", "uuidv4"],
  ...["wavg", "weighted_avg"],
]);

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Pond's names of types, and SQL's. */
const WORDS: Readonly<Record<string, string>> = {
  int8: "TINYINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  uint8: "UTINYINT",
  uint16: "USMALLINT",
  uint32: "UINTEGER",
  uint64: "UBIGINT",
  float32: "FLOAT",
  float64: "DOUBLE",
  binary: "BLOB",
};

/**
 * A function that SQL can call: `openPond(dir, { functions: [defineFunction(…)] })`. The same
 * arguments must give the same value, and no promise. An error in it fails the query and names the
 * function and the row.
 * @throws {PondError} `usage` for a name or type that is none
 */
export function defineFunction<const A extends readonly ValueType[], R extends ValueType>(
  spec: FunctionSpec<A, R>,
): UserFunction {
  const { name, args, returns, takesNull = false } = spec;
  if (typeof name !== "string" || !NAME.test(name)) {
    throw unusable(name, "a name is made of letters, digits and _");
  }
  if (RESERVED_NAMES.has(name.toLowerCase())) {
    throw unusable(name, "pond has a function of that name");
  }
  for (const type of [...args, returns]) valueType(name, type);
  const callBatch = "callBatch" in spec
    ? spec.callBatch as UserFunction["callBatch"]
    : rowByRow(spec.call as (...values: readonly SqlValue[]) => unknown);
  return { name, args, returns, takesNull, callBatch };
}

/**
 * The type that a function's author has called `word`.
 * @throws {PondError} `usage` where it is none
 */
export function valueType(name: string, word: string): SqlType {
  const type = parseSqlType(WORDS[word.toLowerCase()] ?? word);
  if (type) return type;
  throw unusable(name, `${JSON.stringify(word)} is no type`, "write float64, string, VARCHAR[], …");
}

function rowByRow(call: (...values: readonly SqlValue[]) => unknown): UserFunction["callBatch"] {
  return (columns, rows) =>
    Array.from({ length: rows }, (_, row) => {
      try {
        return call(...columns.map((column) => column[row]!));
      } catch (cause) {
        throw new RowError(row, cause);
      }
    });
}

function unusable(name: unknown, why: string, hint?: string): PondError {
  return new PondError("usage", `cannot define the function ${String(name)}: ${why}`, {
    ...(hint === undefined ? {} : { hint }),
  });
}
