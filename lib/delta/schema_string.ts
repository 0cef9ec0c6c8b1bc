import { PondError } from "../base/mod.ts";
import type { Field, FieldType } from "./api.ts";

/** A schema as Delta's `schemaString`. */
export function formatSchema(fields: readonly Field[]): string {
  return JSON.stringify({
    type: "struct",
    fields: fields.map(({ name, type, nullable }) => ({ name, type, nullable, metadata: {} })),
  });
}

/**
 * The fields of a `schemaString`.
 * @throws {PondError} `corrupt`
 */
export function parseSchema(schemaString: string): readonly Field[] {
  try {
    const { fields } = JSON.parse(schemaString) as { fields: Field[] };
    return fields.map(({ name, type, nullable }) => ({
      name: String(name),
      type: type as FieldType,
      nullable: nullable !== false,
    }));
  } catch (cause) {
    throw new PondError("corrupt", "cannot read the table's schema: it is no Delta schema", {
      cause,
    });
  }
}
