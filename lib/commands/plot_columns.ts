import { PondError, suggest } from "../base/mod.ts";
import { MAX_LINES, MAX_PANELS } from "../chart/mod.ts";
import {
  type Column,
  findTimeColumn,
  formatType,
  isMoment,
  isNumeric as isNumericType,
} from "../table/mod.ts";

/** Which columns a person named. */
export interface PlotWords {
  readonly x?: string | undefined;
  /** Names, or several with commas between. */
  readonly y?: readonly string[] | undefined;
  readonly by?: string | undefined;
}

/** Which columns are drawn. */
export interface PlotColumns {
  readonly x: Column;
  readonly y: readonly Column[];
  readonly by: Column | null;
  /** Columns that could be drawn too, had they been named. */
  readonly leftOut: readonly Column[];
}

/** As many lines as can be followed when nobody chose them. */
const UNASKED_LINES = 6;

/** How columns are chosen. */
export interface ChoiceOptions {
  /** The name of a series' time column, if it is known. */
  readonly timeColumn: string | undefined;
  /** Values are counted, so that nothing lies to the right of them. */
  readonly isCounted: boolean;
}

/**
 * The columns that `words` name, else: the time column (else the first) to the right, numbers
 * upward; with `by` one of them, since it has a line for each value.
 * @throws {PondError} `invalid-query`: no such column, or no numbers to draw; `usage`: too many
 */
export function chooseColumns(
  columns: readonly Column[],
  words: PlotWords,
  { timeColumn, isCounted }: ChoiceOptions,
): PlotColumns {
  const by = words.by === undefined ? null : columnCalled(words.by, columns);
  const x = words.x === undefined
    ? horizontalOf(columns, timeColumn)
    : columnCalled(words.x, columns);
  if (words.y !== undefined) {
    const y = words.y.flatMap((word) => columnsCalled(word, columns));
    for (const column of y) {
      if (!isNumeric(column) && column.type.is !== "boolean") throw noNumber(column);
    }
    const most = isCounted ? MAX_LINES : MAX_PANELS;
    if (y.length > most) {
      throw new PondError("usage", `cannot plot ${y.length} columns: more than ${most} lines`);
    }
    return { x, y, by, leftOut: [] };
  }
  const numeric = columns.filter((column) =>
    isNumeric(column) && column !== by && (isCounted || column !== x)
  );
  if (numeric.length === 0) throw noNumbers(columns, x);
  const count = by === null && !isCounted ? UNASKED_LINES : 1;
  return { x, y: numeric.slice(0, count), by, leftOut: numeric.slice(count) };
}

/** Whether values lie on a continuous axis of time. */
export function isTime({ type }: Column): boolean {
  return isMoment(type);
}

/** Whether values are numbers. */
export function isNumeric({ type }: Column): boolean {
  return isNumericType(type);
}

function horizontalOf(columns: readonly Column[], timeColumn: string | undefined): Column {
  const named = columns.find(({ name }) => name === timeColumn);
  const known = findTimeColumn(columns);
  const found = named ?? (known && isTime(known) ? known : undefined) ?? columns.find(isTime);
  return found ?? columns[0]!;
}

/** `word` is one name, commas and all, or several. */
function columnsCalled(word: string, columns: readonly Column[]): Column[] {
  if (columns.some(({ name }) => name === word)) return [columnCalled(word, columns)];
  return word.split(",").map((name) => columnCalled(name.trim(), columns));
}

/** As SQL finds them: any case where the exact one isn't there. */
function columnCalled(word: string, columns: readonly Column[]): Column {
  const found = columns.find(({ name }) => name === word) ??
    columns.find(({ name }) => name.toLowerCase() === word.toLowerCase());
  if (found) return found;
  const names = columns.map(({ name }) => name);
  const near = suggest(word, names);
  throw new PondError("invalid-query", `cannot plot ${word}: there is no such column`, {
    hint: near === undefined ? `there are ${names.join(", ")}` : `did you mean ${near}?`,
  });
}

function noNumber({ name, type }: Column): PondError {
  return new PondError(
    "invalid-query",
    `cannot plot ${name}: it has no numbers but ${formatType(type)}`,
    {
      hint: "--x or --by takes columns of any type",
    },
  );
}

function noNumbers(columns: readonly Column[], x: Column): PondError {
  const besides = isNumeric(x) ? ` besides ${x.name} (to the right)` : "";
  return new PondError("invalid-query", `cannot plot: no column${besides} has numbers to draw`, {
    hint: `count with --sql: SELECT "${columns[0]!.name}", count(*) AS n FROM source GROUP BY 1`,
  });
}
