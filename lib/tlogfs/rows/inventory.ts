import { ROOT_ID } from "../../base/mod.ts";
import { historyOf, type NodeHistory } from "./history.ts";
import { isNewer, type OplogRow } from "./oplog_row.ts";

/** A node with every row that speaks of it, wherever it was. */
export interface InventoryNode {
  readonly newest: OplogRow;
  readonly rows: readonly OplogRow[];
  readonly history: NodeHistory;
}

/** All nodes of a snapshot, also those that were removed; in memory, without contents. */
export class Inventory {
  private constructor(readonly nodes: ReadonlyMap<string, InventoryNode>) {}

  /** @throws {PondError} `corrupt` */
  static async of(rows: AsyncIterable<OplogRow>): Promise<Inventory> {
    const byNode = new Map<string, OplogRow[]>();
    for await (const row of rows) {
      const known = byNode.get(row.nodeId);
      if (known) known.push(row);
      else byNode.set(row.nodeId, [row]);
    }
    const nodes = new Map<string, InventoryNode>();
    for (const [id, rows] of byNode) nodes.set(id, inventoryNode(rows));
    return new Inventory(nodes);
  }

  /** The nodes as they were after `transaction`, as far as what they were is still on record. */
  at(transaction: number): Inventory {
    const nodes = new Map<string, InventoryNode>();
    for (const [id, { rows }] of this.nodes) {
      const earlier = rows.filter((row) => row.txnSeq <= transaction);
      if (earlier.length > 0) nodes.set(id, inventoryNode(earlier));
    }
    return new Inventory(nodes);
  }

  /** Where a node is, or was before it was removed. */
  pathOf(nodeId: string): string {
    const names: string[] = [];
    const seen = new Set<string>();
    for (let id = nodeId; id !== ROOT_ID && !seen.has(id);) {
      seen.add(id);
      const row = this.nodes.get(id)?.newest;
      if (!row) break;
      names.unshift(row.name);
      id = row.partId;
    }
    return `/${names.join("/")}`;
  }

  /** Series that are there and stored. */
  *series(): Generator<InventoryNode> {
    for (const node of this.nodes.values()) {
      const { deleted, kind, factory } = node.newest;
      if (!deleted && kind === "series" && factory === null) yield node;
    }
  }
}

function inventoryNode(rows: readonly OplogRow[]): InventoryNode {
  const newest = rows.reduce((a, b) => isNewer(b, a) ? b : a);
  return { newest, rows, history: historyOf(rows) };
}
