import { PondError, suggest } from "../base/mod.ts";
import type { Column } from "../table/mod.ts";

/**
 * Where each column of a text lies in a declared schema.
 * @param names the text's columns
 * @returns for every declared column its index in `names`
 * @throws {PondError} `invalid-input` when one side has a column that the other lacks
 */
export function placeDeclared(
  names: readonly string[],
  { schema, label, looks }: {
    readonly schema: readonly Column[];
    readonly label: string;
    /** What to say where the text looks as if it were cut wrongly. */
    readonly looks?: () => string | undefined;
  },
): readonly number[] {
  const declared = new Set(schema.map((column) => column.name));
  const extra = names.find((name) => !declared.has(name));
  const missing = schema.find((column) => !names.includes(column.name));
  if (extra === undefined && missing === undefined) {
    return schema.map((column) => names.indexOf(column.name));
  }
  const column = missing?.name ?? extra!;
  const meant = missing && suggest(missing.name, names);
  const why = missing
    ? `column ${JSON.stringify(missing.name)} of the schema is not in the file`
    : `column ${JSON.stringify(extra)} is not in the schema`;
  throw new PondError("invalid-input", `cannot read ${label}: ${why}`, {
    hint: looks?.() ??
      (meant === undefined
        ? `the file has ${names.join(", ").slice(0, 200)}`
        : `did you mean ${meant}?`),
    data: { label, column },
  });
}

/**
 * The index of the column called `name`.
 * @throws {PondError} `invalid-input` when there is none
 */
export function placeOf(name: string, names: readonly string[], label: string): number {
  const place = names.indexOf(name);
  if (place >= 0) return place;
  const near = suggest(name, names);
  throw new PondError(
    "invalid-input",
    `cannot read ${label} as a series: it has no column ${JSON.stringify(name)}`,
    {
      hint: near
        ? `did you mean ${JSON.stringify(near)}?`
        : `there are ${names.join(", ").slice(0, 200)}`,
      data: { label, column: name },
    },
  );
}
