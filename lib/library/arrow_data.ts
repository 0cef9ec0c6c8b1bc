import { parseIsoTimeUs, PondError } from "../base/mod.ts";
import type { Arrow, Data, DataType } from "../deps/arrow.ts";

/** Values of one column, or of what is nested in one. */
interface Values {
  readonly values: readonly unknown[];
  /** What messages call the column. */
  readonly path: string;
}

/**
 * `values` as Arrow data of `type`.
 * @throws {PondError} `invalid-input` with the row for a value that the type doesn't hold
 */
export function arrowData(arrow: Arrow, type: DataType, given: Values): Data {
  const { values } = given;
  const { length } = values;
  const nullBitmap = new Uint8Array(Math.ceil(length / 8));
  let nullCount = 0;
  values.forEach((value, i) => {
    if (isNull(value)) nullCount++;
    else nullBitmap[i >> 3]! |= 1 << (i & 7);
  });
  const common = { length, nullCount, nullBitmap };
  // The overloads of makeData are chosen by the static type, which is known at run time only.
  const make = arrow.makeData as (properties: object) => Data;
  return make({ type, ...common, ...buffersOf(arrow, type, given) });
}

function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function buffersOf(arrow: Arrow, type: DataType, given: Values): object {
  const { DataType } = arrow;
  if (DataType.isBool(type)) return { data: booleans(given) };
  if (DataType.isUtf8(type)) return texts(given);
  if (DataType.isBinary(type)) return binaries(given);
  if (DataType.isList(type)) return lists(arrow, type as DataType, given);
  if (DataType.isStruct(type)) return structs(arrow, type as DataType, given);
  if (DataType.isDecimal(type)) return { data: decimals(type, given) };
  const cell = cellOf(arrow, type, given);
  const data = new (type.ArrayType as new (length: number) => { [i: number]: unknown })(
    given.values.length,
  );
  given.values.forEach((value, i) => {
    if (!isNull(value)) data[i] = cell(value, i);
  });
  return { data };
}

/** What turns a value of `type` into what its array holds. */
function cellOf(
  arrow: Arrow,
  type: DataType,
  given: Values,
): (value: unknown, row: number) => number | bigint {
  const { DataType } = arrow;
  if (DataType.isInt(type)) return (value, row) => integer(type, value, { given, row });
  if (DataType.isFloat(type)) {
    return (value, row) =>
      typeof value === "number" || typeof value === "bigint"
        ? Number(value)
        : misfit(value, "number", { given, row });
  }
  if (DataType.isTimestamp(type)) {
    return (value, row) => microseconds(value) ?? misfit(value, "timestamp", { given, row });
  }
  if (DataType.isDate(type)) {
    return (value, row) => days(value) ?? misfit(value, "date", { given, row });
  }
  if (DataType.isTime(type)) {
    return (value, row) => timeOfDay(value) ?? misfit(value, "time", { given, row });
  }
  throw new PondError("invalid-input", `cannot write ${given.path}: rows hold no ${type}`);
}

interface At {
  readonly given: Values;
  readonly row: number;
}

function integer(
  type: { readonly bitWidth: number; readonly isSigned: boolean },
  value: unknown,
  at: At,
): number | bigint {
  const word = `${type.isSigned ? "" : "u"}int${type.bitWidth}`;
  const isWhole = typeof value === "bigint" ||
    (typeof value === "number" && Number.isInteger(value));
  if (!isWhole) return misfit(value, word, at);
  const whole = BigInt(value);
  const fits = type.isSigned
    ? BigInt.asIntN(type.bitWidth, whole) === whole
    : BigInt.asUintN(type.bitWidth, whole) === whole;
  if (!fits) return misfit(value, word, at);
  return type.bitWidth === 64 ? whole : Number(whole);
}

function microseconds(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : BigInt(value.getTime()) * 1000n;
  }
  if (typeof value === "string") return readTime(value);
  switch (tagOf(value)) {
    case "Temporal.Instant":
    case "Temporal.ZonedDateTime": {
      const { epochNanoseconds } = value as Temporal.Instant;
      return BigInt.asIntN(
        64,
        (epochNanoseconds - ((epochNanoseconds % 1000n) + 1000n) % 1000n) / 1000n,
      );
    }
    case "Temporal.PlainDateTime":
    case "Temporal.PlainDate":
      return readTime(String(value));
    default:
      return undefined;
  }
}

function readTime(text: string): bigint | undefined {
  try {
    return parseIsoTimeUs(text);
  } catch (error) {
    // What is no time is a misfit, which the caller reports with its place.
    if (error instanceof PondError) return undefined;
    throw error;
  }
}

