import { fromFloat16, type TimeZone } from "../base/mod.ts";
import type { Data, DataType } from "../deps/arrow.ts";
import { type CellReader, extent, nullsOf, TYPE } from "./arrow_reader.ts";
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

/** The reader of a column that isn't nested or a dictionary; undefined for those. */
export function scalarReader(data: Data, zone?: TimeZone): CellReader | undefined {
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
      return moments(data, zone);
    default:
      return undefined;
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
    precision === 0 ? fromFloat16(data.values[row]) : data.values[row];
  const text = (row: number) => write(valueAt(row));
  const json = (row: number) => Number.isFinite(valueAt(row)) ? text(row) : `"${text(row)}"`;
  return { isNull: nullsOf(data), text, json, numeric: true };
}

/**
 * The engine hands out 128-bit integers as decimals of 38 digits without a fraction: those are
 * integers.
 */
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

function moments(data: Data, zone?: TimeZone): CellReader {
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
      return quoted(data, (row) => timestampText(values[row], UNITS_A_SECOND[unit]!, zone));
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

function slice(data: Data, row: number): Uint8Array {
  const { start, end } = extent(data, row);
  return data.values.subarray(start, end);
}

function bit(bytes: Uint8Array, index: number): boolean {
  return ((bytes[index >> 3]! >> (index & 7)) & 1) === 1;
}
