/**
 * The shape of a config: fields with types, defaults and one line of help each. Validation, help, the
 * README table and the parsed TypeScript type all come from this one value.
 */
export interface ConfigSchema<Config> {
  readonly fields: { readonly [Name in keyof Config & string]-?: Field };
  /** Rules across fields, as text for help: "`patterns` or `source`". */
  readonly rules?: readonly string[];
}

/** One field of a config. */
export interface Field {
  readonly help: string;
  readonly type: FieldType;
  readonly required?: boolean;
  /** As YAML would give it. */
  readonly default?: unknown;
}

/** The type of a field's value. */
export type FieldType =
  | {
    readonly is: "string" | "boolean" | "integer" | "duration" | "path" | "pattern" | "sql" | "any";
  }
  | { readonly is: "enum"; readonly values: readonly string[] }
  | { readonly is: "list"; readonly of: FieldType }
  | { readonly is: "map"; readonly key: RegExp; readonly of: FieldType }
  | { readonly is: "object"; readonly fields: { readonly [name: string]: Field } };
