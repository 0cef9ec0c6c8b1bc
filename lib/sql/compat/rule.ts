import type { Statement } from "../syntax/mod.ts";
import type { Edit } from "./edits.ts";

/** A part of an SQL text: offsets of its first character and after its last. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Where a rule is asked: token `at` of a statement. */
export interface Site {
  readonly statement: Statement;
  readonly at: number;
  /**
   * Whether rows of several relations may come together below: a union in the statement or in what
   * it reads.
   */
  readonly overUnion: boolean;
  /**
   * The engine's name of the type of an expression of the statement; null where it can't say.
   * @param rest the end of what belongs to the expression and is left out while it is asked
   */
  typeOf(extent: Extent, rest?: number): Promise<string | null>;
}

/**
 * A way in which DuckDB 1.1 answers otherwise than later ones, and what makes it answer as they do.
 * Rules are asked of every token in turn; what they want is done to the text at once.
 */
export interface Rule {
  /** What is right with it, as the page of differences has it. */
  readonly name: string;
  /** The first release of DuckDB that needs it no more. */
  readonly since: string;
  /** Cheap, and wrong in one way only: true where there is nothing to do. */
  applies(site: Site): boolean;
  /**
   * What to do to the text; nothing where it is right as it stands.
   * @throws {PondError} `unsupported` for what can't be made right
   */
  apply(site: Site): readonly Edit[] | Promise<readonly Edit[]>;
}
