import type { TimeColumn } from "../../table/mod.ts";
import { newId, PondError } from "../../base/mod.ts";
import type { DeltaSnapshot, DeltaTable } from "../../delta/mod.ts";
import type { DirectoryNode, FileKind, NodeKind } from "../../tinyfs/mod.ts";
import {
  attributesOf,
  blobName,
  type DynamicSpec,
  formatAttributes,
  Inventory,
  type NodeHistory,
  type OplogRow,
  recordedTime,
  type TlogOptions,
  type TransactionChange,
  type TransactionInfo,
  type TreeTransaction,
  type WriteFileOptions,
} from "../rows/mod.ts";
import { ChangeList } from "./change_list.ts";
import {
  Contents,
  readTableFacts,
  type RowlessContext,
  SnapshotRows,
  type TableFacts,
  treeRoot,
} from "../read/mod.ts";
import { PendingRows } from "./pending.ts";
import { type StagedContent, StagedFiles } from "./staged_files.ts";
import { locate, locateFile, type Target } from "./target.ts";
import { type Obstacle, rebase } from "./rebase.ts";
import { lastSeen, type TakingBack } from "./take_back.ts";
import { restore, restoreVersion, undo, withdraw } from "./taking_back.ts";
import { checkSeriesTypes } from "./series_types.ts";
import { TouchedPlaces } from "./touched.ts";
import { checkMove, fileKindOf, isStoredDirectory, present, taken } from "./transaction_rules.ts";

/** What a transaction starts from. */
export interface TransactionBase {
  readonly options: TlogOptions;
  readonly table: DeltaTable;
  readonly snapshot: DeltaSnapshot;
  readonly rows: SnapshotRows;
}

const NO_FACTS: TableFacts = { attributes: {}, bounds: null, columns: [] };
const NOTHING_BELOW = { content: null, sha256: null, sizeBytes: 0, sums: null };

/** See {@linkcode TreeTransaction}. */
export class StoredTransaction implements TreeTransaction {
  readonly root: DirectoryNode;
  readonly rows: PendingRows;
  readonly contents: Contents;
  readonly #staged: StagedFiles;
  readonly #changes = new ChangeList();
  readonly #touched = new TouchedPlaces();
  #inTheWay: Obstacle | undefined;
  readonly #startedUs: bigint;
  #isOver = false;

  readonly #base: TransactionBase;
  readonly #info: TransactionInfo;

  constructor(base: TransactionBase, info: TransactionInfo) {
    this.#base = base;
    this.#info = info;
    const { options, table, snapshot } = base;
    const { store, environment } = options;
    this.#startedUs = environment.nowUs();
    this.#staged = new StagedFiles(store, environment);
    this.contents = new Contents({
      store,
      table,
      snapshot,
      staged: this.#staged.names,
      onRead: ({ nodeId }) => this.#touched.read.add(nodeId),
    });
    this.rows = new PendingRows(base.rows, snapshot.version + 1);
    const context: RowlessContext = { ...options, rows: this.rows, contents: this.contents };
    this.root = treeRoot(context);
  }

  get changed(): boolean {
    return !this.rows.isEmpty;
  }

  async makeDirectory(path: string): Promise<void> {
    const target = await this.#vacant(path, "make");
    this.#write(target, { kind: "directory", factory: null, content: NOTHING_BELOW });
  }

