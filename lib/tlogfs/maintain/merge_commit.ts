import { newId } from "../../base/mod.ts";
import type { DeltaSnapshot, DeltaTable } from "../../delta/mod.ts";
import {
  attributesStating,
  earlierPlaces,
  encodeRow,
  type Inventory,
  type InventoryNode,
  type MergedPart,
  type OplogRow,
  type TlogOptions,
  withdrawnOf,
} from "../rows/mod.ts";
import type { Contents } from "../read/mod.ts";

/**
 * What a commit of maintenance says of itself; transactions of others are not in its way nor it in
 * theirs.
 */
export function maintenanceInfo(argv: readonly string[], summary: readonly string[]) {
  return { operation: "OPTIMIZE", maintenance: summary, argv, changes: [] };
}

/** Whether a commit is one of maintenance. */
export function isMaintenance(commitInfo: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(commitInfo["maintenance"]);
}

/** New merged parts of one series. */
export interface SeriesMerge {
  readonly node: InventoryNode;
  readonly parts: readonly MergedPart[];
}

/** The state that merges were made on. */
export interface MergeBase {
  readonly options: TlogOptions;
  readonly table: DeltaTable;
  readonly snapshot: DeltaSnapshot;
  readonly contents: Contents;
  readonly inventory: Inventory;
  readonly argv: readonly string[];
}

/**
 * States the newest version of each series again, with the files that stand for its versions now. A
 * series that somebody wrote meanwhile is in the way: a statement of its former newest version must
 * not come after that.
 * @returns the commit's number, or null when one of the series was written
 */
export async function commitMerges(
  base: MergeBase,
  merges: readonly SeriesMerge[],
): Promise<number | null> {
  const { options, table, snapshot, contents, argv } = base;
  const rows: OplogRow[] = [];
  for (const { node, parts } of merges) {
    const whole = await contents.withContent(node.newest);
    rows.push({
      ...whole,
      attributes: attributesStating(node.newest, {
        places: earlierPlaces(node.newest),
        withdrawn: withdrawnOf(node.newest),
        merged: combined(node, parts),
      }),
    });
  }
  const written = new Set(rows.map(({ nodeId }) => nodeId));
  const summary = merges.map(({ node, parts }) =>
    `merged ${parts.map(rangeText).join(", ")} of ${base.inventory.pathOf(node.newest.nodeId)}`
  );
  const outcome = await table.commit({
    base: snapshot,
    txnId: newId(options.environment),
    rows: (version) => rows.map((row) => encodeRow({ ...row, txnSeq: version })),
    conflict: { columns: ["node_id"], test: (row) => written.has(`${row["node_id"]}`) },
    commitInfo: maintenanceInfo(argv, summary),
  });
  return outcome.status === "committed" ? outcome.version : null;
}

/** What was merged before and is still of use, and what is merged now. */
function combined(node: InventoryNode, parts: readonly MergedPart[]): readonly MergedPart[] {
  const kept = node.history.merged.filter((old) =>
    !parts.some((part) => part.first <= old.first && old.last <= part.last)
  );
  return [...kept, ...parts].sort((a, b) => a.first - b.first);
}

function rangeText({ first, last }: MergedPart): string {
  return `versions ${first} to ${last}`;
}
