import { PondError, quoteName } from "../../base/mod.ts";
import type { DataType, Field } from "../../deps/arrow.ts";
import type { Column } from "../../table/mod.ts";

/** DuckDB's name of each of pond's words. */
const SQL_NAMES: Readonly<Record<string, string>> = {
  boolean: "BOOLEAN",
  int8: "TINYINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  uint8: "UTINYINT",
  uint16: "USMALLINT",
  uint32: "UINTEGER",
  uint64: "UBIGINT",
  int128: "HUGEINT",
  float: "FLOAT",
  double: "DOUBLE",
  string: "VARCHAR",
  binary: "BLOB",
  date: "DATE",
  time: "TIME",
  timestamp: "TIMESTAMP",
  interval: "INTERVAL",
  uuid: "UUID",
  null: "INTEGER",
};
const WORDS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(SQL_NAMES).filter(([word]) => word !== "null")
    .map(([word, name]) => [name, word] as const),
  ["TIMESTAMP WITH TIME ZONE", "timestamp"],
  ["TIMESTAMP_S", "timestamp"],
  ["TIMESTAMP_MS", "timestamp"],
  ["TIMESTAMP_NS", "timestamp"],
  ["TIME WITH TIME ZONE", "time"],
  ["BIT", "binary"],
  ['"NULL"', "null"],
  ["NULL", "null"],
]);

/**
 * The SQL type of one of pond's words.
 * @throws {PondError} `invalid-input` for a word there isn't
 */
export function sqlTypeOf(word: string): string {
  const plain = SQL_NAMES[word];
  if (plain !== undefined && Object.hasOwn(SQL_NAMES, word)) return plain;
  if (/^decimal\(\d+,\s*\d+\)$/.test(word)) return word.toUpperCase();
  const nested = /^(list|map|struct)<(.*)>$/s.exec(word);
  const parts = nested ? splitTop(nested[2]!) : [];
  if (nested?.[1] === "list" && parts.length === 1) return `${sqlTypeOf(parts[0]!)}[]`;
  if (nested?.[1] === "map" && parts.length === 2) {
    return `MAP(${sqlTypeOf(parts[0]!)}, ${sqlTypeOf(parts[1]!)})`;
  }
  if (nested?.[1] === "struct" && parts.length > 0) {
    return `STRUCT(${parts.map(sqlFieldOf).join(", ")})`;
  }
  throw new PondError("invalid-input", `cannot make a column of type ${JSON.stringify(word)}`);
}

/** Pond's word for a type that DuckDB names, as in DESCRIBE. */
export function wordOfSqlType(name: string): string {
  const plain = WORDS.get(name);
  if (plain !== undefined) return plain;
  if (name.endsWith("[]")) return `list<${wordOfSqlType(name.slice(0, -2))}>`;
  if (name.startsWith("DECIMAL(")) return name.toLowerCase().replace(/\s/g, "");
  if (name.startsWith("ENUM(")) return "string";
  const nested = /^(STRUCT|MAP|UNION)\((.*)\)$/s.exec(name);
  if (!nested) return name.toLowerCase();
  const parts = splitTop(nested[2]!);
  if (nested[1] === "MAP") return `map<${parts.map(wordOfSqlType).join(", ")}>`;
  return `struct<${parts.map(fieldWord).join(", ")}>`;
}

/** The columns of a result as its Arrow schema tells them. */
export function columnsOfArrow(fields: readonly Field[]): readonly Column[] {
  return fields.map((field) => ({ name: field.name, type: arrowWord(field.type), nullable: true }));
}

/** How a result column has to be cast so that its batches hold what its word says; null: not at all. */
export function castForArrow(type: DataType): string | null {
  const text = `${type}`;
  if (text.startsWith("Dictionary")) return "VARCHAR";
  return text.startsWith("Timestamp") && text !== "Timestamp<MICROSECOND>" ? "TIMESTAMP" : null;
}

const ARROW_WORDS: Readonly<Record<string, string>> = {
  Bool: "boolean",
  Int8: "int8",
  Int16: "int16",
  Int32: "int32",
  Int64: "int64",
  Uint8: "uint8",
  Uint16: "uint16",
  Uint32: "uint32",
  Uint64: "uint64",
  Float32: "float",
  Float64: "double",
  Utf8: "string",
  LargeUtf8: "string",
  Binary: "binary",
  LargeBinary: "binary",
  Null: "null",
};

function arrowWord(type: DataType): string {
  const text = `${type}`;
  const plain = Object.hasOwn(ARROW_WORDS, text) ? ARROW_WORDS[text] : undefined;
  if (plain !== undefined) return plain;
  for (const word of ["Date", "Timestamp", "Time", "Interval"]) {
    if (text.startsWith(word)) return word.toLowerCase();
  }
  const parts = type as unknown as { precision?: number; scale?: number; children?: Field[] };
  const children = parts.children ?? [];
  if (text.startsWith("Decimal")) {
    // 38 digits without a fraction is how 128-bit integers travel.
    const isInteger = parts.precision === 38 && parts.scale === 0;
    return isInteger ? "int128" : `decimal(${parts.precision},${parts.scale})`;
  }
  if (text.startsWith("List")) return `list<${arrowWord(children[0]!.type)}>`;
  if (text.startsWith("Map")) {
    const entries = (children[0]!.type as unknown as { children: Field[] }).children;
    return `map<${entries.map((field) => arrowWord(field.type)).join(", ")}>`;
  }
  if (text.startsWith("Struct")) {
    const fields = children.map((field) => `${field.name}: ${arrowWord(field.type)}`);
    return `struct<${fields.join(", ")}>`;
  }
  return "string";
}

function sqlFieldOf(field: string): string {
  const colon = field.indexOf(": ");
  if (colon < 0) throw new PondError("invalid-input", `cannot read ${field} as a struct's field`);
  return `${quoteName(field.slice(0, colon))} ${sqlTypeOf(field.slice(colon + 2))}`;
}

/** `name TYPE` or `"quoted name" TYPE`. */
function fieldWord(field: string): string {
  const match = /^("(?:[^"]|"")*"|\S+)\s+(.*)$/s.exec(field);
  if (!match) return field;
  const name = match[1]!.startsWith('"') ? match[1]!.slice(1, -1).replaceAll('""', '"') : match[1]!;
  return `${name}: ${wordOfSqlType(match[2]!)}`;
}

/** Parts between commas that stand outside of brackets and quotes. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let [depth, start, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if ("(<[".includes(character)) depth++;
    else if (")>]".includes(character)) depth--;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}
