import type { FileNode } from "../tinyfs/mod.ts";
import type { Ingested } from "./ingest_api.ts";
import type { Destination } from "./ingest_destination.ts";
import type { IngestJob } from "./ingest_file.ts";
import { missingRows } from "./ingest_rows.ts";

/** Appends the rows of a table or series that the destination doesn't hold. */
export async function takeTable(
  node: FileNode,
  to: Destination,
  { pond, options }: IngestJob,
): Promise<Ingested> {
  const { time } = await node.table!.describe();
  const relation = await node.table!.relation({ chain: [] });
  const columns = await pond.tables.columns(relation);
  const { key = [], timeColumn: [asked] = [] } = options;
  const name = asked ?? time?.name ?? null;
  const rows = await missingRows(
    { label: node.path, relation, columns },
    {
      pond,
      series: options.again ? null : to.node,
      key: options.again ? [] : key,
      time: asked === undefined ? time : { name: asked, unit: "us", native: true },
    },
  );
  try {
    const about = { source: node.path, path: to.path, bytes: 0, unfinished: 0, rows: rows.rows };
    if (rows.rows === 0) return { ...about, action: "unchanged" };
    await to.append(rows, {
      label: node.path,
      timeColumn: name,
      again: true,
      attributes: { ingest_rows: { source: node.path, rows: rows.rows } },
    });
    return { ...about, action: "appended" };
  } finally {
    rows.source.close();
  }
}
