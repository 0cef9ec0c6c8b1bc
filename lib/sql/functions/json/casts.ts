import {
  type Input,
  type Output,
  parseSqlType,
  type PlainType,
  plainType,
  type SqlType,
  typeText,
} from "../../calls/mod.ts";
import { Documents } from "./documents.ts";
import { toSqlValue } from "./to_value.ts";

/** Converts one row, or throws. */
export type RowCast = (row: number) => void;

/** Types that JSON is cast to as often as not. */
export const CAST_TYPES: readonly SqlType[] = ([
  ...["BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"],
  ...["UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE"],
  ...["DATE", "TIME", "TIMESTAMP", "UUID"],
] as PlainType[]).map(plainType);

/** `::` or `AS`, before what may be a type with parts. */
const TARGET = /(?:::|\bAS\s)\s*(?=(?:STRUCT|MAP|DECIMAL|NUMERIC)\b|[A-Z_]\w*\s*\[)/gi;

/** The types with parts that `sql` casts to, by their texts. */
export function castTargets(sql: string): ReadonlyMap<string, SqlType> {
  const targets = new Map<string, SqlType>();
  for (const match of sql.matchAll(TARGET)) {
    const type = longestType(sql.slice(match.index + match[0].length));
    if (type && type.is !== "plain") targets.set(typeText(type), type);
  }
  return targets;
}

/** The type that `text` begins with. */
function longestType(text: string): SqlType | null {
  let depth = 0;
  let found: SqlType | null = null;
  for (let at = 0; at < text.length; at++) {
    if ("([".includes(text[at]!)) depth++;
    if (!")]".includes(text[at]!)) continue;
    if (--depth < 0) break;
    if (depth === 0) found = parseSqlType(text.slice(0, at + 1)) ?? found;
  }
  return found ?? parseSqlType(/^\w+/.exec(text)?.[0] ?? "");
}

/** From JSON to `type`. */
export function jsonCast(input: Input, out: Output, type: SqlType): RowCast {
  const documents = new Documents(input);
  return (row) => out.set(row, toSqlValue(documents.tree(row), type, { isStrict: true }));
}

/** From text to JSON: as it is, if it is JSON. */
export function validJson(input: Input, out: Output): RowCast {
  const documents = new Documents(input);
  return (row) => {
    documents.check(row);
    out.setSpan(row, input.span(row));
  };
}
