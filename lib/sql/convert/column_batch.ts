import type { CellBlock } from "./cells.ts";
import type { Store } from "./readers.ts";

/** One column's rows since the last {@linkcode ColumnBuilder.take}. */
export interface ColumnBatch {
  readonly rows: number;
  readonly nulls: number;
  /** A bit for each row, lowest first, set where it has a value; null where all have one. */
  readonly validity: Uint8Array | null;
  /** Of the rows that have one, back to back. */
  readonly values: ColumnValues;
}

/** Values of a fixed width as their reader stores them, texts, or the places of texts in a dictionary. */
export type ColumnValues =
  | { readonly as: "store"; readonly store: Store }
  | { readonly as: "texts"; readonly texts: Texts }
  | { readonly as: "indices"; readonly indices: Int32Array; readonly dictionary: Texts };

/** Texts back to back: text i lies at `offsets[i]` … `offsets[i + 1]` of `bytes`. */
export interface Texts {
  readonly bytes: Uint8Array;
  /** One more than there are texts. */
  readonly offsets: Int32Array;
}

/** Collects the values of one column. */
export interface ColumnBuilder {
  /** Rows collected so far. */
  readonly rows: number;
  /** Bytes of text kept. */
  readonly sizeBytes: number;
  /**
   * Adds column `column` of `block`.
   * @returns the row whose text is no value of this column (the rows from there on are not added), or -1
   */
  append(block: CellBlock, column: number): number;
  /** The rows collected so far; valid until the next {@linkcode append}, which begins anew. */
  take(): ColumnBatch;
}
