import type { RecordBatch } from "../deps/arrow.ts";
import type { PondReader, RunOptions } from "../pond/mod.ts";
import { type CellReader, cellReaders } from "../encode/mod.ts";
import type { Cell } from "../page/mod.ts";
import type { Column } from "../table/mod.ts";

/** Longer cells are cut. */
const MOST_CHARACTERS = 500;

/** Columns and cells of a result. */
export interface CellRows {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Queries on the nodes of one snapshot. */
export class PageQueries {
  readonly #reader: PondReader;
  readonly #run: RunOptions;

  constructor(reader: PondReader, run: RunOptions) {
    this.#reader = reader;
    this.#run = run;
  }

  /** The answer to `sql` about `path`, which is called source in it, batch by batch. */
  async *batches(path: string, sql: string): AsyncGenerator<RecordBatch> {
    await using result = await this.#reader.query(path, { ...this.#run, sql });
    yield* result.batches;
  }

  /** All of a small answer, as cells. */
  async cells(path: string, query: { sql?: string; limit?: number }): Promise<CellRows> {
    await using result = await this.#reader.query(path, { ...this.#run, ...query });
    const rows: Cell[][] = [];
    for await (const batch of result.batches) {
      const readers = cellReaders(batch);
      for (let row = 0; row < batch.numRows; row++) {
        rows.push(readers.map((reader) => cellOf(reader, row)));
      }
    }
    return { columns: result.columns, rows };
  }
}

/** A number where JavaScript writes it as the cell's text is, else that text. */
function cellOf(reader: CellReader, row: number): Cell {
  if (reader.isNull(row)) return null;
  const text = reader.text(row);
  if (reader.numeric && String(Number(text)) === text && Number.isFinite(Number(text))) {
    return Number(text);
  }
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
