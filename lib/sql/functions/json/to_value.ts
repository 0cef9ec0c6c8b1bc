import { parseSqlType, type PlainType, type SqlType, type SqlValue } from "../../calls/mod.ts";
import { isPondError, parseIsoTimeUs } from "../../../base/mod.ts";
import { daysOf, timeUsOf, unscaledOf, uuidOf } from "../values/value_text.ts";
import { typeName } from "./describe.ts";
import { type Json, JsonNumber, JsonObject } from "./tree.ts";
import { jsonText } from "./write.ts";

/** How values that don't fit are taken. */
export interface Conversion {
  /** An error where a value isn't of its type or a member is missing; else that is NULL. */
  readonly isStrict: boolean;
}

/** Least and greatest values. */
const INTEGERS: Partial<Readonly<Record<PlainType, readonly [bigint, bigint]>>> = {
  TINYINT: signed(8n),
  SMALLINT: signed(16n),
  INTEGER: signed(32n),
  BIGINT: signed(64n),
  HUGEINT: signed(128n),
  UTINYINT: unsigned(8n),
  USMALLINT: unsigned(16n),
  UINTEGER: unsigned(32n),
  UBIGINT: unsigned(64n),
  UHUGEINT: unsigned(128n),
};

/**
 * The type that a structure in JSON stands for: `"INTEGER"`, `["INTEGER"]`, `{"a": "INTEGER"}`.
 * @throws {Error} for what is none
 */
export function typeOfStructure(structure: Json): SqlType {
  if (typeof structure === "string") {
    const type = parseSqlType(structure);
    if (type) return type;
  }
  if (Array.isArray(structure) && structure.length === 1) {
    return { is: "list", of: typeOfStructure(structure[0] as Json) };
  }
  if (structure instanceof JsonObject && structure.members.length > 0) {
    return {
      is: "struct",
      fields: structure.members.map(([name, each]) => [name, typeOfStructure(each)] as const),
    };
  }
  throw new Error(
    `${jsonText(structure)} is no type: write "INTEGER", ["INTEGER"], {"key": "INTEGER"}`,
  );
}

/**
 * A value of JSON as one of SQL.
 * @throws {Error} where it isn't of its type and the conversion is strict
 */
export function toSqlValue(value: Json, type: SqlType, how: Conversion): SqlValue {
  if (value === null) return null;
  try {
    return converted(value, type, how);
  } catch (error) {
    if (how.isStrict || !(error instanceof NotConvertible)) throw error;
    return null;
  }
}

class NotConvertible extends Error {}

function converted(value: Json, type: SqlType, how: Conversion): SqlValue {
  switch (type.is) {
    case "list":
      if (!Array.isArray(value)) throw expected("ARRAY", value);
      return value.map((each: Json) => toSqlValue(each, type.of, how));
    case "struct": {
      if (!(value instanceof JsonObject)) throw expected("OBJECT", value);
      const fields: Record<string, SqlValue> = Object.create(null);
      for (const [name, field] of type.fields) {
        const member = value.get(name);
        if (member === undefined && how.isStrict) {
          throw new NotConvertible(`Object ${jsonText(value)} does not have key "${name}"`);
        }
        fields[name] = member === undefined ? null : toSqlValue(member, field, how);
      }
      return fields;
    }
    case "map":
      if (!(value instanceof JsonObject)) throw expected("OBJECT", value);
      return new Map(
        value.members.map(([key, each]) =>
          [toSqlValue(key, type.key, how), toSqlValue(each, type.value, how)] as const
        ),
      );
    case "decimal": {
      const unscaled = numeric(value, (text) => unscaledOf(text, type.scale));
      const size = unscaled < 0n ? -unscaled : unscaled;
      if (size >= 10n ** BigInt(type.width)) throw failed("numerical", value);
      return wholeAndFraction(unscaled, type.scale);
    }
    case "plain":
      return plainValue(value, type.name);
  }
}

function plainValue(value: Json, name: PlainType): SqlValue {
  const bounds = INTEGERS[name];
  if (bounds) {
    const number = numeric(value, integerOf);
    if (number < bounds[0] || number > bounds[1]) throw failed("numerical", value);
    return number;
  }
  switch (name) {
    case "VARCHAR":
      return typeof value === "string" ? value : jsonText(value);
    case "JSON":
      return jsonText(value);
    case "BOOLEAN":
      return booleanOf(value);
    case "FLOAT":
    case "DOUBLE":
      return numeric(value, numberOf);
    case "DATE":
      return textual(value, (text) => daysOf(text.slice(0, 10)));
    case "TIME":
      return textual(value, timeUsOf);
    case "TIMESTAMP":
    case "TIMESTAMP WITH TIME ZONE":
      return textual(value, parseIsoTimeUs);
    case "UUID":
      return textual(value, (text) => (uuidOf(text), text));
  }
  throw new NotConvertible(`JSON can't be converted to ${name}`);
}

function numeric<T>(value: Json, read: (text: string) => T): T {
  const text = value instanceof JsonNumber
    ? value.text
    : typeof value === "boolean"
    ? (value ? "1" : "0")
    : typeof value === "string"
    ? value.trim()
    : "";
  return reading(value, "numerical", () => read(text));
}

function textual<T>(value: Json, read: (text: string) => T): T {
  return reading(value, "time or identifier", () => {
    if (typeof value !== "string") throw new Error("it is no text");
    return read(value.trim());
  });
}

function reading<T>(value: Json, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // That it can't be read is all there is to say.
    if (error instanceof Error || isPondError(error)) throw failed(what, value);
    throw error;
  }
}

/** Halves are rounded to even numbers. */
function integerOf(text: string): bigint {
  if (/^[+-]?\d+$/.test(text)) return BigInt(text);
  const number = numberOf(text);
  const floor = Math.floor(number);
  const isUp = number - floor > 0.5 || (number - floor === 0.5 && floor % 2 !== 0);
  return BigInt(isUp ? floor + 1 : floor);
}

function numberOf(text: string): number {
  const number = text === "" ? NaN : Number(text.replace(/^([+-]?)inf$/i, "$1Infinity"));
  if (Number.isNaN(number) && !/^nan$/i.test(text)) throw new Error("it is no number");
  return number;
}

function booleanOf(value: Json): boolean {
  if (typeof value === "boolean") return value;
  if (value instanceof JsonNumber) return Number(value.text) !== 0;
  if (typeof value === "string") {
    if (/^(?:true|t|1)$/i.test(value)) return true;
    if (/^(?:false|f|0)$/i.test(value)) return false;
  }
  throw failed("boolean", value);
}

function wholeAndFraction(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function expected(type: string, value: Json): NotConvertible {
  return new NotConvertible(`Expected ${type}, but got ${typeName(value)}: ${jsonText(value)}`);
}

function failed(what: string, value: Json): NotConvertible {
  return new NotConvertible(`Failed to cast value to ${what}: ${jsonText(value)}`);
}

function signed(bits: bigint): readonly [bigint, bigint] {
  return [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
}

function unsigned(bits: bigint): readonly [bigint, bigint] {
  return [0n, 2n ** bits - 1n];
}
