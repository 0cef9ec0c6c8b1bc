import { checkLimits, isPondError, PondError, toPondError } from "../base/mod.ts";
import { resolve } from "../deps/std_path.ts";
import type {
  ExportedTable,
  ExportLayout,
  ExportTarget,
  PartitionUnit,
  Pond,
} from "../pond/mod.ts";
import { planExport, refuseCollisions } from "./export_plan.ts";

/** What to write where. */
export interface ExportOptions {
  /** Pond paths (links followed), globs and source URLs. */
  readonly patterns: readonly string[];
  /** A host directory, `host:` before it or not; made where it isn't. */
  readonly to: string;
  readonly layout: ExportLayout;
  /** `year`, `year,month` or `year,month,day`; undefined: not partitioned. */
  readonly partition: string | undefined;
  readonly onProgress: (done: number, total: number) => void;
  /** Called for each table that can't be written; the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
}

const UNITS: readonly PartitionUnit[] = ["year", "month", "day"];

/**
 * Writes tables and series for other engines, each as a table of its own below `to`, and yields
 * what became of each. A table is called as its path is below the fixed part of the pattern, so
 * that equal names in different directories stay apart.
 * @throws {PondError} `usage` for a wrong partition; `exists` when two tables would have one name:
 *   then nothing is written
 */
export async function* exportCommand(
  pond: Pond,
  options: ExportOptions,
): AsyncGenerator<ExportedTable> {
  const partition = parsePartition(options.partition);
  const hostPath = exportDirectory(options.to);
  const planned = await planExport(pond, await pond.read(), options);
  refuseCollisions(planned);
  for (const { name, node } of planned) {
    const target: ExportTarget = { hostPath, name, layout: options.layout, partition };
    try {
      yield await pond.exportTable(node, target, {
        onProgress: ({ bytesRead, bytesTotal }) => options.onProgress(bytesRead, bytesTotal),
      });
    } catch (error) {
      if (isPondError(error, "usage")) throw error;
      checkLimits();
      options.onProblem(toPondError(error, `cannot export ${node.path}`));
    }
  }
}

/** The directory that `to` names, absolute. */
export function exportDirectory(to: string): string {
  return resolve(to.replace(/^host:/, ""));
}

/**
 * The units in `text`, in their order.
 * @throws {PondError} `usage`
 */
export function parsePartition(text: string | undefined): readonly PartitionUnit[] {
  if (text === undefined) return [];
  const words = text.split(",").map((word) => word.trim());
  const units = UNITS.slice(0, words.length);
  if (words.length <= UNITS.length && units.every((unit, i) => unit === words[i])) return units;
  throw new PondError(
    "usage",
    `cannot partition by ${JSON.stringify(text)}: it is year; year,month; or year,month,day`,
  );
}
