/** Door to `hyparquet`: Parquet in pure JavaScript, for the log and for footers (loads in 11–28 ms). */
import type * as Hyparquet from "npm:hyparquet@1.31.5";

export type {
  AsyncBuffer,
  ColumnChunk,
  ColumnMetaData,
  FileMetaData,
  RowGroup,
  SchemaElement,
  SchemaTree,
  Statistics,
} from "npm:hyparquet@1.31.5";

/** The package, loaded on first use. */
export function loadHyparquet(): Promise<typeof Hyparquet> {
  return import("npm:hyparquet@1.31.5");
}
