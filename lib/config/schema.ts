import type { ConfigPath } from "./node.ts";

/**
 * The shape of a config: fields with types, defaults and one line of help each. Validation, help,
 * the README table and the parsed TypeScript type all come from this one value.
 */
export interface ConfigSchema<Config> {
  /** By name. */
  readonly fields: { readonly [name: string]: Field };
  /** Rules across fields, as text for help: "`patterns` or `source`". */
  readonly rules?: readonly string[];
  /** Checks those rules; the first thing wrong, if anything is. Looks at nothing but `config`. */
  check?(config: Config): ConfigProblem | undefined;
}

/** One field of a config. */
export interface Field {
  /** One line for help. */
  readonly help: string;
  /** What values it takes. */
  readonly type: FieldType;
  /** Whether a config must have it. */
  readonly required?: boolean;
  /** As YAML would give it. */
  readonly default?: unknown;
}

/** The type of a field's value. */
export type FieldType =
  | {
    readonly is:
      | "string"
      /** One text or a list of them. */
      | "texts"
      | "boolean"
      | "integer"
      | "duration"
      | "path"
      | "pattern"
      | "sql"
      | "any";
  }
  | { readonly is: "enum"; readonly values: readonly string[] }
  | { readonly is: "list"; readonly of: FieldType }
  | { readonly is: "map"; readonly key: RegExp; readonly of: FieldType }
  | { readonly is: "object"; readonly fields: { readonly [name: string]: Field } }
  /** A list or a map, told apart by what the YAML has. */
  | {
    readonly is: "list-or-map";
    readonly list: FieldType & { readonly is: "list" };
    readonly map: FieldType & { readonly is: "map" };
  };

/** What is wrong with a config, and where. */
export interface ConfigProblem {
  /** Names of fields, keys of maps and indexes of lists, from the top. */
  readonly at: ConfigPath;
  /** One clause. */
  readonly why: string;
  /** What to try. */
  readonly hint?: string;
}

/** How a config is read. */
export interface ReadConfigOptions {
  /** Values for `${env:NAME}`; by default no variable is set. */
  readonly env?: (name: string) => string | undefined;
  /** Whose config it is, for messages: a factory's name. */
  readonly label?: string;
}
