import { PondError } from "../base/mod.ts";
import { localStore } from "../store/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import type { ExportedTable, ExportServices, ExportTarget } from "./api.ts";
import { exportDelta } from "./delta_layout.ts";
import { exportFiles } from "./file_layout.ts";
import type { ExportRun } from "./export_run.ts";
import { KEEPING } from "./replace_text.ts";
import { momentOf, shapeOf } from "./shape.ts";
import { readSource } from "./source.ts";

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/**
 * Writes what `target` lacks of a table or series, all or nothing.
 * @throws {PondError} `invalid-input` for a node or a partition that can't be written; `exists`
 *   when something else is there; `conflict`, `locked` when another export is at work; `no-space`,
 *   `io`, `permission`
 */
export async function exportTable(
  node: FileNode,
  target: ExportTarget,
  services: ExportServices,
): Promise<ExportedTable> {
  if (node.broken) throw node.broken;
  checkTarget(target);
  const source = await readSource(node, services);
  const isWhole = target.wholeWithoutTime && !momentOf(source);
  const layout = isWhole && target.layout === "hive" ? "files" : target.layout;
  const fitting = isWhole ? { ...target, layout, partition: [] } : target;
  const job: ExportRun = {
    source,
    shape: shapeOf(source, fitting.partition),
    target: fitting,
    services,
    store: localStore(target.hostPath),
    keeping: `${KEEPING}/${target.name}`,
  };
  return await (layout === "delta" ? exportDelta(job) : exportFiles(job));
}

function checkTarget({ name, layout, partition }: ExportTarget): void {
  if (!NAME.test(name)) {
    throw new PondError(
      "invalid-path",
      `cannot export to ${name}: a table's name has letters, digits, ".", "_" and "-" only`,
    );
  }
  if (!"year,month,day,".startsWith(partition.map((unit) => `${unit},`).join(""))) {
    throw new PondError(
      "usage",
      `cannot partition by ${partition.join(", ")}: it is year; year,month; or year,month,day`,
    );
  }
  const wanted = { delta: null, hive: true, files: false }[layout];
  if (wanted === null || wanted === partition.length > 0) return;
  throw new PondError(
    "usage",
    wanted
      ? "cannot export in the layout hive: it needs a partition (year,month,day)"
      : "cannot partition plain files: the layouts delta and hive know partitions",
  );
}
