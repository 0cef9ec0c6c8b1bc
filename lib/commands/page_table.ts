import { isPondError, type PondError, toPondError } from "../base/mod.ts";
import type { PageTable } from "../page/mod.ts";
import type { TableDescription, TextNotes } from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { chartAndHistograms } from "./page_chart.ts";
import { profilesOf } from "./page_profile.ts";
import type { PageQueries } from "./page_queries.ts";

/** Columns of which a page shows profiles and cells. */
const MOST_COLUMNS = 200;

/** How a table is looked at. */
export interface TableOptions {
  readonly queries: PageQueries;
  /** First rows that are shown. */
  readonly rows: number;
}

/**
 * What a page shows of a table or series, or why it shows nothing.
 * @throws {PondError} `timeout`, `interrupted`: these are not about the table
 */
export async function tableOf(
  node: FileNode,
  { queries, rows }: TableOptions,
): Promise<{ table: PageTable } | { problem: PondError }> {
  try {
    return { table: await readTable(node, { queries, rows }) };
  } catch (error) {
    if (isPondError(error, "timeout", "interrupted")) throw error;
    return { problem: toPondError(error, `cannot read ${node.path}`) };
  }
}

async function readTable(
  { path, table }: FileNode,
  { queries, rows }: TableOptions,
): Promise<PageTable> {
  const sample = await queries.cells(path, { limit: rows });
  // Asked after reading, when a conversion has told what it left out.
  const { time, notes } = await table!.describe();
  const columns = sample.columns.slice(0, MOST_COLUMNS);
  const profiles = await profilesOf(path, columns, {
    queries,
    // All of it has been read already: counting costs nothing.
    isSmall: sample.rows.length < Math.min(rows, 10_000),
  });
  const timeColumn = timeColumnOf(time, columns);
  const asked = { columns, profiles, timeColumn, queries };
  const { chart, histograms, leftOut } = await chartAndHistograms(path, asked);
  const more = sample.columns.length - columns.length;
  return {
    rows: profiles.rows,
    timeColumn,
    columns: profiles.columns.map((column, i) => ({ ...column, histogram: histograms[i] ?? null })),
    sample: sample.rows.map((row) => row.slice(0, MOST_COLUMNS)),
    chart,
    notes: [
      ...textNotes(notes),
      ...(more > 0 ? [`${more} more columns are not shown.`] : []),
      ...leftOut,
    ],
  };
}

function timeColumnOf(
  time: TableDescription["time"],
  columns: readonly { readonly name: string }[],
): string | null {
  return columns.some(({ name }) => name === time?.name) ? time!.name : null;
}

function textNotes(notes: TextNotes | undefined): string[] {
  if (!notes) return [];
  const { passedOver, example, unfinished } = notes;
  const said: string[] = [];
  if (passedOver > 0) {
    said.push(`${passedOver} rows or values were passed over${example ? `: ${example}` : ""}.`);
  }
  if (unfinished) {
    said.push(`Line ${unfinished.line} is unfinished and left out.`);
  }
  return said;
}
