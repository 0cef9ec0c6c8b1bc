import type { Line, PointCollector, XAxis } from "../chart/mod.ts";
import type { TimeZone } from "../base/mod.ts";
import type { RecordBatch } from "../deps/arrow.ts";
import { isTime, type PlotColumns } from "./plot_columns.ts";

/** What the queries of one chart have in common. */
export interface PlotRun {
  readonly columns: PlotColumns;
  /** One line each, times the columns; a single one where nothing is divided. */
  readonly values: readonly (string | null)[];
  /** Rows of numbers (NaN: NULL) and texts, batch by batch. */
  ask(sql: string): AsyncIterable<RecordBatch>;
  /** The SELECT whose rows are drawn. */
  readonly rows: string;
  readonly zone: TimeZone | undefined;
  readonly isLog: boolean;
  readonly onNote: (note: string) => void;
}

/** Beyond this the length of an axis would be infinite. */
const GREATEST = 1e300;

/** Counts what a chart doesn't show, while its rows are read. */
export class LeftOut {
  #rows = 0;
  #infinite = 0;
  #low = 0;
  readonly #isLog: boolean;

  constructor({ isLog }: Pick<PlotRun, "isLog">) {
    this.#isLog = isLog;
  }

  /** Whether a row has a place on the horizontal axis. */
  hasPlace(x: number): boolean {
    if (Math.abs(x) < GREATEST) return true;
    this.#rows++;
    return false;
  }

  /** NaN is a gap; so is what no axis could hold. */
  drawable(y: number): number {
    if (Number.isNaN(y)) return y;
    if (Math.abs(y) >= GREATEST) this.#infinite++;
    else if (this.#isLog && y <= 0) this.#low++;
    else return y;
    return NaN;
  }

  tell({ columns, onNote }: PlotRun): void {
    if (this.#rows > 0) {
      onNote(`not drawn: ${counted(this.#rows, "row")} without ${columns.x.name}`);
    }
    if (this.#infinite > 0) onNote(`not drawn: ${counted(this.#infinite, "infinite value")}`);
    if (this.#low > 0) {
      const values = counted(this.#low, "value");
      onNote(`not drawn: ${values} not above zero, which a logarithmic axis doesn't have`);
    }
  }
}

/** `1 row`, `2 rows`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** The horizontal axis of times or numbers. */
export function continuousAxis({ columns: { x }, zone }: PlotRun): XAxis {
  if (!isTime(x)) return { is: "number", label: x.name };
  return { is: "time", label: x.name, ...(zone === undefined ? {} : { zone }) };
}

/** The name of each line: of each value of `--by` and each column, in that order. */
export function lineNames({ columns: { y, by }, values }: PlotRun): string[] {
  return values.flatMap((value) =>
    y.map((column) => {
      const divided = value ?? "NULL";
      const both = y.length === 1 ? divided : `${divided} ${column.name}`;
      return by === null ? column.name : both;
    })
  );
}

/** Lines of collected points, in the order of {@linkcode lineNames}. */
export function linesOf(run: PlotRun, collectors: readonly PointCollector[]): Line[] {
  return lineNames(run).map((name, i) => ({ name, points: collectors[i]!.points() }));
}
