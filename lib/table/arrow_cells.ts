import { PondError } from "../base/mod.ts";
import type { Data, DataType, RecordBatch } from "../deps/arrow.ts";
import {
  base64Text,
  dateText,
  decimalText,
  doubleText,
  floatText,
  intervalText,
  jsonString,
  timestampText,
  timeText,
  UNITS_A_SECOND,
} from "./cell_text.ts";

/**
 * The values of one column of a record batch as text, read from Arrow's buffers: Arrow's own accessors give numbers
 * that have lost digits, and objects on which a column called `__proto__` would go astray.
 */
export interface CellReader {
  isNull(row: number): boolean;
  /** For CSV and grids; not for a NULL. */
  text(row: number): string;
  /** A JSON value; not for a NULL. */
  json(row: number): string;
  /** Whether the values are numbers, which grids align to the right. */
  readonly numeric: boolean;
}

/** The readers of a batch's columns, in order. */
export function cellReaders(batch: RecordBatch): CellReader[] {
  return batch.data.children.map((child) => readerOf(child));
}

/** Arrow's `Type`; the numbers are part of the Arrow format and of the package's API. */
const TYPE = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  list: 12,
  struct: 13,
  union: 14,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  dictionary: -1,
} as const;

function readerOf(data: Data): CellReader {
  switch (data.typeId as number) {
    case TYPE.null:
      return { isNull: () => true, text: () => "", json: () => "null", numeric: false };
    case TYPE.bool:
      return plain(data, (row) => String(bit(data.values, data.offset + row)));
    case TYPE.int:
      return integers(data);
    case TYPE.float:
      return floats(data);
    case TYPE.decimal:
      return decimals(data);
    case TYPE.utf8:
    case TYPE.largeUtf8: {
      const decoder = new TextDecoder();
      return quoted(data, (row) => decoder.decode(slice(data, row)));
    }
    case TYPE.binary:
    case TYPE.largeBinary:
      return quoted(data, (row) => base64Text(slice(data, row)));
    case TYPE.fixedSizeBinary:
      return quoted(data, (row) => {
        const width = (data.type as DataType & { byteWidth: number }).byteWidth;
        return base64Text(data.values.subarray(row * width, (row + 1) * width));
      });
    case TYPE.date:
    case TYPE.time:
    case TYPE.timestamp:
    case TYPE.interval:
    case TYPE.duration:
      return moments(data);
    case TYPE.dictionary:
      return dictionary(data);
    default:
      return nested(data);
  }
}

function nested(data: Data): CellReader {
  switch (data.typeId as number) {
    case TYPE.list:
    case TYPE.largeList: {
      const items = readerOf(data.children[0]!);
      return raw(data, (row) => {
        const { start, end } = extent(data, row);
        return list(items, start, end);
      });
    }
    case TYPE.fixedSizeList: {
      const items = readerOf(data.children[0]!);
      const size = (data.type as DataType & { listSize: number }).listSize;
      return raw(data, (row) => list(items, row * size, (row + 1) * size));
    }
    case TYPE.struct:
      return structs(data);
    case TYPE.map:
      return maps(data);
    case TYPE.union:
      return unions(data);
    default:
      throw new PondError(
        "unsupported",
        `cannot write a column of type ${data.type}: it is unknown`,
      );
  }
}

/** JSON takes the text as it is. */
function plain(data: Data, text: (row: number) => string, numeric = false): CellReader {
  return { isNull: nullsOf(data), text, json: text, numeric };
}

/** JSON takes the text as a string. */
function quoted(data: Data, text: (row: number) => string, numeric = false): CellReader {
  return { isNull: nullsOf(data), text, json: (row) => jsonString(text(row)), numeric };
}

/** A nested value is JSON everywhere. */
function raw(data: Data, json: (row: number) => string): CellReader {
  return { isNull: nullsOf(data), text: json, json, numeric: false };
}

function nullsOf(data: Data): (row: number) => boolean {
  return data.nullCount === 0 ? () => false : (row) => !data.getValid(row);
}

function integers(data: Data): CellReader {
  const values = data.values as ArrayLike<number | bigint>;
  const text = (row: number) => String(values[row]);
  return { isNull: nullsOf(data), text, json: (row) => integerJson(text(row)), numeric: true };
}

/** Beyond 2^53 most readers of JSON would round, so there it is a string. */
function integerJson(text: string): string {
  return Number.isSafeInteger(Number(text)) ? text : `"${text}"`;
}

/** JSON has no NaN and no infinities: there they are strings. */
function floats(data: Data): CellReader {
  const { precision } = data.type as DataType & { precision: number };
  const write = precision === 2 ? doubleText : floatText;
  const valueAt = (row: number): number =>
    precision === 0 ? half(data.values[row]) : data.values[row];
  const text = (row: number) => write(valueAt(row));
  const json = (row: number) => Number.isFinite(valueAt(row)) ? text(row) : `"${text(row)}"`;
  return { isNull: nullsOf(data), text, json, numeric: true };
}

