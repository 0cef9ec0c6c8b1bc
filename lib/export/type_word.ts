import { PondError, quoteName } from "../base/mod.ts";
import type { FieldType } from "../delta/mod.ts";

/** A type that every reader of Delta tables and Parquet knows. */
export interface PortableType {
  /** As Delta's schema has it. */
  readonly field: FieldType;
  /** As SQL casts to it. */
  readonly sql: string;
}

const plain = (field: FieldType, sql: string): PortableType => ({ field, sql });

/** Pond's words for types, and what becomes of them; unsigned integers get room for their greatest value. */
const PLAIN: ReadonlyMap<string, PortableType> = new Map([
  ["boolean", plain("boolean", "BOOLEAN")],
  ["int8", plain("byte", "TINYINT")],
  ["int16", plain("short", "SMALLINT")],
  ["int32", plain("integer", "INTEGER")],
  ["int64", plain("long", "BIGINT")],
  ["uint8", plain("short", "SMALLINT")],
  ["uint16", plain("integer", "INTEGER")],
  ["uint32", plain("long", "BIGINT")],
  ["uint64", plain("decimal(20,0)", "DECIMAL(20,0)")],
  ["int128", plain("decimal(38,0)", "DECIMAL(38,0)")],
  ["float", plain("float", "FLOAT")],
  ["double", plain("double", "DOUBLE")],
  ["string", plain("string", "VARCHAR")],
  ["uuid", plain("string", "VARCHAR")],
  ["time", plain("string", "VARCHAR")],
  ["interval", plain("string", "VARCHAR")],
  ["null", plain("string", "VARCHAR")],
  ["binary", plain("binary", "BLOB")],
  ["date", plain("date", "DATE")],
  ["timestamp", plain("timestamp", "TIMESTAMP")],
]);

/**
 * What a column of pond's type `word` is written as.
 * @throws {PondError} `unsupported` for a type, or a field of a struct, that can't be said
 */
export function portableType(word: string): PortableType {
  const known = PLAIN.get(word);
  if (known) return known;
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(word);
  if (decimal) {
    const [precision, scale] = [Number(decimal[1]), Number(decimal[2])];
    return plain(`decimal(${precision},${scale})`, `DECIMAL(${precision},${scale})`);
  }
  const nested = /^(list|map|struct)<(.*)>$/s.exec(word);
  const parts = nested ? splitTop(nested[2]!) : [];
  if (nested?.[1] === "list" && parts.length === 1) return listOf(portableType(parts[0]!));
  if (nested?.[1] === "map" && parts.length === 2) {
    return mapOf(portableType(parts[0]!), portableType(parts[1]!));
  }
  if (nested?.[1] === "struct") return structOf(parts);
  throw new PondError("unsupported", `cannot export a column of type ${word}`);
}

function listOf({ field, sql }: PortableType): PortableType {
  return plain({ type: "array", elementType: field, containsNull: true }, `${sql}[]`);
}

function mapOf(key: PortableType, value: PortableType): PortableType {
  return plain(
    { type: "map", keyType: key.field, valueType: value.field, valueContainsNull: true },
    `MAP(${key.sql}, ${value.sql})`,
  );
}

function structOf(parts: readonly string[]): PortableType {
  const members = parts.map((part) => {
    const colon = part.indexOf(": ");
    const name = part.slice(0, colon);
    // Words don't quote names, so one that looks like part of a type can't be told from it.
    if (colon < 1 || /[<>(),]/.test(name)) {
      throw new PondError("unsupported", `cannot export a struct with the field ${part}`);
    }
    return { name, ...portableType(part.slice(colon + 2)) };
  });
  const fields = members.map(({ name, field }) => ({
    name,
    type: field,
    nullable: true,
    metadata: {},
  }));
  const sql = members.map((member) => `${quoteName(member.name)} ${member.sql}`);
  return plain({ type: "struct", fields }, `STRUCT(${sql.join(", ")})`);
}

/** Parts between commas that stand outside of brackets. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if ("<(".includes(text[at]!)) depth++;
    else if (">)".includes(text[at]!)) depth--;
    else if (text[at] === "," && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}