  async writeFile(
    path: string,
    content: AsyncIterable<Uint8Array>,
    options: WriteFileOptions,
  ): Promise<void> {
    this.#check();
    const target = await locateFile(this, path, "write");
    const kind = fileKindOf(target, options);
    const staged = await this.#staged.stage(content, kind);
    const { attributes: beside = {} } = options;
    const { attributes, ...facts } = await this.#factsOf(target, { ...options, kind, staged });
    this.#write(target, {
      kind,
      factory: null,
      content: staged,
      facts: { ...facts, attributes: { ...beside, ...attributes } },
    });
  }

  async makeDynamic(path: string, spec: DynamicSpec): Promise<void> {
    this.#check();
    const target = await locate(this, path, "make");
    const { row } = target;
    if (row) {
      if (!spec.overwrite) throw taken(target.path, "make");
      if (row.factory === null || row.kind !== spec.kind) {
        throw new PondError(
          "exists",
          `cannot overwrite ${target.path}: it is ${
            row.factory === null ? "stored, not dynamic" : `a ${row.kind}, not a ${spec.kind}`
          }`,
        );
      }
    }
    const content = await this.#staged.stage(oneText(spec.yaml), "data");
    const facts = { ...NO_FACTS, attributes: spec.attributes };
    this.#write(target, { kind: spec.kind, factory: spec.factory, content, facts });
  }

  async makeLink(path: string, linkTarget: string): Promise<void> {
    if (linkTarget === "" || linkTarget.includes("\0") || !linkTarget.isWellFormed()) {
      throw new PondError("invalid-path", `cannot link ${path}: its target is no path`);
    }
    const target = await this.#vacant(path, "make");
    const content = await this.#staged.stage(oneText(linkTarget), "data");
    this.#write(target, { kind: "symlink", factory: null, content });
  }

  async remove(path: string, { recursive = false } = {}): Promise<void> {
    this.#check();
    const target = await locate(this, path, "remove");
    const row = present(target, "remove");
    if (!recursive && await this.#hasEntries(row)) {
      throw new PondError("not-empty", `cannot remove ${target.path}: it has entries`, {
        hint: "-r removes them too",
      });
    }
    this.#touched.place(target);
    await this.#removeBelow(row, target.path);
    this.rows.move(row, null);
    const { kind, version, nodeId } = row;
    this.#changes.removed({ path: target.path, kind, version, nodeId });
  }

  async move(from: string, to: string): Promise<void> {
    this.#check();
    const source = await locate(this, from, "move");
    const row = present(source, "move");
    const target = await locate(this, to, "move to");
    checkMove(source, row, target);
    this.#touched.place(source);
    this.#touched.place(target);
    if (target.row) this.rows.move(target.row, null);
    const whole = row.content === undefined ? await this.contents.withContent(row) : row;
    this.rows.move(whole, { partId: target.parent.id, name: target.name });
    const { kind, version, nodeId } = row;
    this.#changes.moved(source.path, { path: target.path, kind, version, nodeId });
  }

  async commit(): Promise<number | null> {
    this.#check();
    const { table, snapshot, options } = this.#base;
    if (!this.changed) {
      await this.abort();
      return null;
    }
    const written = this.rows.writtenRows();
    await this.#staged.publish(new Set(written.filter(isBlob).map((row) => blobName(row))));
    const outcome = await table.commit({
      base: snapshot,
      txnId: newId(options.environment),
      rows: (version) => this.rows.toRows(version),
      rebase: (newest) => this.#rebase(newest),
      ...(this.#info.waitMs === undefined ? {} : { waitMs: this.#info.waitMs }),
      commitInfo: () => ({
        argv: this.#info.argv,
        startedUs: Number(this.#startedUs),
        ...this.#changes.toCommitInfo(),
      }),
    });
    this.#isOver = true;
    if (outcome.status === "committed") return outcome.version;
    const { path, did } = this.#inTheWay ?? { path: "the pond", did: "changed" };
    throw new PondError(
      "conflict",
      `cannot commit: another writer ${did} ${path} first (transaction ${outcome.version} or before)`,
      { hint: "run it again", data: { path, transaction: outcome.version } },
    );
  }

  async restore(path: string, transaction: number): Promise<readonly TransactionChange[]> {
    return await this.#takeBack(async () =>
      await restore(await this.#takingBack(), path, transaction)
    );
  }

  async restoreVersion(path: string, version: number): Promise<void> {
    await this.#takeBack(async () => {
      const target = await locate(this, path, "restore");
      await restoreVersion(await this.#takingBack(), target, version);
    });
  }

  async withdraw(path: string, versions: number | readonly number[]): Promise<void> {
    this.#check();
    const target = await locate(this, path, "remove from");
    if (target.row && this.rows.node(target.row.nodeId)) {
      throw new PondError("usage", `cannot take back: the transaction has changed ${path}`);
    }
    const chosen = typeof versions === "number" ? [versions] : versions;
    await withdraw(await this.#takingBack(), target, chosen);
  }

  async undo(transaction: number): Promise<readonly TransactionChange[]> {
    return await this.#takeBack(async () => await undo(await this.#takingBack(), transaction));
  }

  async lastSeen(path: string): Promise<number> {
    return lastSeen(await this.#inventory(), path, this.#base.snapshot.version);
  }

  async dependsOn(path: string): Promise<void> {
    this.#check();
    this.#touched.dependOn(await locateFile(this, path, "read"));
  }

  /** Others have committed since this one began. @returns why both can't be true; null when they can */
  async #rebase(newest: DeltaSnapshot): Promise<string | null> {
    const { table, options: { store } } = this.#base;
    const contents = new Contents({ store, table, snapshot: newest });
    const found = await rebase({
      rows: this.rows,
      touched: this.#touched,
      newest: new SnapshotRows(table, newest),
      withContent: (row) => contents.withContent(row),
      onRenumber: (nodeId, version) => this.#changes.renumber(nodeId, version),
    });
    this.#inTheWay = found ?? undefined;
    return found && `it ${found.did} ${found.path}`;
  }

  async abort(): Promise<void> {
    this.#isOver = true;
    await this.#staged.discard();
  }

  /** Runs `work`, which looks at the state that the transaction began on: it comes first, or not at all. */
  async #takeBack(work: () => Promise<void>): Promise<readonly TransactionChange[]> {
    this.#check();
    if (this.changed) {
      throw new PondError("usage", "cannot take back: the transaction has changed something else");
    }
    await work();
    return this.#changes.toCommitInfo().changes;
  }

  async #takingBack(): Promise<TakingBack> {
    return {
      rows: this.rows,
      contents: this.contents,
      touched: this.#touched,
      changes: this.#changes,
      nowUs: () => this.#base.options.environment.nowUs(),
      now: await this.#inventory(),
    };
  }

  #inventory(): Promise<Inventory> {
    return Inventory.of(this.#base.rows.all());
  }

  #check(): void {
    if (this.#isOver) throw new PondError("internal", "cannot change: the transaction is over");
  }

  async #vacant(path: string, doing: string): Promise<Target> {
    this.#check();
    const target = await locate(this, path, doing);
    if (target.row) throw taken(target.path, doing);
    return target;
  }

  /** One more version of what is at `target`, or a new node there. */
  #write(target: Target, version: NewVersion): void {
    const { environment } = this.#base.options;
    const { row: before, parent, name, path } = target;
    const { facts = NO_FACTS, kind, content: { sums, ...content } } = version;
    const row: OplogRow = {
      partId: parent.id,
      nodeId: before?.nodeId ?? newId(environment),
      name,
      version: (before?.version ?? 0) + 1,
      txnSeq: this.#base.snapshot.version + 1,
      deleted: false,
      kind,
      factory: version.factory,
      timestampUs: environment.nowUs(),
      ...content,
      minEventTimeUs: facts.bounds?.minUs ?? null,
      maxEventTimeUs: facts.bounds?.maxUs ?? null,
      attributes: formatAttributes(facts.attributes, sums),
    };
    this.#touched.place(target);
    this.rows.write(row, before ?? null);
    this.#changes.wrote({ path, kind, version: row.version, nodeId: row.nodeId });
  }

  async #factsOf(target: Target, written: Written): Promise<TableFacts> {
    const { kind, staged } = written;
    if (kind === "data") return NO_FACTS;
    if (staged.sizeBytes === 0) {
      if (kind === "series") return NO_FACTS;
      throw new PondError(
        "invalid-input",
        `cannot write ${target.path}: a table of no bytes has no columns`,
        { hint: "`pond copy --as data` keeps any bytes" },
      );
    }
    const facts = await this.#tableFacts(target, { ...written, kind });
    const { row, path } = target;
    const isLikeNewest = row && attributesOf(row)["schema_key"] === facts.attributes["schema_key"];
    if (kind === "series" && row && !(isLikeNewest && written.again !== false)) {
      const history = await this.rows.history(row);
      if (written.again === false) refuseTwice(history, staged, path);
      await checkSeriesTypes({
        path,
        columns: facts.columns,
        schemaKey: facts.attributes["schema_key"],
        timeColumn: timeOf(facts)?.name,
        history,
        contents: this.contents,
        isFree: written.allowTypeChange ?? false,
        onWidening: written.onWidening ?? (() => {}),
      });
    }
    return facts;
  }

  async #tableFacts(
    { path, row }: Target,
    { kind, staged, timeColumn, check = true }: Written & { readonly kind: "table" | "series" },
  ): Promise<TableFacts> {
    const source = await this.contents.open({ ...PROVISIONAL, ...staged, kind, name: path });
    try {
      const before = kind === "series" && row ? await this.#timeBefore(row) : null;
      return await readTableFacts(source, {
        path,
        kind,
        timeColumn: timeColumn ?? null,
        before,
        isUnchecked: !check,
      });
    } finally {
      source.close();
    }
  }

  /** The time column of the newest version that has one; empty versions don't. */
  async #timeBefore(row: OplogRow): Promise<TimeColumn | null> {
    const newest = recordedTime(row);
    if (newest) return newest;
    const { versions } = await this.rows.history(row);
    return versions.map(recordedTime).findLast((time) => time !== null) ?? null;
  }

  async #hasEntries(row: OplogRow): Promise<boolean> {
    return isStoredDirectory(row) && (await this.rows.entries(row.nodeId)).length > 0;
  }

  async #removeBelow(row: OplogRow, path: string): Promise<void> {
    if (!isStoredDirectory(row)) return;
    this.#touched.removed(row.nodeId, path);
    for (const child of await this.rows.entries(row.nodeId)) {
      await this.#removeBelow(child, `${path}/${child.name}`);
      this.rows.move(child, null);
    }
  }
}

