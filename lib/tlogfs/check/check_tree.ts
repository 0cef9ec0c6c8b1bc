import { isPondError, ROOT_ID } from "../../base/mod.ts";
import {
  attributesOf,
  blockSumsOf,
  earlierPlaces,
  type Inventory,
  type InventoryNode,
  type OplogRow,
} from "../rows/mod.ts";

/** Told of each thing that is wrong with a node. */
export type NodeProblem = (row: OplogRow, why: string) => void;

/**
 * Looks at what rows say of each other: every directory is there, every version, every earlier
 * place, no name twice.
 */
export function checkTree(inventory: Inventory, problem: NodeProblem): void {
  const taken = new Map<string, string>();
  for (const node of inventory.nodes.values()) {
    const { newest } = node;
    checkVersions(node, problem);
    checkAttributes(node, problem);
    if (newest.nodeId === ROOT_ID || newest.deleted) continue;
    const parent = inventory.nodes.get(newest.partId)?.newest;
    if (newest.partId !== ROOT_ID && !isDirectory(parent)) {
      problem(newest, "the directory that holds it is not there");
    } else if (!leadsToRoot(inventory, newest)) {
      problem(newest, "its directories are inside themselves");
    }
    const place = `${newest.partId}/${newest.name}`;
    const other = taken.get(place);
    if (other !== undefined) problem(newest, `node ${other} has the same name`);
    taken.set(place, newest.nodeId);
  }
}

function isDirectory(row: OplogRow | undefined): boolean {
  return row?.kind === "directory" && !row.deleted && row.factory === null;
}

function leadsToRoot({ nodes }: Inventory, row: OplogRow): boolean {
  const seen = new Set<string>();
  for (let id = row.partId; id !== ROOT_ID; id = nodes.get(id)?.newest.partId ?? ROOT_ID) {
    if (seen.has(id)) return false;
    seen.add(id);
  }
  return true;
}

function checkVersions({ newest, history, rows }: InventoryNode, problem: NodeProblem): void {
  const known = new Set(history.versions.map(({ version }) => version));
  for (let version = 1; version <= newest.version; version++) {
    if (!known.has(version)) problem(newest, `its version ${version} is missing`);
  }
  for (const { first, last } of history.merged) {
    if (first > last || last > newest.version) {
      problem(newest, `merged versions ${first} to ${last} are not there`);
    }
  }
  const places = new Set(rows.map(({ partId, name }) => `${partId}/${name}`));
  for (const place of safely(newest, problem, () => earlierPlaces(newest)) ?? []) {
    if (!places.has(`${place.partId}/${place.name}`)) {
      problem(newest, `nothing is left of it at its earlier place ${JSON.stringify(place.name)}`);
    }
  }
}

function checkAttributes({ rows }: InventoryNode, problem: NodeProblem): void {
  for (const row of rows) {
    if (row.deleted) continue;
    safely(row, problem, () => [attributesOf(row), blockSumsOf(row)]);
  }
}

function safely<T>(row: OplogRow, problem: NodeProblem, look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (!isPondError(error, "corrupt")) throw error;
    problem(row, error.message);
    return undefined;
  }
}
