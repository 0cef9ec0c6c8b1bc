import { isPondError, PondError, ROOT_ID } from "../base/mod.ts";
import {
  createDeltaTable,
  type DeltaSnapshot,
  type DeltaTable,
  deltaTableAt,
  openDeltaTable,
} from "../delta/mod.ts";
import {
  deltaOptions,
  type MaintainOptions,
  type MaintainReport,
  refuseForeignSchema,
  refuseStrangers,
  type SnapshotOptions,
  type Tlog,
  type TlogOptions,
  type TlogStats,
  type TransactionInfo,
  type TransactionRecord,
  type TreeSnapshot,
  type TreeTransaction,
} from "./rows/mod.ts";
import {
  Contents,
  countBlobs,
  countTree,
  firstCommit,
  leftoversOf,
  refuseRemains,
  SnapshotRows,
  sweepLeftovers,
  toTransactionRecord,
  treeRoot,
} from "./read/mod.ts";
import { isMaintenance, maintain } from "./maintain/mod.ts";
import { StoredTransaction } from "./write/mod.ts";

/**
 * Makes the stored side of a pond in an empty store, and opens it: the log at version 0 with the
 * root, and the directories beside it.
 * @throws {PondError} `exists` when there is one already; `corrupt` where something is not what it
 *   must be; `no-space`, `io`, `permission`
 */
export async function createTlog(
  options: TlogOptions,
  info: TransactionInfo = { argv: ["init"] },
): Promise<Tlog> {
  const { store, environment } = options;
  await refuseStrangers(store);
  await refuseRemains(store, "make");
  try {
    const table = await createDeltaTable(store, {
      ...deltaOptions(options),
      ...firstCommit(environment.nowUs(), info.argv),
      // Before the commit: a pond that is there lacks nothing.
      stage: async () => {
        for (const directory of ["blobs", "tmp"]) await store.makeDirectory(directory);
        await store.makeDirectory("cache", { mode: 0o700 });
        return [];
      },
    });
    return new StoredTlog(options, table);
  } catch (error) {
    if (!isPondError(error, "exists")) throw error;
    throw new PondError("exists", `cannot make a pond in ${store.root}: there is one already`, {
      hint: "pond init DIR makes one elsewhere",
      cause: error,
    });
  }
}

/**
 * Opens the stored side of a pond.
 * @throws {PondError} `not-found` when there is none; `corrupt`, `unsupported`, `permission`
 */
export async function openTlog(options: TlogOptions): Promise<Tlog> {
  await refuseStrangers(options.store);
  try {
    return new StoredTlog(options, await openDeltaTable(options.store, deltaOptions(options)));
  } catch (error) {
    if (isPondError(error, "corrupt") && typeof error.data.newestWhole === "number") {
      // Older states can be read; whoever asks for the newest is told again.
      return new StoredTlog(options, deltaTableAt(options.store, deltaOptions(options)));
    }
    if (!isPondError(error, "not-found")) throw error;
    await refuseRemains(options.store, "open");
    throw new PondError(
      "not-found",
      `cannot open the pond in ${options.store.root}: there is none`,
      {
        hint: "pond init makes one",
        cause: error,
      },
    );
  }
}

class StoredTlog implements Tlog {
  /**
   * The newest state that was read; nothing in it changes, so whoever asks next gets what it has
   * learnt.
   */
  #newest: { readonly snapshot: DeltaSnapshot; readonly rows: SnapshotRows } | undefined;

  readonly #options: TlogOptions;
  readonly #table: DeltaTable;

  constructor(options: TlogOptions, table: DeltaTable) {
    this.#options = options;
    this.#table = table;
  }

  async snapshot({ transaction, ...opening }: SnapshotOptions = {}): Promise<TreeSnapshot> {
    const [options, table] = [this.#options, this.#table];
    const { snapshot, rows } = transaction === undefined
      ? await this.#read()
      : await this.#readAt(transaction);
    const contents = new Contents({ store: options.store, table, snapshot });
    return {
      transaction: snapshot.version,
      root: treeRoot({ ...options, ...opening, rows, contents }),
    };
  }

  transactionAt(timeUs: bigint): Promise<number> {
    return this.#table.versionAt(timeUs);
  }

  async begin(info: TransactionInfo): Promise<TreeTransaction> {
    const [options, table] = [this.#options, this.#table];
    await sweepLeftovers(options);
    return new StoredTransaction({ options, table, ...await this.#read() }, info);
  }

  async *log(): AsyncGenerator<TransactionRecord> {
    for await (const entry of this.#table.history()) {
      const isShown = entry.dataChange || entry.version === 0 || isMaintenance(entry.commitInfo);
      if (isShown) yield toTransactionRecord(entry);
    }
  }

  async stats(): Promise<TlogStats> {
    const { snapshot, rows } = await this.#read();
    return {
      transactions: snapshot.version,
      ...await countTree(rows.all(), ROOT_ID),
      dataFiles: snapshot.files.length,
      dataBytes: snapshot.files.reduce((sum, file) => sum + file.sizeBytes, 0),
      ...await countBlobs(this.#options.store),
      leftovers: (await leftoversOf(this.#options.store)).length,
      maintenance: await this.maintain({ argv: [], dryRun: true }),
    };
  }

  maintain(options: MaintainOptions): Promise<MaintainReport> {
    return maintain({ options: this.#options, table: this.#table }, options);
  }

  close(): void {
    this.#newest = undefined;
  }

  async #read() {
    const snapshot = await this.#table.snapshot();
    if (this.#newest?.snapshot !== snapshot) {
      refuseForeignSchema(snapshot.metadata);
      this.#newest = { snapshot, rows: new SnapshotRows(this.#table, snapshot) };
    }
    return this.#newest;
  }

  /** An earlier state; it may be whole where the newest one isn't. */
  async #readAt(transaction: number) {
    if (!Number.isSafeInteger(transaction) || transaction < 0) {
      throw new PondError("not-found", `cannot read transaction ${transaction}: there is none`);
    }
    const snapshot = await this.#table.snapshot({ version: transaction });
    if (this.#newest?.snapshot === snapshot) return this.#newest;
    refuseForeignSchema(snapshot.metadata);
    return { snapshot, rows: new SnapshotRows(this.#table, snapshot) };
  }
}