const DAY_US = 86_400_000_000n;

function days(value: unknown): number | undefined {
  const timeUs = microseconds(value);
  return timeUs !== undefined && timeUs % DAY_US === 0n ? Number(timeUs / DAY_US) : undefined;
}

function timeOfDay(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value >= 0n && value <= DAY_US ? value : undefined;
  if (typeof value !== "string" && tagOf(value) !== "Temporal.PlainTime") return undefined;
  return readTime(`1970-01-01T${value}`);
}

function tagOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag];
}

function booleans(given: Values): Uint8Array {
  const bits = new Uint8Array(Math.ceil(given.values.length / 8));
  given.values.forEach((value, row) => {
    if (isNull(value)) return;
    if (typeof value !== "boolean") misfit(value, "boolean", { given, row });
    if (value) bits[row >> 3]! |= 1 << (row & 7);
  });
  return bits;
}

function texts(given: Values): object {
  const encoder = new TextEncoder();
  return variable(
    given,
    (value, row) =>
      typeof value === "string" ? encoder.encode(value) : misfit(value, "text", { given, row }),
  );
}

function binaries(given: Values): object {
  return variable(
    given,
    (value, row) =>
      value instanceof Uint8Array ? value : misfit(value, "Uint8Array", { given, row }),
  );
}

function variable(given: Values, bytesOf: (value: unknown, row: number) => Uint8Array): object {
  const parts = given.values.map((value, row) => isNull(value) ? null : bytesOf(value, row));
  const valueOffsets = offsetsOf(parts.map((part) => part?.length ?? 0));
  const data = new Uint8Array(valueOffsets.at(-1)!);
  parts.forEach((part, i) => part && data.set(part, valueOffsets[i]));
  return { valueOffsets, data };
}

function offsetsOf(lengths: readonly number[]): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => offsets[i + 1] = offsets[i]! + length);
  return offsets;
}

function lists(arrow: Arrow, type: DataType, given: Values): object {
  const items: unknown[] = [];
  const lengths = given.values.map((value, row) => {
    if (isNull(value)) return 0;
    if (!Array.isArray(value)) return misfit(value, "list", { given, row });
    for (const item of value) items.push(item);
    return value.length;
  });
  const child = arrowData(arrow, type.children[0]!.type, {
    values: items,
    path: `${given.path}[]`,
  });
  return { valueOffsets: offsetsOf(lengths), child };
}

function structs(arrow: Arrow, type: DataType, given: Values): object {
  given.values.forEach((value, row) => {
    if (!isNull(value) && typeof value !== "object") misfit(value, "object", { given, row });
  });
  const children = (type.children as { name: string; type: DataType }[]).map((field) =>
    arrowData(arrow, field.type, {
      values: given.values.map((value) => (value as Record<string, unknown> | null)?.[field.name]),
      path: `${given.path}.${field.name}`,
    })
  );
  return { children };
}

function decimals(
  type: { readonly precision: number; readonly scale: number; readonly bitWidth: number },
  given: Values,
): Uint32Array {
  const words = type.bitWidth / 32;
  const data = new Uint32Array(given.values.length * words);
  given.values.forEach((value, row) => {
    if (isNull(value)) return;
    let unscaled = BigInt.asUintN(type.bitWidth, unscaledOf(type, value, { given, row }));
    for (let word = 0; word < words; word++, unscaled >>= 32n) {
      data[row * words + word] = Number(unscaled & 0xffffffffn);
    }
  });
  return data;
}

/** Nothing is rounded: digits beyond the scale are refused. */
function unscaledOf(
  { precision, scale }: { readonly precision: number; readonly scale: number },
  value: unknown,
  at: At,
): bigint {
  const match = /^([+-]?)(\d+)(?:\.(\d*?)0*)?$/.exec(String(value));
  const fraction = match?.[3] ?? "";
  if (!match || fraction.length > scale) return misfit(value, `decimal(${precision},${scale})`, at);
  const digits = BigInt(match[2]! + fraction.padEnd(scale, "0"));
  if (digits >= 10n ** BigInt(precision)) {
    return misfit(value, `decimal(${precision},${scale})`, at);
  }
  return match[1] === "-" ? -digits : digits;
}

function misfit(value: unknown, type: string, { given, row }: At): never {
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : String(value);
  throw new PondError(
    "invalid-input",
    `cannot write ${given.path}: row ${row + 1}: ${text} is not a valid ${type}`,
    { data: { row: row + 1 } },
  );
}
