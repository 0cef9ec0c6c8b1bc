import type { OutputFormat, PondError } from "../base/mod.ts";
import type { FileKind } from "../tinyfs/mod.ts";

/** What to copy where. */
export interface CopyOptions {
  readonly argv: readonly string[];
  /**
   * `host:PATH`, `-` for standard input, or pond paths; globs too where no node has that very name.
   */
  readonly sources: readonly string[];
  /**
   * `host:PATH`, `-` for standard output, or a pond path; a directory when there are several
   * sources, or with a trailing `/`.
   */
  readonly destination: string;
  /** Directories with all they hold. */
  readonly recursive?: boolean;
  /** Kind of new files in the pond; default `data`, and for a source in the pond its own. */
  readonly kind?: FileKind | undefined;
  /** Of new series; default found by name. */
  readonly timeColumn?: string | undefined;
  /**
   * Whether what comes in as a table or series is read once; false takes its footer's word. Default
   * true.
   */
  readonly check?: boolean;
  /** Whether bytes that are a version of a series already are appended once more. Default false. */
  readonly again?: boolean;
  /** Whether a column of a series may have a type that doesn't go with the one before. Default false. */
  readonly allowTypeChange?: boolean;
  /** Told what a person should know of what was copied. */
  readonly onNote?: (note: string) => void;
  /** Out of the pond: writes tables as this instead of as they are. */
  readonly format?: OutputFormat | undefined;
  /** Out of the pond, as CSV: texts that a spreadsheet takes for formulas get an apostrophe in front. */
  readonly csvSafe?: boolean;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: { write(bytes: Uint8Array): Promise<void> };
  /** Called for what is left out while the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
  /** Bytes so far, and how many there will be where that is known. */
  readonly onProgress: (bytesDone: number, bytesTotal: number | null) => void;
}

/** What was copied. */
export interface Copied {
  /** How many files. */
  readonly files: number;
  /** Of their contents, as they arrived. */
  readonly bytes: number;
}
