import type { PondError } from "../base/mod.ts";

/** What happens where the old part of a source is not what was taken. */
export type OnChange = "error" | "replace" | "append" | "skip";

/** What to take in, and where to. */
export interface IngestOptions {
  readonly argv: readonly string[];
  /** `host:PATH`, `-`, pond paths, source URLs; globs of them. */
  readonly sources: readonly string[];
  /** A series, stored or new; or a directory, in which each source has a series of its own. */
  readonly destination: string;
  /** Default `error`. */
  readonly onChange?: OnChange;
  /** Columns that together tell a row: rows whose key is there already are left out. */
  readonly key?: readonly string[];
  /** Takes everything, whatever was taken before. */
  readonly again?: boolean;
  readonly dryRun?: boolean;
  /** Takes columns of other types than before. */
  readonly allowTypeChange?: boolean;
  /** Of a new series; default found by name. Several are joined. */
  readonly timeColumn?: readonly string[];
  /** Options of text by name, as written, for sources that aren't URLs. */
  readonly text?: ReadonlyMap<string, readonly string[]>;
  /** Makes the directories of the destination. */
  readonly makeParents?: boolean;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Told of each source that can't be taken while others can. */
  readonly onProblem: (problem: PondError) => void;
  /** Told what a person should know of what was taken. */
  readonly onNote: (note: string) => void;
}

/** What became of a source. */
export interface Ingested {
  /** What was done. */
  readonly action: "appended" | "replaced" | "unchanged" | "skipped";
  /** `host:/path`, a pond path, a URL, or `-`. */
  readonly source: string;
  /** The series. */
  readonly path: string;
  /** Rows that were appended. */
  readonly rows: number;
  /** Bytes of the source that they were read from. */
  readonly bytes: number;
  /** Bytes at the end that are no whole line yet. */
  readonly unfinished: number;
}
