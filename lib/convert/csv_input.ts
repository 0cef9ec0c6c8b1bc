import { PondError } from "../base/mod.ts";
import type { ByteSource } from "../table/mod.ts";
import type { CellBlock } from "./cells.ts";
import { columnName, headerNames } from "./csv_header.ts";
import { CsvScanner } from "./csv_scanner.ts";
import { joinColumns } from "./joined_time.ts";
import type { Conversion } from "./options.ts";
import type { Problems } from "./passed_over.ts";

/** A CSV text, opened: the names of its columns, and its rows block by block. */
export interface CsvInput {
  readonly names: readonly string[];
  /** The index of the column that was joined from others; -1: none was. */
  readonly joinedPlace: number;
  /** The next rows, or null at the end; valid until the next call. */
  next(): CellBlock | null;
  /** Whether the last row of the last block stands on a line without its end. */
  endsOpen(): boolean;
}

/**
 * Opens `source` and reads its header.
 * @throws {PondError} `invalid-input` when there is nothing to read, or names don't go with the
 *   columns
 */
export function openCsv(
  source: ByteSource,
  options: Conversion,
  problems: Problems,
): CsvInput {
  const { csv, label, series, isGrowing = false } = options;
  const scanner = new CsvScanner(source, csv, {
    label,
    isGrowing,
    onPassedOver: (problem) => problems.passOver(problem),
  });
  const given = givenNames(options);
  const first = scanner.first(csv.header, given?.length);
  const names = given ?? namesOf(first, options);
  const next = () => {
    const block = scanner.next();
    if (scanner.unfinished) problems.unfinished = scanner.unfinished;
    return block;
  };
  const endsOpen = () => isGrowing && scanner.endsOpen;
  if (!series?.joined) return { names, joinedPlace: -1, next, endsOpen };
  const joined = joinColumns(names, series.joined, { label });
  const nextJoined = () => {
    const block = next();
    return block && joined.block(block);
  };
  return { names: joined.names, joinedPlace: 0, next: nextJoined, endsOpen };
}

/**
 * The names of columns that no header has, where rows may be of another width: then the first one
 * says nothing of how many there are.
 */
function givenNames({ csv, schema }: Conversion): readonly string[] | undefined {
  if (csv.header || csv.ragged === "error" && csv.on_error === "error") return undefined;
  return csv.names.length > 0 ? csv.names : schema?.map(({ name }) => name);
}

/** @param cells of the first record; null where there is none */
function namesOf(
  cells: readonly string[] | null,
  { csv, label, schema }: Conversion,
): readonly string[] {
  const { header, names } = csv;
  const declared = schema?.map((column) => column.name);
  if (cells === null) {
    if (names.length > 0) return names;
    if (declared) return declared;
    const what = header ? "it has no header line" : "it has no rows, and so no columns";
    throw new PondError("invalid-input", `cannot read ${label}: ${what}`, {
      hint: "with a `schema` it is an empty table",
      data: { label, empty: true },
    });
  }
  if (names.length > 0) {
    if (names.length === cells.length) return names;
    throw wrongCount(label, `it has ${cells.length} columns and \`names\` ${names.length}`);
  }
  if (header) return headerNames(cells);
  if (!declared) return cells.map((_, i) => columnName(i, cells.length));
  if (cells.length === declared.length) return declared;
  throw wrongCount(label, `it has ${cells.length} columns and the schema ${declared.length}`);
}

function wrongCount(label: string, why: string): PondError {
  return new PondError("invalid-input", `cannot read ${label}: ${why}`, { data: { label } });
}
