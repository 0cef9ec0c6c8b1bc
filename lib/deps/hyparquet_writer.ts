/** Door to `hyparquet-writer`: exact Parquet schemas, which the log's checkpoints need. */
import type * as Writer from "npm:hyparquet-writer@0.17.0";

export type { ColumnSource, Writer as ParquetSink } from "npm:hyparquet-writer@0.17.0";

/** The package, loaded on first use. */
export function loadHyparquetWriter(): Promise<typeof Writer> {
  return import("npm:hyparquet-writer@0.17.0");
}
