import type { ConfigSchema, Field, FieldType } from "./schema.ts";

/** One field of a config as help shows it. */
export interface FieldHelp {
  /** `csv.delimiter`, `entries[].name`, `patterns.NAME`. */
  readonly name: string;
  /** In words. */
  readonly type: string;
  readonly required: boolean;
  /** As YAML would give it; null when there is none. */
  readonly default: unknown;
  readonly help: string;
}

/** All fields of `schema`, those of nested objects after the field that holds them. */
export function fieldsHelp<Config>(schema: ConfigSchema<Config>): FieldHelp[] {
  return nested(schema.fields, "");
}

/** A field's type in words. */
export function typeName(type: FieldType): string {
  switch (type.is) {
    case "string":
      return "text";
    case "texts":
      return "text or a list of texts";
    case "boolean":
      return "true or false";
    case "integer":
      return "a whole number";
    case "duration":
      return "a duration such as 6h";
    case "path":
      return "a pond path";
    case "pattern":
      return "a pond path, glob or source URL";
    case "sql":
      return "a SELECT statement";
    case "any":
      return "anything";
    case "enum":
      return `one of ${type.values.join(", ")}`;
    case "list":
      return `a list (${typeName(type.of)})`;
    case "map":
      return `a map (name: ${typeName(type.of)})`;
    case "object":
      return "fields (name: value)";
    case "list-or-map":
      return `${typeName(type.list)} or ${typeName(type.map)}`;
  }
}

function nested(fields: { readonly [name: string]: Field }, prefix: string): FieldHelp[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const own: FieldHelp = {
      name,
      type: typeName(field.type),
      required: field.required ?? false,
      default: field.default ?? null,
      help: field.help,
    };
    return [own, ...below(field.type, name)];
  });
}

function below(type: FieldType, name: string): FieldHelp[] {
  switch (type.is) {
    case "object":
      return nested(type.fields, `${name}.`);
    case "list":
      return below(type.of, `${name}[]`);
    case "map":
      return below(type.of, `${name}.NAME`);
    case "list-or-map":
      return below(type.list, name);
    default:
      return [];
  }
}
