import type { Environment } from "../../base/mod.ts";
import type { LogFiles } from "../../delta/mod.ts";
import type { Store } from "../../store/mod.ts";

/** Where one of two copies of a pond is. */
export interface CopySide {
  readonly store: Store;
  readonly environment: Environment;
  readonly warn: (message: string) => void;
}

/** What is copied from where to where. */
export interface CopyOptions {
  readonly from: CopySide;
  readonly to: CopySide;
  /** What is done, for errors: `push to /mnt/backup`. */
  readonly doing: string;
  /** The state to copy, without what came after it; default the newest. */
  readonly at?: number;
  /** There must be no pond yet. */
  readonly isNew?: boolean;
  /** Tells what would be copied, and changes nothing. */
  readonly dryRun?: boolean;
  /** How long to wait for other writers, and for who tidies up the source meanwhile. */
  readonly waitMs: number;
  /** Told how many bytes of contents were copied, of how many. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** What a copy did, or would do. */
export interface CopyReport {
  /**
   * `equal`: there was nothing to copy. `ahead`: nothing either, because the target holds all that
   * the source does and went on from there.
   */
  readonly status: "copied" | "equal" | "ahead";
  /** Nothing was changed. */
  readonly dryRun: boolean;
  /** The newest transaction of the source. */
  readonly source: number;
  /** The newest transaction of the target before; null where there was no pond. */
  readonly before: number | null;
  /** Transactions that were copied. */
  readonly transactions: number;
  /** Files that were written, log included. */
  readonly files: number;
  /** Bytes in them. */
  readonly bytes: number;
}

/** One side, and its log as files. */
export interface Copy extends CopySide {
  readonly log: LogFiles;
}
