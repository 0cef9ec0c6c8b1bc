import type { SqlFunction, SqlValue } from "./sql_function.ts";
import { typeText } from "./sql_type.ts";
import { RowError, type UserFunction, valueType } from "./define.ts";

/** Of an argument so much is shown in an error. */
const MAX_SHOWN = 40;

/**
 * A user's function as those of pond are; rows are counted from when it is made, or
 * {@linkcode UserCall.restart}.
 */
export interface UserCall extends SqlFunction {
  /** Begins to count rows anew, for another statement. */
  restart(): void;
}

/** Adapts a function; an error in it names it, the row, and the arguments. */
export function userCall(user: UserFunction): UserCall {
  const { name, takesNull } = user;
  const types = user.args.map((word) => typeText(valueType(name, word)));
  let before = 0;
  return {
    names: [name],
    topic: "yours",
    summary: "",
    example: ["", ""],
    restart() {
      before = 0;
    },
    overloads: [{
      args: Object.fromEntries(types.map((type, i) => [`arg${i + 1}`, type])),
      returns: typeText(valueType(name, user.returns)),
      takesNull,
      call(batch, out) {
        const live = Array.from({ length: batch.rows }, (_, row) => row)
          .filter((row) => batch.isLive(row));
        if (live.length === 0) return;
        const columns = batch.args.map((arg) => live.map((row) => arg.value(row)));
        const results = answered(user, { columns, rows: live.length, before });
        live.forEach((row, i) => {
          try {
            out.set(row, resultOf(results[i]));
          } catch (cause) {
            throw failed(user, { columns, before, error: new RowError(i, cause) });
          }
        });
        before += live.length;
      },
    }],
  };
}

interface Asked {
  readonly columns: readonly (readonly SqlValue[])[];
  readonly rows: number;
  readonly before: number;
}

function answered(user: UserFunction, { columns, rows, before }: Asked): ArrayLike<unknown> {
  let results: ArrayLike<unknown>;
  try {
    results = user.callBatch(columns, rows);
  } catch (cause) {
    if (cause instanceof RowError) throw failed(user, { columns, before, error: cause });
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `the function ${user.name} failed in rows ${before + 1} to ${before + rows}: ${message}`,
    );
  }
  if (results?.length === rows) return results;
  throw new Error(
    `the function ${user.name} gave ${results?.length ?? "no"} values for ${rows} rows`,
  );
}

function failed(
  { name }: UserFunction,
  { columns, before, error: { row, message } }: {
    readonly columns: Asked["columns"];
    readonly before: number;
    readonly error: RowError;
  },
): Error {
  const values = columns.map((column) => shown(column[row]!)).join(", ");
  return new Error(
    `the function ${name} failed in row ${before + row + 1}, ${name}(${values}): ${message}`,
  );
}

function shown(value: SqlValue): string {
  const text = typeof value === "string"
    ? `'${value}'`
    : typeof value === "bigint"
    ? String(value)
    : JSON.stringify(value, (_, each) => typeof each === "bigint" ? String(each) : each) ?? "";
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** What a function may give beside values of SQL: nothing, a `Date`, a `Temporal.Instant`. */
export function resultOf(value: unknown): SqlValue {
  if (value === undefined) return null;
  if (value instanceof Date) return BigInt(value.getTime()) * 1000n;
  if (value instanceof Promise) throw new Error("it gave a promise, but SQL can't wait");
  const instant = value as { readonly epochNanoseconds?: unknown } | null;
  if (typeof instant?.epochNanoseconds === "bigint") return instant.epochNanoseconds / 1000n;
  return value as SqlValue;
}
