import { hashParts, inNode, type PondError } from "../base/mod.ts";
import type { Node, NodeKind, NodeStat } from "./node.ts";

/** What identifies a computed child besides its parent. */
export interface ChildIdentity {
  /** In its directory. */
  readonly name: string;
  /** What sort of node it is. */
  readonly kind: NodeKind;
  /** Of the child. */
  readonly factory: string;
  /** The config as text; children of one directory may share it. */
  readonly config: string;
}

/** The id of a child that is never stored: 32 hex digits, equal in every process. */
export function childId(parentId: string, child: ChildIdentity): string {
  return hashParts([parentId, child.name, child.kind, child.factory, child.config]).slice(0, 32);
}

/** What is known of a node that can't be used. */
export interface BrokenNodeFacts {
  readonly path: string;
  readonly id: string;
  readonly kind: NodeKind;
  readonly factory: string | null;
  readonly version: number;
  readonly modifiedUs: bigint | null;
}

/** A node that is there, lists and stats, and throws `why`, with its path, when it is used. */
export function brokenNode(place: BrokenNodeFacts, why: PondError): Node {
  const error = inNode(why, place.path);
  const { path, id, factory, version, modifiedUs } = place;
  const stat = (): Promise<NodeStat> =>
    Promise.resolve({ version, sizeBytes: null, modifiedUs, sha256: null });
  const fail = () => Promise.reject(error);
  const common = { path, id, factory, broken: error, stat };
  if (place.kind === "directory") {
    return { ...common, kind: "directory", readOnly: true, get: fail, list: () => failing(error) };
  }
  const kind = place.kind === "symlink" ? "data" : place.kind;
  const table = kind === "data" ? null : { describe: fail, relation: fail };
  return { ...common, kind, table, open: fail };
}

// deno-lint-ignore require-yield
async function* failing(error: PondError): AsyncGenerator<never> {
  await Promise.resolve();
  throw error;
}
