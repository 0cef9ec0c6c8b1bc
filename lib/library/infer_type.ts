import type { DataType } from "../table/mod.ts";

type Fields = Extract<DataType, { is: "struct" }>["fields"];

const INT64_LIMIT = 2n ** 63n;

/** The type that a JavaScript value has in a table; undefined for what no table holds. */
export function inferType(value: unknown): DataType | undefined {
  if (value === null || value === undefined) return { is: "null" };
  switch (typeof value) {
    case "boolean":
      return { is: "boolean" };
    case "string":
      return { is: "string" };
    case "number":
      return { is: Number.isSafeInteger(value) && !Object.is(value, -0) ? "int64" : "double" };
    case "bigint":
      return value >= -INT64_LIMIT && value < INT64_LIMIT ? { is: "int64" } : undefined;
    case "object":
      return inferObject(value);
    default:
      return undefined;
  }
}

function inferObject(value: object): DataType | undefined {
  if (value instanceof Date) return { is: "timestamp" };
  if (value instanceof Uint8Array) return { is: "binary" };
  if (Array.isArray(value)) return inferList(value);
  switch ((value as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag]) {
    case "Temporal.Instant":
    case "Temporal.ZonedDateTime":
    case "Temporal.PlainDateTime":
      return { is: "timestamp" };
    case "Temporal.PlainDate":
      return { is: "date" };
    case "Temporal.PlainTime":
      return { is: "time" };
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ? inferStruct(value) : undefined;
}

function inferList(values: readonly unknown[]): DataType | undefined {
  let item: DataType = { is: "null" };
  for (const value of values) {
    const type = inferType(value);
    const joined: DataType | undefined = type && joinTypes(item, type);
    if (!joined) return undefined;
    item = joined;
  }
  return { is: "list", of: item };
}

function inferStruct(value: object): DataType | undefined {
  const fields: Fields[number][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const type = inferType(inner);
    if (!type) return undefined;
    fields.push({ name, type });
  }
  return fields.length === 0 ? undefined : { is: "struct", fields };
}

/** What holds both; undefined where nothing does. */
export function joinTypes(a: DataType, b: DataType): DataType | undefined {
  if (a.is === "null") return b;
  if (b.is === "null") return a;
  if (a.is === "list" && b.is === "list") {
    const item = joinTypes(a.of, b.of);
    return item && { is: "list", of: item };
  }
  if (a.is === "struct" && b.is === "struct") return joinStructs(a.fields, b.fields);
  if (a.is === b.is) return a;
  const isNumber = (type: DataType) => type.is === "int64" || type.is === "double";
  return isNumber(a) && isNumber(b) ? { is: "double" } : undefined;
}

function joinStructs(a: Fields, b: Fields): DataType | undefined {
  const fields = new Map(a.map(({ name, type }) => [name, type]));
  for (const { name, type } of b) {
    const joined = joinTypes(fields.get(name) ?? { is: "null" }, type);
    if (!joined) return undefined;
    fields.set(name, joined);
  }
  return { is: "struct", fields: [...fields].map(([name, type]) => ({ name, type })) };
}

/** A type in words, for messages. */
export function typeText(type: DataType): string {
  switch (type.is) {
    case "list":
      return "a list";
    case "struct":
      return "an object";
    case "int64":
    case "double":
      return "a number";
    case "string":
      return "text";
    case "null":
      return "NULL";
    default:
      return `a ${type.is}`;
  }
}
