import { type Column, type DataType, parseType } from "../table/mod.ts";
import type { ConfigFields, ConfigOf, ConfigPath, ConfigProblem } from "../config/mod.ts";

/** One declared column. */
const COLUMN_FIELDS = {
  name: { type: { is: "string" }, required: true, help: "The column's name" },
  type: {
    type: { is: "string" },
    required: true,
    help:
      "boolean, int8 … int64, uint8 … uint64, float, double, decimal(p,s), string, binary, date, " +
      "time, timestamp, uuid",
  },
  nullable: { type: { is: "boolean" }, default: true, help: "Whether it may hold NULL" },
} as const satisfies ConfigFields;

/** The type of a list of declared columns. */
export const COLUMNS_TYPE = {
  is: "list",
  of: { is: "object", fields: COLUMN_FIELDS },
} as const;

/** The first thing wrong with declared columns: an unknown type, a name twice, none at all. */
export function checkColumns(
  columns: readonly ConfigOf<typeof COLUMN_FIELDS>[],
  at: ConfigPath,
): ConfigProblem | undefined {
  if (columns.length === 0) return { at, why: "a schema has at least one column" };
  const names = new Set<string>();
  for (const [i, column] of columns.entries()) {
    if (!textType(column.type)) {
      return {
        at: [...at, i, "type"],
        why: `there is no column type ${JSON.stringify(column.type)}`,
        hint: `types: ${COLUMN_FIELDS.type.help}`,
      };
    }
    const name = column.name.toLowerCase();
    if (column.name === "" || names.has(name)) {
      const why = name === ""
        ? "a column needs a name"
        : `the column ${column.name} is there twice`;
      return { at: [...at, i, "name"], why };
    }
    names.add(name);
  }
  return undefined;
}

/** Declared columns as plain columns. */
export function declaredColumns(columns: readonly ConfigOf<typeof COLUMN_FIELDS>[]): Column[] {
  return columns.map(({ name, type, nullable }) => ({ name, type: textType(type)!, nullable }));
}

/** The type that `text` says, if text can be read as it. */
function textType(text: string): DataType | undefined {
  const type = parseType(text);
  if (type?.is === "decimal") return type.precision <= 38 ? type : undefined;
  return type && !NOT_TEXT.has(type.is) ? type : undefined;
}

const NOT_TEXT: ReadonlySet<DataType["is"]> = new Set([
  "int128",
  "interval",
  "null",
  "list",
  "map",
  "struct",
]);
