import { PondError } from "../base/mod.ts";
import type { Store } from "../parquet/mod.ts";
import { type Column, type DataType, formatType } from "../table/mod.ts";
import { isBlank, type Kind } from "./kinds.ts";
import { isInteger, readBoolean, readDouble, readInt64, storeBigInt } from "./values.ts";
import { readDate, readTime, readTimestamp } from "./times.ts";

/** Reads the text at `start` … `end` into `store` at `index`; false: the text is no such value. */
export type ValueReader = (
  bytes: Uint8Array,
  start: number,
  end: number,
  store: never,
  index: number,
) => boolean;

/** How values of one type are read and kept. */
export interface ValueFormat {
  readonly type: DataType;
  /** Null for `string` and `binary`, whose text is the value. */
  readonly fixed: {
    readonly read: ValueReader;
    readonly makeStore: (values: number) => Store;
  } | null;
}

const words = (values: number) => new Int32Array(2 * values);
const wideWords = (values: number) => new Int32Array(4 * values);

/** The format of an inferred column. */
export function formatOfKind(kind: Kind): ValueFormat {
  switch (kind) {
    case "boolean":
      return fixed({ is: "boolean" }, storeBoolean, (n) => new Uint8Array(n));
    case "int64":
      return fixed({ is: "int64" }, trimmed(readInt64), words);
    case "int128":
      return fixed({ is: "int128" }, trimmed(readInt128), wideWords);
    case "double":
      return fixed({ is: "double" }, trimmed(readDouble), (n) => new Float64Array(n));
    case "date":
      return fixed({ is: "date" }, trimmed(readDate), (n) => new Int32Array(n));
    case "time":
      return fixed({ is: "time" }, trimmed(readTime), words);
    case "timestamp":
      return fixed({ is: "timestamp" }, trimmed(readTimestamp), words);
    case "null":
    case "string":
      return { type: { is: "string" }, fixed: null };
  }
}

/**
 * The format of a declared column. Who declares a type means it: `007` and `+7` are integers, `1`,
 * `yes` and `t` are booleans, a date is a timestamp; but nothing is rounded into a decimal or
 * wrapped into an integer.
 * @throws {PondError} `invalid-config` for a type that text isn't read as
 */
export function formatOfColumn({ name, type }: Column): ValueFormat {
  const integer = INTEGERS.get(type.is);
  if (integer) return fixed(type, trimmed(integerReader(integer)), integer.makeStore);
  const [precision, scale] = type.is === "decimal" ? [type.precision, type.scale] : [38, 0];
  if (type.is === "int128" || (type.is === "decimal" && precision <= 38)) {
    return fixed(type, trimmed(decimalReader(precision, scale)), wideWords);
  }
  switch (type.is) {
    case "boolean":
      return fixed(type, trimmed(readDeclaredBoolean), (n) => new Uint8Array(n));
    case "float":
      return fixed(type, trimmed(readDeclaredDouble), (n) => new Float32Array(n));
    case "double":
      return fixed(type, trimmed(readDeclaredDouble), (n) => new Float64Array(n));
    case "date":
    case "time":
    case "timestamp":
      return formatOfKind(type.is);
    case "string":
    case "binary":
      return { type, fixed: null };
    default:
      throw new PondError(
        "invalid-config",
        `cannot read column ${JSON.stringify(name)}: text is not read as ${formatType(type)}`,
      );
  }
}

function fixed(
  type: DataType,
  read: ValueReader,
  makeStore: (values: number) => Store,
): ValueFormat {
  return { type, fixed: { read, makeStore } };
}

type Reader<S> = (
  bytes: Uint8Array,
  start: number,
  end: number,
  store: S,
  index: number,
) => boolean;

/**
 * `read` without the blanks around the text, which are looked for only where the plain text is no
 * value.
 */
function trimmed<S>(read: Reader<S>): ValueReader {
  return ((bytes, start, end, store, index) => {
    if (read(bytes, start, end, store as S, index)) return true;
    let [from, to] = [start, end];
    while (from < to && isBlank(bytes[from]!)) from++;
    while (from < to && isBlank(bytes[to - 1]!)) to--;
    return to - from < end - start && read(bytes, from, to, store as S, index);
  }) as ValueReader;
}

const storeBoolean: ValueReader = ((bytes, start, end, store: Uint8Array, index) => {
  const value = readBoolean(bytes, start, end);
  if (value >= 0) store[index] = value;
  return value >= 0;
}) as Reader<Uint8Array> as ValueReader;

