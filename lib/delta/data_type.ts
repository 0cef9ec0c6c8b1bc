import type { DataType, ScalarName } from "../table/mod.ts";
import type { FieldType } from "./api.ts";

/** Delta's primitive types ("Primitive Types" of the protocol) that there is a type for. */
const PRIMITIVES = {
  boolean: "boolean",
  byte: "int8",
  short: "int16",
  integer: "int32",
  long: "int64",
  float: "float",
  double: "double",
  string: "string",
  binary: "binary",
  date: "date",
  timestamp: "timestamp",
} as const satisfies Record<string, ScalarName>;
const BY_TYPE: ReadonlyMap<string, FieldType> = new Map(
  Object.entries(PRIMITIVES).map(([delta, type]) => [type, delta as keyof typeof PRIMITIVES]),
);
/** Digits of a decimal at most. */
const MAX_PRECISION = 38;

/**
 * The type as a Delta schema says it; undefined for one that Delta hasn't. Whatever is nested may
 * be NULL.
 */
export function fieldTypeOf(type: DataType): FieldType | undefined {
  switch (type.is) {
    case "decimal":
      return type.precision > MAX_PRECISION
        ? undefined
        : `decimal(${type.precision},${type.scale})`;
    case "list": {
      const elementType = fieldTypeOf(type.of);
      return elementType && { type: "array", elementType, containsNull: true };
    }
    case "map": {
      const [keyType, valueType] = [fieldTypeOf(type.key), fieldTypeOf(type.value)];
      return keyType && valueType &&
        { type: "map", keyType, valueType, valueContainsNull: true };
    }
    case "struct": {
      const fields = type.fields.map(({ name, type }) => {
        return { name, type: fieldTypeOf(type), nullable: true, metadata: {} };
      });
      return fields.some((field) => field.type === undefined)
        ? undefined
        : { type: "struct", fields };
    }
    default:
      return BY_TYPE.get(type.is);
  }
}

/**
 * The type that a Delta schema says; undefined for one that has no like here (`timestamp_ntz`,
 * `variant`).
 */
export function typeOfField(type: unknown): DataType | undefined {
  if (typeof type === "string") return primitiveOf(type);
  if (typeof type !== "object" || type === null) return undefined;
  const facts = type as Readonly<Record<string, unknown>>;
  switch (facts["type"]) {
    case "array": {
      const of = typeOfField(facts["elementType"]);
      return of && { is: "list", of };
    }
    case "map": {
      const [key, value] = [typeOfField(facts["keyType"]), typeOfField(facts["valueType"])];
      return key && value && { is: "map", key, value };
    }
    case "struct": {
      const fields: { name: string; type: DataType }[] = [];
      for (const field of facts["fields"] as readonly Readonly<Record<string, unknown>>[]) {
        const type = typeOfField(field["type"]);
        if (!type) return undefined;
        fields.push({ name: String(field["name"]), type });
      }
      return { is: "struct", fields };
    }
    default:
      return undefined;
  }
}

function primitiveOf(word: string): DataType | undefined {
  const decimal = /^decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(word);
  if (decimal) return { is: "decimal", precision: Number(decimal[1]), scale: Number(decimal[2]) };
  return Object.hasOwn(PRIMITIVES, word)
    ? { is: PRIMITIVES[word as keyof typeof PRIMITIVES] }
    : undefined;
}
