import type { ParquetScan, Relation } from "../../table/mod.ts";

/** What {@linkcode Tlog.maintain} may do. */
export interface MaintainOptions {
  /** The command line, for the log. */
  readonly argv: readonly string[];
  /** Tells what would be done, and changes nothing. */
  readonly dryRun?: boolean;
  /** Lets go of the contents of all but the newest so many versions of each node; at least 1. */
  readonly keepVersions?: number;
  /**
   * Lets go of contents that were replaced, and nodes that were removed, more than so many days
   * ago, and of the log before that; also the retention of superseded data files, 7 days otherwise.
   * With both, what either keeps stays.
   */
  readonly keepDays?: number;
}

/** What maintenance did, or would do. */
export interface MaintainReport {
  /** Nothing was changed. */
  readonly dryRun: boolean;
  /** Series of which versions were merged, and how many versions these were. */
  readonly mergedSeries: number;
  /** Versions of series that were merged. */
  readonly mergedVersions: number;
  /** Series that were left alone, and why. */
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
  /** Versions that are listed still and whose content was let go. */
  readonly droppedVersions: number;
  /** Removed nodes that were forgotten. */
  readonly droppedNodes: number;
  /** Data files of the log's table. */
  readonly filesBefore: number;
  /** Data files afterwards. */
  readonly filesAfter: number;
  /**
   * Files that were removed because nothing needs them: data files, log files, contents, unfinished
   * writes.
   */
  readonly removed: SweptFiles;
  /** Numbers that the log gave to what was done. */
  readonly transactions: readonly number[];
}

/** Files that nothing needs any more, counted. */
export interface SweptFiles {
  /** Data files of the log that went. */
  readonly dataFiles: number;
  /** Files of the log itself that went. */
  readonly logFiles: number;
  /** Contents that went. */
  readonly blobs: number;
  /** Unfinished writes that went. */
  readonly leftovers: number;
  /** Of data files and contents. */
  readonly bytes: number;
}

/** Writes the versions of a series as one file. It stands outside because it takes a SQL engine. */
export interface SeriesRewriter {
  /**
   * Writes the rows of `scan`, sorted by `timeColumn`, values as they are stored.
   * @throws {PondError} what reading or the engine throws
   */
  write(
    scan: ParquetScan,
    target: { writeSync(chunk: Uint8Array, offset: number): void },
    options: { readonly timeColumn: string },
  ): Promise<void>;
  /** Why the rows or columns of the two differ for SQL; null when they are the same. */
  difference(before: Relation, after: Relation): Promise<string | null>;
}

/** One thing that {@linkcode Tlog.check} found. */
export interface Finding {
  /**
   * `info` is nothing wrong: leftovers of writers that died, files already in quarantine. `warning`
   * is a node that is stored whole and can't be used all the same.
   */
  readonly severity: "error" | "warning" | "info";
  /** The file's name in the pond's directory; null where the fault is in the tree. */
  readonly file: string | null;
  /** The node's path, where one is concerned. */
  readonly path: string | null;
  /** The commit that did it; null where none was needed. */
  readonly version: number | null;
  /** One clause. */
  readonly why: string;
  /** Where repairing has moved the file; null when it is where it was. */
  readonly movedTo: string | null;
}
