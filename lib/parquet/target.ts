import type { Column, ReadableBytes } from "../table/mod.ts";
import type { ParquetFooter } from "./footer.ts";

/** Where Parquet is written: a new file, at any offset. */
export interface ParquetTarget {
  writeSync(chunk: Uint8Array, offset: number): void;
  /** What has been written, for reading it back; the caller closes it. Streams can't. */
  open?(): Promise<ReadableBytes & { close(): void }>;
}

/** What was written. */
export interface WriteSummary {
  readonly rows: number;
  readonly sizeBytes: number;
  readonly columns: readonly Column[];
  /** Of the file, where it was the engine itself that wrote it. */
  readonly footer?: ParquetFooter;
}
