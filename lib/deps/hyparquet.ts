/**
 * Door to `hyparquet`: Parquet in pure JavaScript, for the log and for footers (loads in 11–28 ms).
 */
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

let loaded: Promise<typeof Hyparquet> | undefined;

/** The package, loaded on first use. Importing it again would cost a millisecond each time. */
export function loadHyparquet(): Promise<typeof Hyparquet> {
  return loaded ??= import("npm:hyparquet@1.31.5");
}
