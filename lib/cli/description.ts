/** What an option's value is, and how the words of the command line become it. */
export type FlagType =
  | { readonly is: "boolean" }
  | { readonly is: "text"; readonly value: string }
  /** Text that may be given several times; all of them count. */
  | { readonly is: "texts"; readonly value: string }
  | { readonly is: "integer"; readonly value: string; readonly least?: number }
  | { readonly is: "duration"; readonly value: string }
  | { readonly is: "choice"; readonly values: readonly string[] };

/** One option of a command. Its long name is its key in {@linkcode Flags}. */
export type Flag = FlagType & {
  readonly help: string;
  /** One letter, without the dash. */
  readonly short?: string;
  /** Another letter that means the same, for hands that are used to it. */
  readonly alsoShort?: string;
  readonly required?: boolean;
};

/** Options by long name, without the dashes. */
export type Flags = { readonly [name: string]: Flag };

/** The parsed value of a {@linkcode Flag}; a duration is in microseconds. */
export type ValueOf<F extends FlagType> = F extends { is: "boolean" } ? boolean
  : F extends { is: "integer" } ? number
  : F extends { is: "duration" } ? bigint
  : F extends { is: "texts" } ? readonly string[]
  : F extends { is: "choice"; values: readonly (infer V)[] } ? V
  : string;

/** Parsed options: those that were given, by long name. */
export type Values<F extends Flags> = { readonly [Name in keyof F]?: ValueOf<F[Name]> };

/** A word that is no option. */
export interface Positional {
  /** In capitals, as help shows it. */
  readonly name: string;
  readonly help: string;
  readonly optional?: boolean;
  /** Any number of them, at least one unless `optional`. */
  readonly many?: boolean;
  /** What completion offers. */
  readonly completes?: "pond" | "host" | "factory" | "help" | readonly string[];
}

/** A command line and what it does. */
export interface Example {
  readonly words: string;
  readonly help: string;
}
