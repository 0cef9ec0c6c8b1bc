import type { Field, FieldType } from "./schema.ts";

/** The TypeScript type of what a field of type `T` gives. */
export type ValueOf<T> = T extends { readonly is: "enum"; readonly values: readonly (infer V)[] }
  ? V
  : T extends { readonly is: "string" | "path" | "pattern" | "sql" } ? string
  : T extends { readonly is: "texts" } ? readonly string[]
  : T extends { readonly is: "boolean" } ? boolean
  : T extends { readonly is: "integer" } ? number
  : T extends { readonly is: "duration" } ? bigint
  : T extends { readonly is: "list"; readonly of: infer Item } ? readonly ValueOf<Item>[]
  : T extends { readonly is: "map"; readonly of: infer Item } ? ReadonlyMap<string, ValueOf<Item>>
  : T extends { readonly is: "list-or-map"; readonly list: infer L; readonly map: infer M }
    ? ValueOf<L> | ValueOf<M>
  : T extends { readonly is: "object"; readonly fields: infer Fields } ? ConfigOf<Fields>
  : unknown;

/** Fields that are always there: required ones and those with a default. */
export type PresentFields<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { readonly required: true } ? Name
    : Fields[Name] extends { readonly default: unknown } ? Name
    : never;
}[keyof Fields];

/** The TypeScript type of a config with `fields`. */
export type ConfigOf<Fields> =
  & { readonly [Name in PresentFields<Fields>]: FieldValue<Fields[Name]> }
  & { readonly [Name in Exclude<keyof Fields, PresentFields<Fields>>]?: FieldValue<Fields[Name]> };

/** The TypeScript type of the field `F`. */
export type FieldValue<F> = F extends { readonly type: infer T } ? ValueOf<T> : never;

/** What {@linkcode ConfigOf} is made from. */
export type ConfigFields = { readonly [name: string]: Field & { readonly type: FieldType } };
