import { PondError } from "../../base/mod.ts";
import type { ByteSource, Relation } from "../../table/mod.ts";
import type { DirectoryNode, Node, NodeStat, NodeVersion } from "../../tinyfs/mod.ts";
import { attributesOf, type DynamicRow, isDropped, type OplogRow } from "../rows/mod.ts";
import type { Contents } from "./contents.ts";
import type { RowSource } from "./row_source.ts";

/** What all nodes of one tree share. */
export interface TreeContext {
  readonly rows: RowSource;
  readonly contents: Contents;
  readonly openDynamic: (row: DynamicRow, root: DirectoryNode) => Promise<Node>;
  readonly mergeSeries: (relation: Relation) => Promise<ByteSource>;
  /** The root of this tree, as its nodes hand it on. */
  readonly root: () => DirectoryNode;
}

/** A stored node's facts. */
export function statOf(row: OplogRow): NodeStat {
  const { version, sizeBytes, timestampUs, sha256 } = row;
  return { version, sizeBytes, modifiedUs: timestampUs, sha256 };
}

/** The versions of the node whose newest row is `row`. */
export async function versionsOf(
  context: Pick<TreeContext, "rows">,
  row: OplogRow,
): Promise<NodeVersion[]> {
  const { versions, withdrawn } = await context.rows.history(row);
  return versions.map((version) => ({
    isWithdrawn: withdrawn.has(version.version),
    version: version.version,
    transaction: version.txnSeq,
    timestampUs: version.timestampUs,
    sizeBytes: version.sizeBytes,
    sha256: version.sha256 ?? "",
    attributes: attributesOf(version),
  }));
}

/**
 * The row of one version; the newest when none is named.
 * @throws {PondError} `not-found` for a version that never was, `expired` for one that was dropped
 */
export async function versionRow(
  context: Pick<TreeContext, "rows">,
  { row, path, version }: { row: OplogRow; path: string; version: number | undefined },
): Promise<OplogRow> {
  if (version === undefined || version === row.version) return row;
  const { versions } = await context.rows.history(row);
  const found = versions.find((known) => known.version === version);
  if (found && !isDropped(found)) return found;
  const wasThere = Number.isInteger(version) && version >= 1 && version < row.version;
  throw wasThere
    ? new PondError("expired", `cannot read version ${version} of ${path}: it was dropped`)
    : new PondError(
      "not-found",
      `cannot read version ${version} of ${path}: its newest is ${row.version}`,
    );
}
