import { formatTimeUs, PondError, quoteText, toHex } from "../../base/mod.ts";

/** Lists and structs nest no deeper than this. */
const MAX_DEPTH = 64;
/** What a HUGEINT holds. */
const HUGEINT_LIMIT = 2n ** 127n;

/**
 * `value` as a constant of SQL. It is data whatever it holds: text becomes one quoted string, of
 * which the engine's parser knows the end.
 * @param label what messages call it: `parameter 2`
 * @throws {PondError} `invalid-input` for a value that SQL has no constant of
 */
export function sqlConstant(value: unknown, label: string, depth = 0): string {
  if (depth > MAX_DEPTH) throw notSql(label, "it nests too deep");
  if (value === null) return "NULL";
  switch (typeof value) {
    case "boolean":
      return value ? "TRUE" : "FALSE";
    case "number":
      return numberConstant(value);
    case "bigint":
      if (value < -HUGEINT_LIMIT || value >= HUGEINT_LIMIT) throw notSql(label, "it is too large");
      return value < 0n ? `(${value})` : String(value);
    case "string":
      return textConstant(value, label);
    case "object":
      return objectConstant(value, (inner) => sqlConstant(inner, label, depth + 1), label);
    case "undefined":
      throw notSql(label, "it is undefined; NULL is null");
    default:
      throw notSql(label, `it is a ${typeof value}`);
  }
}

function numberConstant(value: number): string {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    return value < 0 ? `(${value})` : String(value);
  }
  // A literal with a point would be a DECIMAL.
  return `CAST('${Object.is(value, -0) ? "-0" : value}' AS DOUBLE)`;
}

/** A NUL would end the text of the statement. */
function textConstant(text: string, label: string): string {
  if (!text.isWellFormed()) throw notSql(label, "it has half of a surrogate pair");
  const parts = text.split("\0").map(quoteText);
  return parts.length === 1 ? parts[0]! : `(${parts.join(" || chr(0) || ")})`;
}

function objectConstant(
  value: object,
  constant: (inner: unknown) => string,
  label: string,
): string {
  if (value instanceof Date) return dateConstant(value, label);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return bytesConstant(value);
  if (Array.isArray(value)) return `[${value.map(constant).join(", ")}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${constant(key)}: ${constant(item)}`);
    return `MAP {${entries.join(", ")}}`;
  }
  const temporal = temporalConstant(value);
  if (temporal !== undefined) return temporal;
  return structConstant(value, constant, label);
}

function structConstant(
  value: object,
  constant: (inner: unknown) => string,
  label: string,
): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw notSql(label, `it is a ${prototype.constructor?.name ?? "object of its own"}`);
  }
  const fields = Object.entries(value).map(([name, item]) =>
    `${textConstant(name, label)}: ${constant(item)}`
  );
  if (fields.length === 0) throw notSql(label, "it is an object without fields");
  return `{${fields.join(", ")}}`;
}

function dateConstant(date: Date, label: string): string {
  if (Number.isNaN(date.getTime())) throw notSql(label, "it is an invalid date");
  return timestampConstant(BigInt(date.getTime()) * 1000n);
}

function timestampConstant(timeUs: bigint): string {
  return `TIMESTAMP '${formatTimeUs(timeUs).replace("T", " ").replace("Z", "")}'`;
}

function bytesConstant(value: ArrayBufferView | ArrayBuffer): string {
  const bytes = value instanceof ArrayBuffer
    ? new Uint8Array(value)
    : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return `CAST('${toHex(bytes).replace(/../g, "\\x$&")}' AS BLOB)`;
}

/** By name, not by class, so that a polyfill's values count as well. */
function temporalConstant(value: object): string | undefined {
  const name = (value as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag];
  switch (name) {
    case "Temporal.Instant":
    case "Temporal.ZonedDateTime": {
      const { epochNanoseconds } = value as Temporal.Instant;
      const timeUs = epochNanoseconds / 1000n;
      return timestampConstant(epochNanoseconds % 1000n < 0n ? timeUs - 1n : timeUs);
    }
    case "Temporal.PlainDate":
      return `DATE '${value}'`;
    case "Temporal.PlainTime":
      return `TIME '${(value as Temporal.PlainTime).toString({ smallestUnit: "microsecond" })}'`;
    case "Temporal.PlainDateTime": {
      const text = (value as Temporal.PlainDateTime).toString({ smallestUnit: "microsecond" });
      return `TIMESTAMP '${text.replace("T", " ")}'`;
    }
    case "Temporal.Duration":
      return intervalConstant(value as Temporal.Duration);
    default:
      return undefined;
  }
}

function intervalConstant(duration: Temporal.Duration): string {
  const units = ["years", "months", "weeks", "days", "hours", "minutes", "seconds"] as const;
  const parts = units.filter((unit) => duration[unit] !== 0).map((unit) =>
    `${duration[unit]} ${unit}`
  );
  const microseconds = duration.milliseconds * 1000 + duration.microseconds;
  if (microseconds !== 0) parts.push(`${microseconds} microseconds`);
  return `INTERVAL '${parts.length === 0 ? "0 seconds" : parts.join(" ")}'`;
}

function notSql(label: string, why: string): PondError {
  return new PondError("invalid-input", `cannot bind ${label}: ${why}`, {
    hint:
      "SQL takes text, numbers, bigints, booleans, null, dates, bytes, arrays and plain objects",
  });
}
