/** One column's rows since the last {@linkcode ColumnBuilder.take}. */
export interface ColumnBatch {
  readonly rows: number;
  readonly nulls: number;
  /** A bit for each row, lowest first, set where it has a value; null where all have one. */
  readonly validity: Uint8Array | null;
  /** Of the rows that have one, back to back. */
  readonly values: ColumnValues;
  /** Of a column that is nested; `validity` says nothing then. */
  readonly levels?: Levels;
}

/**
 * Which of a nested column's values are there, and which begin a row or a list: Dremel's levels,
 * one for each value and NULL.
 */
export interface Levels {
  readonly definitions: Uint8Array;
  readonly repetitions: Uint8Array;
}

/**
 * Values of a fixed width as their reader stores them, texts, or the places of texts in a
 * dictionary.
 */
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

/** Where fixed-width values are kept; 64-bit values are two words, 128-bit values four. */
export type Store =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array;
