import { PondError } from "../base/mod.ts";
import type { ByteSource, Column } from "../table/mod.ts";
import type { CsvConversion } from "./options.ts";
import {
  type ColumnBatch,
  type ParquetTarget,
  writeParquetFile,
  type WriteSummary,
} from "../parquet/mod.ts";
import type { CellBlock } from "./cells.ts";
import { newColumnBuilder } from "./column_builder.ts";
import { columnName, headerNames } from "./csv_header.ts";
import { CsvScanner } from "./csv_scanner.ts";
import { checkBlock, placeDeclared } from "./declared.ts";
import { type Kind, widenKinds } from "./kinds.ts";
import { formatOfColumn, formatOfKind } from "./readers.ts";
import { takeAll, takeWhenFull } from "./row_groups.ts";

/**
 * Writes CSV text as Parquet: as many rows as the text has records, in their order. Without a schema every column gets the narrowest type that holds all of
 * its values in the whole file (see {@linkcode Kind}). The types are guessed from the first rows and the file is converted in one pass; a
 * value that does not fit makes the rest of the pass look for types only, and a second pass writes.
 *
 * No engine is needed: DuckDB 0.9.1's own reader guesses types from a sample, passes over quoted line ends and short rows in
 * ways that depend on its settings, and cannot name a line.
 * @throws {PondError} `invalid-input` with label and line, and column and value where a value is wrong; `invalid-config` for options and declared types
 *   that text isn't read with
 */
export async function convertCsv(
  source: ByteSource,
  target: ParquetTarget,
  options: CsvConversion,
): Promise<WriteSummary> {
  const { schema, label } = options;
  if (schema) return await convertDeclared(source, target, { ...options, schema });
  const { scanner, names } = open(source, options);
  const first = scanner.next();
  const kinds: Kind[] = names.map(() => "null");
  if (first) widenKinds(kinds, first);
  const write = { names, target };
  const attempt = await writeKinds({ scanner, first }, { ...write, kinds });
  if (attempt.stopped === null) return attempt.summary;
  const again = open(source, options).scanner;
  const second = await writeKinds({ scanner: again, first: again.next() }, {
    ...write,
    kinds: attempt.stopped,
    leftBytes: attempt.summary.sizeBytes,
  });
  if (second.stopped === null) return second.summary;
  throw new PondError("internal", `cannot convert ${label}: its types are not what they were`);
}

/** @throws {PondError} `invalid-input` when there is nothing to read */
function open(
  source: ByteSource,
  { csv, label, schema }: CsvConversion,
): { scanner: CsvScanner; names: readonly string[] } {
  const scanner = new CsvScanner(source, csv, label);
  const cells = scanner.first(csv.header);
  if (cells === null) {
    if (!csv.header && schema) return { scanner, names: schema.map((column) => column.name) };
    const what = csv.header ? "it has no header line" : "it has no rows, and so no columns";
    throw new PondError("invalid-input", `cannot read ${label}: ${what}`, { data: { label } });
  }
  if (csv.header) return { scanner, names: headerNames(cells) };
  if (!schema) return { scanner, names: cells.map((_, i) => columnName(i, cells.length)) };
  if (cells.length !== schema.length) {
    throw new PondError(
      "invalid-input",
      `cannot read ${label}: it has ${cells.length} columns and the schema ${schema.length}`,
      { data: { label } },
    );
  }
  return { scanner, names: schema.map((column) => column.name) };
}

interface Input {
  readonly scanner: CsvScanner;
  readonly first: CellBlock | null;
}

function* blocks({ scanner, first }: Input): Generator<CellBlock> {
  for (let block = first; block !== null; block = scanner.next()) yield block;
}

interface KindsOutput {
  readonly names: readonly string[];
  readonly kinds: readonly Kind[];
  readonly target: ParquetTarget;
  readonly leftBytes?: number;
}

/** One attempt; stopped by a misfit it tells the kinds that hold the whole file. */
function writeKinds(input: Input, output: KindsOutput) {
  const { kinds, names } = output;
  const builders = kinds.map((kind) =>
    newColumnBuilder(formatOfKind(kind), { onlyNull: kind === "null" })
  );
  const columns = names.map((name, i) => {
    return { name, type: formatOfKind(kinds[i]!).type, nullable: true };
  });
  function* batches(): Generator<readonly ColumnBatch[], readonly Kind[] | null> {
    const remaining = blocks(input);
    for (const block of remaining) {
      if (!builders.every((builder, column) => builder.append(block, column) < 0)) {
        const wider = [...kinds];
        widenKinds(wider, block);
        for (const rest of remaining) widenKinds(wider, rest);
        return wider;
      }
      yield* takeWhenFull(builders);
    }
    yield takeAll(builders);
    return null;
  }
  return writeParquetFile(batches(), { ...output, columns });
}

/** The columns of `schema` in its order, every value checked. */
async function convertDeclared(
  source: ByteSource,
  target: ParquetTarget,
  options: CsvConversion & { readonly schema: readonly Column[] },
): Promise<WriteSummary> {
  const { schema, label } = options;
  const builders = schema.map((column) => newColumnBuilder(formatOfColumn(column)));
  const { scanner, names } = open(source, options);
  const places = placeDeclared(names, { schema, label });
  const first = scanner.next();
  function* batches(): Generator<readonly ColumnBatch[], null> {
    for (const block of blocks({ scanner, first })) {
      schema.forEach((column, i) => {
        const place = places[i]!;
        checkBlock(block, { column, label, place, misfit: builders[i]!.append(block, place) });
      });
      yield* takeWhenFull(builders);
    }
    yield takeAll(builders);
    return null;
  }
  const end = await writeParquetFile(batches(), { target, columns: schema });
  return end.summary;
}
