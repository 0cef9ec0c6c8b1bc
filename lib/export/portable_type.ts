import { PondError } from "../base/mod.ts";
import { type FieldType, fieldTypeOf } from "../delta/mod.ts";
import { sqlTypeOf } from "../sql/mod.ts";
import { type DataType, formatType } from "../table/mod.ts";

/** A type that every reader of Delta tables and Parquet knows. */
export interface PortableType {
  /** As Delta's schema has it. */
  readonly field: FieldType;
  /** As SQL casts to it. */
  readonly sql: string;
}

/**
 * What a column of `type` is written as.
 * @throws {PondError} `unsupported` for a type that Delta hasn't
 */
export function portableType(type: DataType): PortableType {
  const portable = widened(type);
  const field = fieldTypeOf(portable);
  if (field === undefined) {
    throw new PondError("unsupported", `cannot export a column of type ${formatType(type)}`);
  }
  return { field, sql: sqlTypeOf(portable) };
}

/** Unsigned integers get room for their greatest value; what Delta has no type for becomes text. */
function widened(type: DataType): DataType {
  switch (type.is) {
    case "uint8":
      return { is: "int16" };
    case "uint16":
      return { is: "int32" };
    case "uint32":
      return { is: "int64" };
    case "uint64":
      return { is: "decimal", precision: 20, scale: 0 };
    case "int128":
      return { is: "decimal", precision: 38, scale: 0 };
    case "uuid":
    case "time":
    case "interval":
    case "null":
      return { is: "string" };
    case "list":
      return { is: "list", of: widened(type.of) };
    case "map":
      return { is: "map", key: widened(type.key), value: widened(type.value) };
    case "struct":
      return {
        is: "struct",
        fields: type.fields.map(({ name, type }) => ({ name, type: widened(type) })),
      };
    default:
      return type;
  }
}
