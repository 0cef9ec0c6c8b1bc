import type { Row } from "../../delta/mod.ts";
import {
  attributesDropped,
  decodeRow,
  type Inventory,
  type InventoryNode,
  isDropped,
  isNewer,
  mergedPartsOf,
} from "../rows/mod.ts";

/** What is to be kept. */
export interface KeepRules {
  readonly keepVersions?: number;
  readonly keepDays?: number;
  readonly nowUs: bigint;
  /** When a transaction was made; one that the log has forgotten was made before all others. */
  readonly timeOf: (transaction: number) => bigint;
  /** Whether a merged file stands for a version of a series. */
  readonly isMerged: (node: InventoryNode, version: number) => boolean;
}

/** What may go from the rows; none of it is a node's newest version. */
export interface DropPlan {
  /** Versions whose content goes, by node id; their rows stay. */
  readonly versions: ReadonlyMap<string, ReadonlySet<number>>;
  /** Removed nodes, whose rows go. */
  readonly nodes: ReadonlySet<string>;
  /**
   * Rows of which nothing is left to say: merges that a later merge took in. By {@linkcode rowKey}.
   */
  readonly rows: ReadonlySet<string>;
}

const DAY_US = 86_400_000_000n;

/**
 * Chooses what may go. A version of a series is part of its content, so it goes only when a merged
 * file has its rows.
 * @throws {PondError} `corrupt`
 */
export function planDrops(inventory: Inventory, rules: KeepRules): DropPlan {
  const versions = new Map<string, ReadonlySet<number>>();
  const nodes = new Set<string>();
  const rows = new Set<string>();
  const isRuled = rules.keepVersions !== undefined || rules.keepDays !== undefined;
  for (const [id, node] of inventory.nodes) {
    for (const key of supersededMerges(node)) rows.add(key);
    if (!isRuled) continue;
    if (node.newest.deleted) {
      if (rules.keepDays !== undefined && isPast(rules.timeOf(node.newest.txnSeq), rules)) {
        nodes.add(id);
      }
      continue;
    }
    const going = versionsToGo(node, rules);
    if (going.size > 0) versions.set(id, going);
  }
  return { versions, nodes, rows };
}

/** Whether the plan changes anything. */
export function isEmptyPlan({ versions, nodes, rows }: DropPlan): boolean {
  return versions.size === 0 && nodes.size === 0 && rows.size === 0;
}

/**
 * Carries the plan out, row by row: see `CompactOptions.rewrite`. Rows that were written after the
 * plan aren't in it.
 */
export function rewriterOf({ versions, nodes, rows }: DropPlan): (row: Row) => Row | null {
  return (row) => {
    const id = String(row["node_id"]);
    if (nodes.has(id) || rows.has(rowKey(id, row["txn_seq"]))) return null;
    const isGoing = row["deleted"] === false && versions.get(id)?.has(Number(row["version"]));
    if (!isGoing) return row;
    const attributes = attributesDropped(decodeRow(row));
    return Object.assign(Object.create(null), row, {
      content: null,
      extended_attributes: attributes,
    });
  };
}

function versionsToGo(node: InventoryNode, rules: KeepRules): ReadonlySet<number> {
  const { keepVersions = 1 } = rules;
  const { versions, withdrawn } = node.history;
  const going = new Set<number>();
  versions.forEach((row, index) => {
    const next = versions[index + 1];
    if (!next || versions.length - index <= keepVersions || isDropped(row)) return;
    if (rules.keepDays !== undefined && !isPast(next.timestampUs, rules)) return;
    const isContent = row.kind === "series" && row.factory === null && row.sizeBytes > 0;
    const isElsewhere = rules.isMerged(node, row.version) || withdrawn.has(row.version);
    if (!isContent || isElsewhere) going.add(row.version);
  });
  return going;
}

function isPast(timeUs: bigint, { nowUs, keepDays = 0 }: KeepRules): boolean {
  return timeUs <= nowUs - BigInt(Math.round(keepDays * Number(DAY_US)));
}

/** Rows that state merged versions, but for the newest of them. */
function supersededMerges({ rows }: InventoryNode): string[] {
  const stating = rows.filter((row) => !row.deleted && mergedPartsOf(row) !== undefined);
  if (stating.length < 2) return [];
  const newest = stating.reduce((a, b) => isNewer(b, a) ? b : a);
  return stating.filter((row) => row !== newest).map((row) => rowKey(row.nodeId, row.txnSeq));
}

/** A merge is the only row that its transaction has of a node. */
function rowKey(nodeId: string, txnSeq: unknown): string {
  return `${nodeId} ${txnSeq}`;
}
