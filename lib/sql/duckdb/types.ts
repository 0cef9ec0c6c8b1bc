import { quoteName } from "../../base/mod.ts";
import type { DataType as ArrowType } from "../../deps/arrow.ts";
import type { DataType, ScalarName } from "../../table/mod.ts";

/** DuckDB's name of each type that is a name. */
const SQL_NAMES: Readonly<Record<ScalarName, string>> = {
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
/** Types by the names that DuckDB gives them in messages and in DESCRIBE. */
const BY_NAME: ReadonlyMap<string, ScalarName> = new Map<string, ScalarName>([
  ...Object.entries(SQL_NAMES).filter(([name]) => name !== "null")
    .map(([name, sql]) => [sql, name as ScalarName] as const),
  ["JSON", "string"],
  ["TIMESTAMP WITH TIME ZONE", "timestamp"],
  ["TIMESTAMP_S", "timestamp"],
  ["TIMESTAMP_MS", "timestamp"],
  ["TIMESTAMP_NS", "timestamp"],
  ["TIME WITH TIME ZONE", "string"],
  ["BIT", "binary"],
  ['"NULL"', "null"],
  ["NULL", "null"],
]);

/** The SQL name of a type. */
export function sqlTypeOf(type: DataType): string {
  switch (type.is) {
    case "decimal":
      return `DECIMAL(${type.precision},${type.scale})`;
    case "list":
      return `${sqlTypeOf(type.of)}[]`;
    case "map":
      return `MAP(${sqlTypeOf(type.key)}, ${sqlTypeOf(type.value)})`;
    case "struct": {
      const fields = type.fields.map(({ name, type }) => `${quoteName(name)} ${sqlTypeOf(type)}`);
      return `STRUCT(${fields.join(", ")})`;
    }
    default:
      return SQL_NAMES[type.is];
  }
}

/**
 * The type that DuckDB names, as in DESCRIBE: `DECIMAL(9,2)`, `STRUCT("a, b" INTEGER)[]`. What has
 * no type here shows as text.
 */
export function typeOfSql(name: string): DataType {
  const array = /\[\d*\]$/.exec(name);
  if (array) return { is: "list", of: typeOfSql(name.slice(0, array.index)) };
  const [, word, inner] = /^(\w+)\((.*)\)$/s.exec(name) ?? [];
  const parts = inner === undefined ? [] : splitParts(inner);
  switch (word) {
    case "DECIMAL":
      return { is: "decimal", precision: Number(parts[0]), scale: Number(parts[1]) };
    case "MAP":
      return { is: "map", key: typeOfSql(parts[0]!), value: typeOfSql(parts[1]!) };
    case "STRUCT":
    case "UNION":
      return { is: "struct", fields: parts.map(fieldOf) };
    default:
      return { is: BY_NAME.get(name) ?? "string" };
  }
}

/** `name TYPE` or `"quoted name" TYPE`. */
function fieldOf(field: string): { readonly name: string; readonly type: DataType } {
  const [, name, type] = /^("(?:[^"]|"")*"|\S+)\s+(.*)$/s.exec(field)!;
  const isQuoted = name!.startsWith('"');
  return {
    name: isQuoted ? name!.slice(1, -1).replaceAll('""', '"') : name!,
    type: typeOfSql(type!),
  };
}

/** Parts between commas that stand outside of brackets and quotes. */
function splitParts(text: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),]/g)) {
    if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (token === "," && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/**
 * How a result column has to be cast so that its batches hold what its type says; null: not at all.
 */
export function castForArrow(type: ArrowType): string | null {
  const text = `${type}`;
  if (text.startsWith("Dictionary")) return "VARCHAR";
  return text.startsWith("Timestamp") && text !== "Timestamp<MICROSECOND>" ? "TIMESTAMP" : null;
}

/**
 * How a result column of the SQL type has to be cast so that times keep the offset that Arrow has no
 * place for: as text. Null: not at all.
 */
export function castForOffset(type: string): string | null {
  const cast = type.replace(/\bTIME WITH TIME ZONE\b/g, "VARCHAR");
  return cast === type ? null : cast;
}