const decoder = new TextDecoder();

function readInt128(
  bytes: Uint8Array,
  start: number,
  end: number,
  store: Int32Array,
  index: number,
): boolean {
  if (!isInteger(bytes, start, end, 38)) {
    if (!readInt64(bytes, start, end, store, 2 * index)) return false;
    store[4 * index + 2] = store[4 * index + 3] = store[4 * index + 1]! >> 31;
    return true;
  }
  storeWide(store, index, BigInt(decoder.decode(bytes.subarray(start, end))));
  return true;
}

function storeWide(store: Int32Array, index: number, value: bigint): void {
  storeBigInt(store, 2 * index, value);
  storeBigInt(store, 2 * index + 1, value >> 64n);
}

interface IntegerType {
  readonly min: bigint;
  readonly max: bigint;
  readonly isWide: boolean;
  readonly makeStore: (values: number) => Store;
}

const INTEGERS: ReadonlyMap<string, IntegerType> = new Map([
  ["int8", integerType(8, true, (n) => new Int8Array(n))],
  ["int16", integerType(16, true, (n) => new Int16Array(n))],
  ["int32", integerType(32, true, (n) => new Int32Array(n))],
  ["int64", integerType(64, true, words)],
  ["uint8", integerType(8, false, (n) => new Uint8Array(n))],
  ["uint16", integerType(16, false, (n) => new Uint16Array(n))],
  ["uint32", integerType(32, false, (n) => new Uint32Array(n))],
  ["uint64", integerType(64, false, words)],
]);

function integerType(
  bits: number,
  signed: boolean,
  makeStore: (values: number) => Store,
): IntegerType {
  const size = 1n << BigInt(bits);
  return {
    min: signed ? -size / 2n : 0n,
    max: (signed ? size / 2n : size) - 1n,
    isWide: bits === 64,
    makeStore,
  };
}

function integerReader({ min, max, isWide }: IntegerType): Reader<Int32Array> {
  const isInt64 = isWide && min < 0n;
  return (bytes, start, end, store, index) => {
    if (isInt64 && readInt64(bytes, start, end, store, index)) return true;
    if (end - start > 64) return false;
    const text = decoder.decode(bytes.subarray(start, end));
    if (!/^[+-]?\d+$/.test(text)) return false;
    const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
    if (value < min || value > max) return false;
    if (isWide) storeBigInt(store, index, value);
    else store[index] = Number(value);
    return true;
  };
}

/** Reads a decimal that has at most `scale` digits after the point, trailing zeros aside. */
function decimalReader(precision: number, scale: number): Reader<Int32Array> {
  const limit = 10n ** BigInt(precision);
  return (bytes, start, end, store, index) => {
    if (end - start > 128) return false;
    const text = decoder.decode(bytes.subarray(start, end));
    const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
    if (!match || !(match[2] || match[3])) return false;
    const fraction = (match[3] ?? "").replace(/0+$/, "");
    if (fraction.length > scale) return false;
    const unscaled = BigInt(`${match[2]}${fraction.padEnd(scale, "0")}` || "0");
    if (unscaled >= limit) return false;
    storeWide(store, index, match[1] === "-" ? -unscaled : unscaled);
    return true;
  };
}

const TRUE_WORDS: ReadonlySet<string> = new Set(["true", "t", "yes", "y", "1"]);
const FALSE_WORDS: ReadonlySet<string> = new Set(["false", "f", "no", "n", "0"]);

function readDeclaredBoolean(
  bytes: Uint8Array,
  start: number,
  end: number,
  store: Uint8Array,
  index: number,
): boolean {
  if (end - start > 5) return false;
  const text = decoder.decode(bytes.subarray(start, end)).toLowerCase();
  const isTrue = TRUE_WORDS.has(text);
  store[index] = isTrue ? 1 : 0;
  return isTrue || FALSE_WORDS.has(text);
}

const ANY_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

function readDeclaredDouble(
  bytes: Uint8Array,
  start: number,
  end: number,
  store: Float64Array,
  index: number,
): boolean {
  if (readDouble(bytes, start, end, store, index)) return true;
  const text = decoder.decode(bytes.subarray(start, Math.min(end, start + 2048)));
  if (!ANY_NUMBER.test(text)) return false;
  store[index] = Number(text);
  return true;
}
