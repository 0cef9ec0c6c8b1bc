/** The native engine's answers as text: what pond writes for the same value in CSV. */
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
} from "../../lib/encode/cell_text.ts";
import { formatType } from "../../lib/table/mod.ts";
import { typeOfSql } from "../../lib/sql/duckdb/types.ts";
import type { DuckDBType, DuckDBValue, NativeAnswer } from "../deps_duckdb.ts";
import type { Answer } from "./compare.ts";

/** A type of the native package with whatever parts it has. */
interface TypeParts {
  readonly typeId: number;
  readonly scale?: number;
  readonly valueType?: TypeParts;
  readonly keyType?: TypeParts;
  readonly entryTypes?: readonly TypeParts[];
  readonly entryNames?: readonly string[];
  readonly memberTags?: readonly string[];
  readonly memberTypes?: readonly TypeParts[];
}

/** `DuckDBTypeId` of the package; the numbers are part of DuckDB's C API. */
const ID = {
  float: 10,
  double: 11,
  timestamp: 12,
  date: 13,
  time: 14,
  timeTz: 30,
  interval: 15,
  blob: 18,
  decimal: 19,
  timestampS: 20,
  timestampMs: 21,
  timestampNs: 22,
  list: 24,
  struct: 25,
  map: 26,
  timestampTz: 31,
  array: 33,
} as const;
/** Integers wider than what JSON readers hold exactly are strings in JSON. */
const WIDE: ReadonlySet<number> = new Set([5, 9, 16, 32]);
const NARROW: ReadonlySet<number> = new Set([1, 2, 3, 4, 6, 7, 8]);

/** An answer in the form in which it is compared. */
export function nativeRows(answer: NativeAnswer): Answer {
  const types = answer.types as readonly unknown[] as readonly TypeParts[];
  return {
    columns: answer.names.map((name, i) => `${name} ${typeWord(answer.types[i]!)}`),
    rows: answer.rows.map((row) =>
      row.map((value, i) => value === null ? null : text(value, types[i]!))
    ),
  };
}

/**
 * Nanoseconds and zones have no word of their own in pond: there such a column is a `timestamp`.
 */
function typeWord(type: DuckDBType): string {
  return formatType(typeOfSql(String(type)));
}

function text(value: DuckDBValue, type: TypeParts): string {
  const parts = value as unknown as Record<string, never>;
  switch (type.typeId) {
    case ID.float:
      return floatText(value as number);
    case ID.double:
      return doubleText(value as number);
    case ID.decimal:
      return decimalText(parts["value"]!, type.scale!);
    case ID.date:
      return dateText(parts["days"]!);
    case ID.time:
      return timeText(parts["micros"]!, 1_000_000n);
    case ID.timeTz:
      return String(value).replace(/([+-]\d\d)$/, "$1:00");
    case ID.timestamp:
    case ID.timestampTz:
      return timestampText(parts["micros"]!, 1_000_000n);
    case ID.timestampS:
      return timestampText(parts["seconds"]!, 1n);
    case ID.timestampMs:
      return timestampText(BigInt(parts["millis"]!), 1000n);
    case ID.timestampNs:
      return timestampText((parts["nanos"]! as bigint) / 1000n, 1_000_000n);
    case ID.interval:
      return intervalText(parts["months"]!, parts["days"]!, (parts["micros"]! as bigint) * 1000n);
    case ID.blob:
      return base64Text(parts["bytes"]!);
    case ID.list:
    case ID.array:
      return `[${items(parts["items"]!, type.valueType!).join(",")}]`;
    case ID.struct: {
      const entries = parts["entries"]! as Record<string, DuckDBValue>;
      const fields = type.entryNames!.map((name, i) =>
        `${jsonString(name)}:${json(entries[name]!, type.entryTypes![i]!)}`
      );
      return `{${fields.join(",")}}`;
    }
    case ID.map: {
      const entries = parts["entries"]! as readonly { key: DuckDBValue; value: DuckDBValue }[];
      const fields = entries.map(({ key, value }) =>
        `${jsonString(text(key, type.keyType!))}:${json(value, type.valueType!)}`
      );
      return `{${fields.join(",")}}`;
    }
    default:
      return String(value);
  }
}

function items(values: readonly DuckDBValue[], type: TypeParts): string[] {
  return values.map((value) => json(value, type));
}

function json(value: DuckDBValue, type: TypeParts): string {
  if (value === null) return "null";
  const written = text(value, type);
  if (NARROW.has(type.typeId) || isNested(type)) return written;
  if (WIDE.has(type.typeId)) {
    return Number.isSafeInteger(Number(written)) ? written : `"${written}"`;
  }
  const isFloat = type.typeId === ID.float || type.typeId === ID.double;
  return isFloat && Number.isFinite(value) ? written : jsonString(written);
}

function isNested(type: TypeParts): boolean {
  return [ID.list, ID.array, ID.struct, ID.map].some((id) => id === type.typeId);
}
