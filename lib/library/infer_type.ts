/** The type that a JavaScript value has in a table. */
export type Inferred =
  | {
    readonly is:
      | "null"
      | "boolean"
      | "int64"
      | "double"
      | "string"
      | "binary"
      | "date"
      | "time"
      | "timestamp";
  }
  | { readonly is: "list"; readonly item: Inferred }
  | { readonly is: "struct"; readonly fields: ReadonlyMap<string, Inferred> };

const INT64_LIMIT = 2n ** 63n;

/** The type of `value`; undefined for what no table holds. */
export function inferType(value: unknown): Inferred | undefined {
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

function inferObject(value: object): Inferred | undefined {
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

function inferList(values: readonly unknown[]): Inferred | undefined {
  let item: Inferred = { is: "null" };
  for (const value of values) {
    const type = inferType(value);
    const joined: Inferred | undefined = type && joinTypes(item, type);
    if (!joined) return undefined;
    item = joined;
  }
  return { is: "list", item };
}

function inferStruct(value: object): Inferred | undefined {
  const fields = new Map<string, Inferred>();
  for (const [name, inner] of Object.entries(value)) {
    const type = inferType(inner);
    if (!type) return undefined;
    fields.set(name, type);
  }
  return fields.size === 0 ? undefined : { is: "struct", fields };
}

/** What holds both; undefined where nothing does. */
export function joinTypes(a: Inferred, b: Inferred): Inferred | undefined {
  if (a.is === "null") return b;
  if (b.is === "null") return a;
  if (a.is === "list" && b.is === "list") {
    const item = joinTypes(a.item, b.item);
    return item && { is: "list", item };
  }
  if (a.is === "struct" && b.is === "struct") return joinStructs(a.fields, b.fields);
  if (a.is === b.is) return a;
  const isNumber = (type: Inferred) => type.is === "int64" || type.is === "double";
  return isNumber(a) && isNumber(b) ? { is: "double" } : undefined;
}

function joinStructs(
  a: ReadonlyMap<string, Inferred>,
  b: ReadonlyMap<string, Inferred>,
): Inferred | undefined {
  const fields = new Map(a);
  for (const [name, type] of b) {
    const joined = joinTypes(fields.get(name) ?? { is: "null" }, type);
    if (!joined) return undefined;
    fields.set(name, joined);
  }
  return { is: "struct", fields };
}

/** A type in words, for messages. */
export function typeText(type: Inferred): string {
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
