import type { IntervalValue, SqlType, SqlValue } from "../../calls/mod.ts";
import { sqlIntervalText, sqlTimestampText } from "../values/value_text.ts";
import { doubleText } from "./tree.ts";
import { quoted } from "./write.ts";

/** Wider DECIMALs keep their digits; the others are doubles in JSON. */
const MAX_DOUBLE_DIGITS = 15;

/** A value of SQL as JSON. A JSON text is `normalize`d and stands as it is. */
export function toJsonText(
  type: SqlType,
  value: SqlValue,
  normalize: (json: string) => string,
): string {
  const inner = (of: SqlType, each: SqlValue) => toJsonText(of, each, normalize);
  if (value === null) return "null";
  switch (type.is) {
    case "plain":
      return type.name === "JSON" ? normalize(value as string) : plainText(type.name, value);
    case "decimal":
      return type.width > MAX_DOUBLE_DIGITS ? String(value) : doubleText(Number(value));
    case "list":
      return `[${(value as readonly SqlValue[]).map((each) => inner(type.of, each)).join(",")}]`;
    case "struct": {
      const fields = value as Readonly<Record<string, SqlValue>>;
      const texts = type.fields.map(([name, of]) => `${quoted(name)}:${inner(of, fields[name]!)}`);
      return `{${texts.join(",")}}`;
    }
    case "map": {
      const entries = [...value as ReadonlyMap<SqlValue, SqlValue>].map(([key, each]) =>
        `${quoted(asText(inner(type.key, key)))}:${inner(type.value, each)}`
      );
      return `{${entries.join(",")}}`;
    }
  }
}

/** What stands in JSON, without the quotes of a string. */
function asText(json: string): string {
  return json.startsWith('"') ? JSON.parse(json) : json;
}

function plainText(name: (SqlType & { readonly is: "plain" })["name"], value: SqlValue): string {
  switch (name) {
    case "FLOAT":
    case "DOUBLE":
      return numberText(value as number);
    case "BOOLEAN":
    case "TINYINT":
    case "SMALLINT":
    case "INTEGER":
    case "BIGINT":
    case "HUGEINT":
    case "UTINYINT":
    case "USMALLINT":
    case "UINTEGER":
    case "UBIGINT":
    case "UHUGEINT":
      return String(value);
    case "TIMESTAMP":
    case "TIMESTAMP_S":
    case "TIMESTAMP_MS":
    case "TIMESTAMP_NS":
      return quoted(sqlTimestampText(value as bigint));
    case "TIMESTAMP WITH TIME ZONE":
      return quoted(`${sqlTimestampText(value as bigint)}+00`);
    case "INTERVAL":
      return quoted(sqlIntervalText(value as unknown as IntervalValue));
    case "BLOB":
      return quoted(blobText(value as Uint8Array));
    default:
      return quoted(String(value));
  }
}

function numberText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (Number.isFinite(value)) return doubleText(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** As DuckDB writes bytes: those that are no plain ASCII as `\xAA`. */
function blobText(bytes: Uint8Array): string {
  const isPlain = (byte: number) =>
    byte >= 0x20 && byte <= 0x7e && !`"'\\`.includes(String.fromCharCode(byte));
  return Array.from(
    bytes,
    (byte) =>
      isPlain(byte)
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  ).join("");
}
