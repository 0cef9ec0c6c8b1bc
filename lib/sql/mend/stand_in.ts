import { quoteName } from "../../base/mod.ts";
/** A column, with the engine's name of its type. */
export interface TypedColumn {
  readonly name: string;
  readonly type: string;
}

/** The columns of a query's inputs, by the names that the SQL calls these. */
export type InputColumns = ReadonlyMap<string, readonly TypedColumn[]>;

/** `WITH "name" AS (…), …`: a stand-in without rows for each input. */
export function withInputs(inputs: InputColumns): string {
  if (inputs.size === 0) return "";
  const tables = [...inputs].map(([name, columns]) =>
    `${quoteName(name)} AS (${standIn(columns)})`
  );
  return `WITH ${tables.join(", ")}`;
}

/** A SELECT of no rows with `columns`. */
export function standIn(columns: readonly TypedColumn[]): string {
  const items = columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`);
  return `SELECT ${items.join(", ")} WHERE false`;
}
