import { checkLimits, isPondError, PondError } from "../base/mod.ts";
import type { ReadableBytes } from "../table/mod.ts";
import { adaptationOf, columnText, damagedColumn } from "./adapt.ts";
import { type ChunkLayout, type DataPage, readPages } from "./chunk_reader.ts";
import { type Decompress, loadDecompress } from "./codec.ts";
import type { ColumnChunk, ParquetFooter } from "./footer.ts";
import { leavesOf } from "./schema.ts";
import type { ParquetTarget } from "./target.ts";

/**
 * A data page of a leaf, and where its rows are in the file; only of leaves that aren't in a list.
 */
export interface CheckedPage {
  readonly page: DataPage;
  readonly firstRow: number;
}

/** What is looked at beside the form of a file. */
interface PageOptions {
  /** Names the file in errors. */
  readonly label: string;
  /** The leaf whose pages `onPage` gets, by its index. */
  readonly leaf?: number;
  readonly onPage?: (page: CheckedPage) => void;
  /** Whether that leaf's pages alone are read. */
  readonly onlyLeaf?: boolean;
  /** Whether only leaves below a list, a map or a struct are read. */
  readonly onlyNested?: boolean;
}

/**
 * Reads every page of a file: see {@linkcode checkPages}.
 * @throws {PondError} `corrupt` and `unsupported`, naming the column
 */
export async function checkParquet(
  source: ReadableBytes,
  footer: ParquetFooter,
  options: { readonly label: string },
): Promise<void> {
  await checkPages(source, footer, options);
}

/**
 * Reads back what an engine has written: the rows that it counted have to be there, and the levels
 * of nested columns have to go with their values. The other columns are as flat as the buffers that
 * they come from, and nothing is known of a writer that gets them wrong.
 * @throws {PondError} `internal`, naming the column
 */
export async function readBack(
  target: ParquetTarget,
  footer: ParquetFooter,
  { label, rows }: { readonly label: string; readonly rows: number },
): Promise<void> {
  const failed = (why: string, cause?: unknown) =>
    new PondError("internal", `cannot write ${label}: what was written can't be read: ${why}`, {
      hint: "other formats than Parquet may do (csv, jsonl, arrow)",
      ...(cause === undefined ? {} : { cause }),
    });
  if (footer.rows !== rows) throw failed(`it has ${footer.rows} rows of ${rows}`);
  const isNested = leavesOf(footer.storedRoot).some(({ path }) => path.length > 1);
  if (!isNested || !target.open) return;
  const source = await target.open();
  try {
    await checkPages(source, footer, { label, onlyNested: true });
  } catch (error) {
    if (!isPondError(error, "corrupt", "unsupported", "invalid-input")) throw error;
    throw failed(error.message.slice(error.message.indexOf(": ") + 2), error);
  } finally {
    source.close();
  }
}

/**
 * Reads every page of a file: headers, checksums, levels and encoded values have to hold together,
 * each column has to have as many rows as its row group, and nothing may be there that can't be
 * read. A page is in memory at a time.
 * @throws {PondError} `corrupt` and `unsupported`, naming the column; what `onPage` throws
 */
export async function checkPages(
  source: ReadableBytes,
  footer: ParquetFooter,
  options: PageOptions,
): Promise<void> {
  const { label, leaf: wanted, onlyLeaf = false, onlyNested = false } = options;
  if (!onlyLeaf && !onlyNested) adaptationOf(source, footer, { label });
  const decompress = await loadDecompress(footer.codecs);
  const leaves = leavesOf(footer.storedRoot);
  let firstRow = 0;
  for (const { rows, chunks } of footer.rowGroups) {
    for (const [leaf, chunk] of chunks.entries()) {
      if (onlyLeaf && leaf !== wanted) continue;
      const { node, path, maxDefinition, maxRepetition } = leaves[leaf]!;
      if (onlyNested && path.length === 1) continue;
      checkLimits();
      const layout: ChunkLayout = {
        ...chunk,
        typeLength: node.typeLength,
        maxDefinition,
        maxRepetition,
        dataEnd: footer.dataEnd,
      };
      try {
        checkChunk(source, layout, {
          rows,
          decompress,
          firstRow,
          onPage: leaf === wanted ? options.onPage : undefined,
        });
      } catch (error) {
        if (error instanceof PondError || !(error instanceof Error)) throw error;
        throw damagedColumn(error, { column: columnText(footer, leaf), label });
      }
    }
    firstRow += rows;
  }
}

function checkChunk(
  source: ReadableBytes,
  chunk: ChunkLayout & Pick<ColumnChunk, "valueCount">,
  { rows, decompress, firstRow, onPage }: {
    readonly rows: number;
    readonly decompress: Decompress;
    readonly firstRow: number;
    readonly onPage: ((page: CheckedPage) => void) | undefined;
  },
): void {
  let rowsSeen = 0;
  for (const page of readPages(source, chunk, { decompress })) {
    page.values();
    onPage?.({ page, firstRow: firstRow + rowsSeen });
    const { repetitions, header } = page;
    if (repetitions && rowsSeen === 0 && repetitions.length > 0 && repetitions[0] !== 0) {
      throw new RangeError("its first value goes on with a row that isn't there");
    }
    rowsSeen += repetitions ? countZeros(repetitions) : header.valueCount;
  }
  if (rowsSeen !== rows) throw new RangeError(`it has ${rowsSeen} rows of ${rows}`);
}

function countZeros(levels: ArrayLike<number>): number {
  let zeros = 0;
  for (let i = 0; i < levels.length; i++) if (levels[i] === 0) zeros++;
  return zeros;
}
