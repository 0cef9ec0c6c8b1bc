import { ROOT_ID } from "../../base/mod.ts";
import type { FirstCommit } from "../../delta/mod.ts";
import type { DirectoryNode } from "../../tinyfs/mod.ts";
import { StoredDirectory } from "./nodes.ts";
import { encodeRow, OPLOG_SCHEMA, type OplogRow } from "../rows/mod.ts";
import type { TreeContext } from "./tree_context.ts";

/** The directory id of the root's own row: no directory has it. */
const NOWHERE = "0".repeat(32);

/** What a tree needs besides its root. */
export type RowlessContext = Omit<TreeContext, "root">;

/** The root of a tree; its nodes know it. */
export function treeRoot(context: RowlessContext): DirectoryNode {
  const root: StoredDirectory = new StoredDirectory(
    { ...context, root: () => root },
    rootRow(0n),
    "/",
    [],
  );
  return root;
}

/** The root's own row, written once with the pond. */
export function rootRow(timestampUs: bigint): OplogRow {
  return {
    partId: NOWHERE,
    nodeId: ROOT_ID,
    name: "",
    version: 1,
    txnSeq: 0,
    deleted: false,
    kind: "directory",
    factory: null,
    timestampUs,
    sha256: null,
    sizeBytes: 0,
    minEventTimeUs: null,
    maxEventTimeUs: null,
    attributes: null,
    content: null,
  };
}

/** What the first commit of every pond says: the root, and nothing in it. */
export function firstCommit(nowUs: bigint, argv: readonly string[]): FirstCommit {
  return {
    schema: OPLOG_SCHEMA,
    rows: [encodeRow(rootRow(nowUs))],
    commitInfo: { operation: "CREATE TABLE", argv, changes: [] },
  };
}
