/**
 * Door to `hyparquet-writer`, which makes Parquet that pond's own writer doesn't: pages of version
 * 2, nested columns, no statistics.
 */
import type * as Writer from "npm:hyparquet-writer@0.17.0";

export type { ColumnSource, Writer as ParquetSink } from "npm:hyparquet-writer@0.17.0";

let loaded: Promise<typeof Writer> | undefined;

/** The package, loaded on first use. */
export function loadHyparquetWriter(): Promise<typeof Writer> {
  return loaded ??= import("npm:hyparquet-writer@0.17.0");
}
