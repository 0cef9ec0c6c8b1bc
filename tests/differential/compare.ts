/** Two answers to one query, held against each other. */

/** An answer as text. */
export interface Answer {
  /** `name type`, the type in pond's words. */
  readonly columns: readonly string[];
  /** NULL is null. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** How the rows of two answers are compared. */
export interface Comparison {
  /** The query fixes the order of its rows. */
  readonly ordered: boolean;
  /**
   * Doubles may differ in their last digits: they are sums whose order is free, or come from the C
   * library's transcendental functions, which WebAssembly has another of.
   */
  readonly approximate: boolean;
}

/** A query that was asked of both sides. */
export type Verdict =
  | { readonly is: "equal" }
  /** Both refuse it. */
  | { readonly is: "both-fail"; readonly pond: string; readonly native: string }
  /** Only pond refuses it. */
  | { readonly is: "pond-fails"; readonly pond: string; readonly code: string }
  /** Only the native engine refuses it. */
  | { readonly is: "native-fails"; readonly native: string }
  /** The same values under other types. */
  | { readonly is: "types"; readonly what: string }
  | { readonly is: "rows"; readonly what: string };

const RELATIVE_TOLERANCE = 1e-9;

/** Where `pond` differs from `native`. */
export function compareAnswers(pond: Answer, native: Answer, how: Comparison): Verdict {
  if (pond.columns.length !== native.columns.length) {
    return { is: "rows", what: `columns ${pond.columns} instead of ${native.columns}` };
  }
  const [ours, theirs] = [arranged(pond, how), arranged(native, how)];
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    if (!sameRow(ours[i], theirs[i], how)) {
      const counts = ours.length === theirs.length
        ? ""
        : ` (${ours.length} rows, not ${theirs.length})`;
      return {
        is: "rows",
        what: `row ${i}: ${JSON.stringify(ours[i])} instead of ${
          JSON.stringify(theirs[i])
        }${counts}`,
      };
    }
  }
  const at = pond.columns.findIndex((column, i) => !sameColumn(column, native.columns[i]!));
  if (at < 0) return { is: "equal" };
  return { is: "types", what: `${pond.columns[at]} instead of ${native.columns[at]}` };
}

/** Rows in an order that both sides share. */
function arranged({ rows }: Answer, { ordered, approximate }: Comparison): Answer["rows"] {
  if (ordered) return rows;
  return rows
    .map((row) => ({ row, key: JSON.stringify((approximate ? coarse(row) : row).map(unsigned)) }))
    .sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
    .map(({ row }) => row);
}

/** Names of columns that have none but their expression are each version's own. */
function sameColumn(ours: string, theirs: string): boolean {
  const plain = /^(\w+) /.exec(theirs);
  return plain ? ours === theirs : typeOf(ours) === typeOf(theirs);
}

function typeOf(column: string): string {
  return /(?:\w+<.*>|\w+(?:\(\d+,\d+\))?)$/.exec(column)?.[0] ?? column;
}

type Row = Answer["rows"][number];

/** Doubles cut to what both sides surely agree on, so that sorting puts alike rows side by side. */
function coarse(row: Row): (string | null)[] {
  return row.map((cell) => {
    const number = cell === null || !/[.e]/.test(cell) ? NaN : Number(cell);
    return Number.isFinite(number) ? number.toPrecision(6) : cell;
  });
}

function sameRow(a: Row | undefined, b: Row | undefined, { approximate }: Comparison): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.every((cell, i) =>
    unsigned(cell) === unsigned(b[i]!) || (approximate && isNear(cell, b[i]!))
  );
}

/** SQL takes zeros for equal, so which of two a sort or an aggregate keeps is open. */
function unsigned(cell: string | null): string | null {
  return cell === "-0" ? "0" : cell;
}

/** Also inside nested values: text around the numbers must be the same. */
function isNear(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;
  if (a.replaceAll(number, "#") !== b.replaceAll(number, "#")) return false;
  const [ours, theirs] = [a.match(number) ?? [], b.match(number) ?? []];
  return ours.every((text, i) => {
    const [x, y] = [Number(text), Number(theirs[i])];
    return Math.abs(x - y) <= RELATIVE_TOLERANCE * Math.max(1, Math.abs(x), Math.abs(y));
  });
}
