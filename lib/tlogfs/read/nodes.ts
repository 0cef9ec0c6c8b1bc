import { ROOT_ID, toPondError } from "../../base/mod.ts";
import {
  brokenNode,
  type DirectoryNode,
  type Entry,
  type Node,
  type NodeStat,
} from "../../tinyfs/mod.ts";
import { attributesOf, type OplogRow } from "../rows/mod.ts";
import { StoredFile } from "./stored_file.ts";
import { statOf, type TreeContext, versionRow, versionsOf } from "./tree_context.ts";

/** A stored directory: the run of rows that carry its id. */
export class StoredDirectory implements DirectoryNode {
  readonly kind = "directory";
  readonly factory = null;
  readonly readOnly = false;
  readonly id: string;

  readonly #context: TreeContext;

  /**
   * @param row the directory's own newest row
   * @param above rows of the directories above it, outermost first
   */
  constructor(
    context: TreeContext,
    readonly row: OplogRow,
    readonly path: string,
    readonly above: readonly OplogRow[],
  ) {
    this.#context = context;
    this.id = row.nodeId;
  }

  /** Rows of the directories on the way to its entries, itself the last. */
  get lineage(): readonly OplogRow[] {
    return [...this.above, this.row];
  }

  /** The root is known before any row is read; when it was made, its row tells. */
  async stat(): Promise<NodeStat> {
    const { partId, name } = this.row;
    const isRoot = this.id === ROOT_ID;
    const row = isRoot ? await this.#context.rows.entry(partId, name) ?? this.row : this.row;
    const { version, timestampUs } = row;
    return { version, sizeBytes: null, modifiedUs: timestampUs, sha256: null };
  }

  async get(name: string): Promise<Node | undefined> {
    const row = await this.#context.rows.entry(this.id, name);
    return row && await this.#nodeOf(row);
  }

  async *list(): AsyncGenerator<Entry> {
    const rows = await this.#context.rows.entries(this.id);
    await this.#context.contents.preload(rows).catch(() => {
      // Each node reads its own content again and tells what is wrong with it.
    });
    for (const row of rows) yield { name: row.name, node: await this.#nodeOf(row) };
  }

  /** The node of one of its rows; a damaged one is broken, its siblings aren't. */
  async #nodeOf(row: OplogRow): Promise<Node> {
    const path = this.path === "/" ? `/${row.name}` : `${this.path}/${row.name}`;
    try {
      return await openNode(this.#context, row, { path, above: this.lineage });
    } catch (error) {
      const place = {
        path,
        id: row.nodeId,
        kind: row.kind,
        factory: row.factory,
        version: row.version,
        modifiedUs: row.timestampUs,
      };
      return brokenNode(place, toPondError(error, `cannot open ${path}`));
    }
  }
}

async function openNode(
  context: TreeContext,
  row: OplogRow,
  { path, above }: { path: string; above: readonly OplogRow[] },
): Promise<Node> {
  if (row.factory !== null) return await dynamicNode(context, row, path);
  if (row.kind === "directory") return new StoredDirectory(context, row, path, above);
  if (row.kind !== "symlink") return new StoredFile(context, { row, path, kind: row.kind });
  const target = await context.contents.text(row);
  const stat = () => Promise.resolve(statOf(row));
  return { kind: "symlink", path, id: row.nodeId, factory: null, target, stat };
}

/** The factory's node, with what the log knows of it. */
async function dynamicNode(context: TreeContext, row: OplogRow, path: string): Promise<Node> {
  const node = await context.openDynamic({
    path,
    id: row.nodeId,
    kind: row.kind,
    factory: row.factory ?? "",
    yaml: await context.contents.text(row),
    version: row.version,
    modifiedUs: row.timestampUs,
    attributes: attributesOf(row),
  }, context.root());
  return Object.assign(node, {
    versions: () => versionsOf(context, row),
    config: async (version?: number) =>
      await context.contents.text(await versionRow(context, { row, path, version })),
  });
}