function half(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The engine hands out 128-bit integers as decimals of 38 digits without a fraction: those are integers. */
function decimals(data: Data): CellReader {
  const type = data.type as DataType & { scale: number; precision: number; bitWidth: number };
  const words = type.bitWidth / 32;
  const text = (row: number) => {
    let value = 0n;
    for (let word = words - 1; word >= 0; word--) {
      value = (value << 32n) | BigInt(data.values[row * words + word]);
    }
    return decimalText(BigInt.asIntN(type.bitWidth, value), type.scale);
  };
  if (type.scale === 0 && type.precision === 38) {
    return { isNull: nullsOf(data), text, json: (row) => integerJson(text(row)), numeric: true };
  }
  return quoted(data, text, true);
}

function moments(data: Data): CellReader {
  const { unit } = data.type as DataType & { unit: number };
  const values = data.values;
  switch (data.typeId as number) {
    case TYPE.date:
      return quoted(
        data,
        unit === 0
          ? (row) => dateText(values[row])
          : (row) => dateText(Math.floor(Number(values[row]) / 86_400_000)),
      );
    case TYPE.time:
      return quoted(data, (row) => timeText(BigInt(values[row]), UNITS_A_SECOND[unit]!));
    case TYPE.timestamp:
      return quoted(data, (row) => timestampText(values[row], UNITS_A_SECOND[unit]!));
    case TYPE.duration: {
      const nanoseconds = 1_000_000_000n / UNITS_A_SECOND[unit]!;
      return quoted(data, (row) => intervalText(0, 0, values[row] * nanoseconds));
    }
    default:
      return quoted(data, (row) => intervalAt(values, row, unit));
  }
}

/** Units of `IntervalUnit`: year-month, day-time, month-day-nano; all kept as 32-bit words. */
function intervalAt(values: Int32Array, row: number, unit: number): string {
  if (unit === 0) return intervalText(values[row]!, 0, 0n);
  if (unit === 1) {
    return intervalText(0, values[2 * row]!, BigInt(values[2 * row + 1]!) * 1_000_000n);
  }
  const low = BigInt(values[4 * row + 2]! >>> 0);
  const high = BigInt(values[4 * row + 3]!);
  return intervalText(values[4 * row]!, values[4 * row + 1]!, (high << 32n) | low);
}

function dictionary(data: Data): CellReader {
  const chunks = data.dictionary!.data.map((chunk) => ({
    length: chunk.length,
    reader: readerOf(chunk),
  }));
  const find = (row: number): { reader: CellReader; at: number } => {
    let at = Number(data.values[row]);
    for (const { length, reader } of chunks) {
      if (at < length) return { reader, at };
      at -= length;
    }
    throw new PondError("internal", "cannot read a dictionary column: an index is outside");
  };
  const isNullIndex = nullsOf(data);
  const isNull = (row: number) => {
    if (isNullIndex(row)) return true;
    const { reader, at } = find(row);
    return reader.isNull(at);
  };
  const text = (row: number) => {
    const { reader, at } = find(row);
    return reader.text(at);
  };
  const json = (row: number) => {
    const { reader, at } = find(row);
    return reader.json(at);
  };
  return { isNull, text, json, numeric: chunks[0]?.reader.numeric ?? false };
}

function list(items: CellReader, start: number, end: number): string {
  let text = "[";
  for (let i = start; i < end; i++) text += (i > start ? "," : "") + jsonOrNull(items, i);
  return `${text}]`;
}

function structs(data: Data): CellReader {
  const fields = data.children.map((child, i) => ({
    key: `${jsonString(data.type.children[i]!.name)}:`,
    reader: readerOf(child),
  }));
  return raw(
    data,
    (row) => `{${fields.map(({ key, reader }) => key + jsonOrNull(reader, row)).join(",")}}`,
  );
}

/** An object, keys as text. */
function maps(data: Data): CellReader {
  const entries = data.children[0]!;
  const [keys, values] = [readerOf(entries.children[0]!), readerOf(entries.children[1]!)];
  return raw(data, (row) => {
    const { start, end } = extent(data, row);
    const parts: string[] = [];
    for (let i = start; i < end; i++) {
      parts.push(`${jsonString(keys.text(i))}:${jsonOrNull(values, i)}`);
    }
    return `{${parts.join(",")}}`;
  });
}

/** The value alone; which member it is doesn't show. */
function unions(data: Data): CellReader {
  const type = data.type as DataType & {
    mode: number;
    typeIdToChildIndex: Readonly<Record<number, number>>;
  };
  const members = data.children.map((child) => readerOf(child));
  const memberOf = (row: number) => members[type.typeIdToChildIndex[data.typeIds[row]!]!]!;
  const at = (row: number) => type.mode === 1 ? Number(data.valueOffsets[row]) : row;
  return {
    isNull: (row) => memberOf(row).isNull(at(row)),
    text: (row) => memberOf(row).text(at(row)),
    json: (row) => memberOf(row).json(at(row)),
    numeric: false,
  };
}

function jsonOrNull(reader: CellReader, row: number): string {
  return reader.isNull(row) ? "null" : reader.json(row);
}

function extent(data: Data, row: number): { start: number; end: number } {
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  return { start: Number(offsets[row]), end: Number(offsets[row + 1]) };
}

function slice(data: Data, row: number): Uint8Array {
  const { start, end } = extent(data, row);
  return data.values.subarray(start, end);
}

function bit(bytes: Uint8Array, index: number): boolean {
  return ((bytes[index >> 3]! >> (index & 7)) & 1) === 1;
}
