import type { DataFile, Row } from "./api.ts";
import { compareValues } from "../parquet/mod.ts";

/** Tags of a data file whose every row has a newer state in another live file. */
export const SUPERSEDED_TAGS: Readonly<Record<string, string>> = { "pond.states": "superseded" };

/**
 * Whether every row of a file has a newer state elsewhere in every snapshot that the file is live
 * in: who wants the newest states need not open it. Commits only add rows and merges only move
 * them, so what is superseded once stays so; a merge that leaves rows out takes all files and looks
 * at all states anew.
 */
export function isSuperseded({ tags }: Pick<DataFile, "tags">): boolean {
  return Object.entries(SUPERSEDED_TAGS).every(([name, value]) => tags[name] === value);
}

/** What makes rows states of the same. */
export interface StateOrder {
  /** Columns that name it; without any, nothing is superseded. */
  readonly stateKey: readonly string[];
  /** The order in which rows come. */
  readonly sortBy: readonly string[];
  /** Of two states of the same the later one is the newer. */
  readonly compare: (left: Row, right: Row) => number;
}

/** States that stand equal in the order. */
interface Newest {
  readonly row: Row;
  readonly places: number[];
}

/**
 * Of each row, by its place, whether another one is a newer state of the same; null is a row that
 * is left out. States that stand equal in the order are of equal age, and none of them supersedes
 * another.
 */
export async function markSuperseded(
  rows: AsyncIterable<Row | null>,
  { stateKey, sortBy, compare }: StateOrder,
): Promise<boolean[]> {
  const head = sortBy.filter((_, i) => sortBy.slice(0, i + 1).every((c) => stateKey.includes(c)));
  const within = stateKey.filter((column) => !head.includes(column));
  const marks: boolean[] = [];
  /**
   * Of the rows with one `head`, which come together; a key that came before and comes again only
   * isn't noticed.
   */
  const newest = new Map<string, Newest>();
  let before: Row | undefined;
  for await (const row of rows) {
    const place = marks.push(false) - 1;
    if (row === null) continue;
    if (before && head.some((column) => compareValues(before![column]!, row[column]!) !== 0)) {
      newest.clear();
    }
    before = row;
    const key = JSON.stringify(within.map((column) => String(row[column])));
    const held = newest.get(key);
    const order = held ? compare(held.row, row) : -1;
    if (order > 0) marks[place] = true;
    else if (order === 0) held!.places.push(place);
    else {
      for (const older of held?.places ?? []) marks[older] = true;
      newest.set(key, { row, places: [place] });
    }
  }
  return marks;
}
