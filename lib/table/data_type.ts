/**
 * The types of columns: one value each, which formats (Arrow, DuckDB, Parquet, Delta, configs)
 * convert from and to. A `timestamp` is microseconds UTC whatever unit it is stored in, see
 * {@linkcode TimeUnit}.
 */
export type DataType = ScalarType | DecimalType | ListType | MapType | StructType;

/** Types that their name says whole. */
export const SCALARS = [
  "boolean",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "int128",
  "float",
  "double",
  "string",
  "binary",
  "date",
  "time",
  "timestamp",
  "interval",
  "uuid",
  "null",
] as const;

/** The name of a {@linkcode ScalarType}. */
export type ScalarName = typeof SCALARS[number];

/** `int64`, `string`, `timestamp`, … */
export interface ScalarType {
  /** Tells it from the others. */
  readonly is: ScalarName;
}

/** `decimal(9,2)`: `precision` digits, `scale` of them after the point. */
export interface DecimalType {
  /** Tells it from the others. */
  readonly is: "decimal";
  /** Digits in all. */
  readonly precision: number;
  /** Digits behind the point. */
  readonly scale: number;
}

/** `list<int64>` */
export interface ListType {
  /** Tells it from the others. */
  readonly is: "list";
  /** The type of the items. */
  readonly of: DataType;
}

/** `map<string, int64>` */
export interface MapType {
  /** Tells it from the others. */
  readonly is: "map";
  /** The type of the keys. */
  readonly key: DataType;
  /** The type of the values. */
  readonly value: DataType;
}

/** `struct<a: int64, "b, c": string>` */
export interface StructType {
  /** Tells it from the others. */
  readonly is: "struct";
  /** In order. */
  readonly fields: readonly { readonly name: string; readonly type: DataType }[];
}

/** A field's name that stands without quotes. */
// deno-lint-ignore no-control-regex
const BARE_NAME = /^(?! )[^"<>(),:\x00-\x1f]+(?<! )$/;

/**
 * The text of a type, which {@linkcode parseType} reads; names of fields that would not be read
 * back are quoted.
 */
export function formatType(type: DataType): string {
  switch (type.is) {
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "list":
      return `list<${formatType(type.of)}>`;
    case "map":
      return `map<${formatType(type.key)}, ${formatType(type.value)}>`;
    case "struct": {
      const fields = type.fields.map(({ name, type }) => `${nameText(name)}: ${formatType(type)}`);
      return `struct<${fields.join(", ")}>`;
    }
    default:
      return type.is;
  }
}

function nameText(name: string): string {
  return BARE_NAME.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Whether values are numbers. */
export function isNumeric({ is }: DataType): boolean {
  return is === "decimal" || is === "float" || is === "double" || /^u?int\d+$/.test(is);
}

/** Whether values are moments: times of a day are not. */
export function isMoment({ is }: DataType): boolean {
  return is === "timestamp" || is === "date";
}

/** Whether two types are the same. */
export function sameType(left: DataType, right: DataType): boolean {
  return formatType(left) === formatType(right);
}