/** A content that is staged, and how it is to be kept. */
type Written = Omit<WriteFileOptions, "kind"> & {
  readonly kind: FileKind;
  readonly staged: StagedContent;
};

interface NewVersion {
  readonly kind: NodeKind;
  readonly factory: string | null;
  readonly content: Omit<StagedContent, "sha256"> & { readonly sha256: string | null };
  readonly facts?: TableFacts;
}

function timeOf({ attributes }: TableFacts): TimeColumn | undefined {
  return attributes["time"] as TimeColumn | undefined;
}

/** @throws {PondError} `exists` where a version of the series has those very bytes */
function refuseTwice(
  { versions, withdrawn }: NodeHistory,
  { sha256 }: StagedContent,
  path: string,
): void {
  const same = versions.find((row) => row.sha256 === sha256 && !withdrawn.has(row.version));
  if (!same) return;
  throw new PondError(
    "exists",
    `cannot append to ${path}: its version ${same.version} has these very bytes`,
    {
      hint: "`pond copy` and `pond ingest` append them once more with --again",
      data: { version: same.version },
    },
  );
}

/** What the facts of a row that is still being made are read with. */
const PROVISIONAL = {
  partId: "",
  nodeId: "",
  version: 0,
  txnSeq: 0,
  deleted: false,
  factory: null,
  timestampUs: 0n,
  minEventTimeUs: null,
  maxEventTimeUs: null,
  attributes: null,
} as const;

function isBlob(row: OplogRow): boolean {
  return row.content === null && row.sha256 !== null;
}

async function* oneText(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}
