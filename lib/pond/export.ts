import { type Environment, PondError } from "../base/mod.ts";
import type { ResultCache } from "../cache/mod.ts";
import { join, resolve } from "../deps/std_path.ts";
import { type ExportedTable, exportTable, type ExportTarget } from "../export/mod.ts";
import { isVolatile } from "../sources/mod.ts";
import type { RunOptions, SqlEngine } from "../sql/mod.ts";
import type { FileNode, TableServices } from "../tinyfs/mod.ts";
import { overlaps } from "./overlap.ts";

export { writeViews } from "../export/mod.ts";

/** What of a pond exporting needs. */
export interface ExportContext {
  readonly hostPath: string;
  readonly environment: Environment;
  readonly tables: TableServices;
  readonly cache: ResultCache;
  readonly engine: () => Promise<SqlEngine>;
  readonly warn: (message: string) => void;
  readonly onProgress?: RunOptions["onProgress"];
}

/**
 * Writes a table or series of a pond for other engines.
 * @throws {PondError} `invalid-path` when that would be inside the pond, or the pond inside of it
 */
export function exportNode(
  context: ExportContext,
  node: FileNode,
  target: ExportTarget,
): Promise<ExportedTable> {
  const { cache, tables } = context;
  const hostPath = resolve(target.hostPath);
  refuseOverlap(context.hostPath, join(hostPath, target.name));
  return exportTable(node, { ...target, hostPath }, {
    ...context,
    isVolatile,
    columns: (relation) => tables.columns(relation),
    scratch: (write) => cache.scratch(write),
  });
}

function refuseOverlap(pond: string, table: string): void {
  if (!overlaps(pond, table)) return;
  throw new PondError("invalid-path", `cannot export to ${table}: the pond itself is there`);
}
