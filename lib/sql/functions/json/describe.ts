import { quoted } from "./write.ts";
import { type Json, JsonNumber, JsonObject } from "./tree.ts";

/** The type of a value, by DuckDB's names. */
export function typeName(value: Json): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return "VARCHAR";
  if (typeof value === "boolean") return "BOOLEAN";
  if (value instanceof JsonNumber) return value.type;
  return value instanceof JsonObject ? "OBJECT" : "ARRAY";
}

/**
 * Whether `part` is in `whole`: equal to it or to something in it, or an object or array with less.
 */
export function contains(whole: Json, part: Json): boolean {
  if (matches(whole, part)) return true;
  if (whole instanceof JsonObject) return whole.members.some(([, each]) => contains(each, part));
  return Array.isArray(whole) && whole.some((each: Json) => contains(each, part));
}

function matches(whole: Json, part: Json): boolean {
  if (whole instanceof JsonObject && part instanceof JsonObject) {
    return part.members.every(([key, each]) => {
      const other = whole.get(key);
      return other !== undefined && matches(other, each);
    });
  }
  if (Array.isArray(whole) && Array.isArray(part)) {
    return part.every((each: Json) => whole.some((other: Json) => matches(other, each)));
  }
  if (whole instanceof JsonNumber && part instanceof JsonNumber) {
    return whole.text === part.text && whole.type === part.type;
  }
  return whole === part;
}

/** The types in a value: a name, what an array holds, or each member's. */
type Structure =
  | string
  | { readonly of: Structure }
  | { readonly members: Map<string, Structure> };

/** The types in `value` as JSON, those of an array's elements put together. */
export function structureText(value: Json): string {
  return textOf(structureOf(value));
}

function structureOf(value: Json): Structure {
  if (Array.isArray(value)) {
    return { of: value.map(structureOf).reduce(together, "NULL") };
  }
  if (!(value instanceof JsonObject)) return typeName(value);
  if (value.members.length === 0) return "JSON";
  return { members: new Map(value.members.map(([key, each]) => [key, structureOf(each)])) };
}

const NUMBERS = ["UBIGINT", "BIGINT", "DOUBLE"];

function together(a: Structure, b: Structure): Structure {
  if (a === b || b === "NULL") return a;
  if (a === "NULL") return b;
  if (typeof a === "string" && typeof b === "string") {
    if (!NUMBERS.includes(a) && a !== "HUGEINT") return "JSON";
    if (!NUMBERS.includes(b) && b !== "HUGEINT") return "JSON";
    return a === "DOUBLE" || b === "DOUBLE" ? "DOUBLE" : "HUGEINT";
  }
  if (typeof a === "string" || typeof b === "string") return "JSON";
  if ("of" in a && "of" in b) return { of: together(a.of, b.of) };
  if (!("members" in a && "members" in b)) return "JSON";
  const members = new Map(a.members);
  for (const [key, each] of b.members) {
    const known = members.get(key);
    members.set(key, known === undefined ? each : together(known, each));
  }
  return { members };
}

function textOf(structure: Structure): string {
  if (typeof structure === "string") return quoted(structure);
  if ("of" in structure) return `[${textOf(structure.of)}]`;
  const members = [...structure.members].map(([key, each]) => `${quoted(key)}:${textOf(each)}`);
  return `{${members.join(",")}}`;
}
