import { PondError } from "../base/mod.ts";
import type { Arrow, Table } from "../deps/arrow.ts";
import { arrowSchema } from "../encode/mod.ts";
import { type DataType, parseType } from "../table/mod.ts";
import { inferType, joinTypes, typeText } from "./infer_type.ts";
import { arrowData } from "./arrow_data.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

/**
 * Rows as an Arrow table: a column for each key, in the order in which they first appear, NULL where a row lacks it.
 * @throws {PondError} `invalid-input` for values of a column that have no type in common, or that its type can't hold
 */
export function arrowOfRows(
  arrow: Arrow,
  rows: Rows,
  { label, schema }: { readonly label: string; readonly schema: Readonly<Record<string, string>> },
): Table {
  const declared = new Map(
    Object.entries(schema).map(([name, text]) => [name, declaredType(text, { label, name })]),
  );
  const found = columnTypes(rows, { label, declared });
  if (found.size === 0) {
    throw new PondError("invalid-input", `cannot write ${label}: its rows have no columns`, {
      hint: "schema: { name: type } gives a table without rows its columns",
    });
  }
  const { fields } = arrowSchema(
    arrow,
    [...found].map(([name, type]) => ({
      name,
      type: declared.get(name) ?? storedType(type),
      nullable: true,
    })),
  );
  const children = fields.map(({ name, type }) =>
    arrowData(arrow, type, {
      values: rows.map((row) => row[name]),
      path: `${label}, column ${JSON.stringify(name)}`,
    })
  );
  const type = new arrow.Struct(fields);
  const data = arrow.makeData({ type, length: rows.length, nullCount: 0, children });
  return new arrow.Table([new arrow.RecordBatch(new arrow.Schema(fields), data)]);
}

function declaredType(text: string, column: { readonly label: string; readonly name: string }) {
  const type = parseType(text);
  if (type) return type;
  const { label, name } = column;
  throw new PondError(
    "invalid-input",
    `cannot write ${label}: column ${JSON.stringify(name)}: there is no type ${
      JSON.stringify(text)
    }`,
    { data: { label, column: name } },
  );
}

/** What the values of each column have in common. */
function columnTypes(
  rows: Rows,
  { label, declared }: { readonly label: string; readonly declared: ReadonlyMap<string, DataType> },
): ReadonlyMap<string, DataType> {
  const types = new Map<string, DataType>();
  rows.forEach((row, i) => {
    if (typeof row !== "object" || row === null) {
      throw new PondError("invalid-input", `cannot write ${label}: row ${i + 1} is no object`);
    }
    for (const [name, value] of Object.entries(row)) {
      const known = types.get(name) ?? { is: "null" };
      if (declared.has(name)) {
        types.set(name, known);
        continue;
      }
      const type = inferType(value);
      const joined = type && joinTypes(known, type);
      if (!joined) throw misfit({ label, row: i + 1, name, value, known });
      types.set(name, joined);
    }
  });
  for (const name of declared.keys()) if (!types.has(name)) types.set(name, { is: "null" });
  return types;
}

function misfit(
  { label, row, name, value, known }: {
    readonly label: string;
    readonly row: number;
    readonly name: string;
    readonly value: unknown;
    readonly known: DataType;
  },
): PondError {
  const type = inferType(value);
  const why = type === undefined
    ? "its value is nothing that a table holds"
    : `it has ${typeText(type)} where the rows before have ${typeText(known)}`;
  return new PondError(
    "invalid-input",
    `cannot write ${label}: row ${row}, column ${JSON.stringify(name)}: ${why}`,
    { data: { label, row, column: name } },
  );
}

/** What only ever was NULL is stored as integers, which widen to any number. */
function storedType(type: DataType): DataType {
  switch (type.is) {
    case "null":
      return { is: "int32" };
    case "list":
      return { is: "list", of: storedType(type.of) };
    case "struct":
      return {
        is: "struct",
        fields: type.fields.map(({ name, type }) => ({ name, type: storedType(type) })),
      };
    default:
      return type;
  }
}
