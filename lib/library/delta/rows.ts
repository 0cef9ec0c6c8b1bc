import { PondError } from "../../base/mod.ts";
import { type Field, fieldTypeOf, typeOfField } from "../../delta/mod.ts";
import { type ParquetFooter, readParquetFooter } from "../../parquet/mod.ts";
import { type ByteSource, formatType, readAll } from "../../table/mod.ts";
import type { TableContent } from "../change_api.ts";
import { parquetOf } from "../table_content.ts";
import { memoryScratch } from "./scratch.ts";

/** Rows on their way into a table: Parquet, and its columns in Delta's words. */
export interface ContentForDelta extends Disposable {
  readonly source: ByteSource;
  readonly footer: ParquetFooter;
  readonly fields: readonly Field[];
  readonly rows: number;
}

/**
 * `content` as Parquet.
 * @throws {PondError} `invalid-input` also for a column whose type Delta hasn't
 */
export async function tableContent(
  content: TableContent,
  { label, schema }: { readonly label: string; readonly schema: Readonly<Record<string, string>> },
): Promise<ContentForDelta> {
  const source = await parquetOf(content, {
    label,
    schema,
    scratch: memoryScratch,
    consumed: new WeakSet(),
  });
  try {
    const footer = readParquetFooter(source, label);
    const fields = footer.columns.map(({ name, type, nullable }): Field => {
      const fieldType = fieldTypeOf(type);
      if (fieldType !== undefined) return { name, type: fieldType, nullable };
      throw new PondError(
        "invalid-input",
        `cannot write ${label}: Delta has no type for column ${name}, which is ${formatType(type)}`,
        { hint: "schema: { name: type } gives it another type" },
      );
    });
    return { source, footer, fields, rows: footer.rows, [Symbol.dispose]: () => source.close() };
  } catch (error) {
    source.close();
    throw error;
  }
}

/** The types of `fields`, for rows whose own would be inferred. */
export function schemaOf(fields: readonly Field[]): Readonly<Record<string, string>> {
  const known = fields.flatMap(({ name, type }) => {
    const is = typeOfField(type);
    return is ? [[name, formatType(is)] as const] : [];
  });
  return Object.fromEntries(known);
}

/** The schema of a table once rows with `added` columns are in it. */
export function mergedFields(
  present: readonly Field[],
  added: readonly Field[],
  { label, mergeSchema }: { readonly label: string; readonly mergeSchema: boolean },
): readonly Field[] {
  const fresh: Field[] = [];
  for (const field of added) {
    const known = present.find(({ name }) => name === field.name);
    if (!known) {
      if (mergeSchema) fresh.push({ ...field, nullable: true });
      else throw refusal(label, `the table has no column ${field.name}`, "mergeSchema takes it");
    } else if (JSON.stringify(known.type) !== JSON.stringify(field.type)) {
      const [is, was] = [JSON.stringify(field.type), JSON.stringify(known.type)];
      throw refusal(label, `column ${field.name} is ${is}, and ${was} in the table`);
    }
  }
  const names = new Set(added.map(({ name }) => name));
  const missing = present.find(({ name, nullable }) => !nullable && !names.has(name));
  if (missing) throw refusal(label, `column ${missing.name} may not be NULL, and is not there`);
  return [...present, ...fresh];
}

function refusal(label: string, why: string, hint?: string): PondError {
  return new PondError(
    "invalid-input",
    `cannot write ${label}: ${why}`,
    hint === undefined ? {} : { hint },
  );
}

/** All bytes of `content`. */
export function bytesOf({ source }: ContentForDelta): Uint8Array {
  return readAll(source);
}
