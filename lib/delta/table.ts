import { isPondError, newUuid, PondError } from "../base/mod.ts";
import type { Store } from "../store/mod.ts";
import type {
  CommitOutcome,
  CompactOptions,
  CompactOutcome,
  CreateOptions,
  DeltaChange,
  DeltaFinding,
  DeltaOptions,
  DeltaSnapshot,
  DeltaTable,
  FirstCommit,
  HistoryEntry,
  ParquetTarget,
  RepairedFile,
  Row,
  RowQuery,
  StagedFacts,
  StagedFile,
  StageOptions,
  VacuumOptions,
  VacuumOutcome,
} from "./api.ts";
import { formatCommit } from "./commit_file.ts";
import { commitChange, type CommitContext, writeDurably } from "./commit.ts";
import { toAdd } from "./commit_actions.ts";
import { compactFiles } from "./compact.ts";
import { readHistory, versionAt } from "./history.ts";
import { commitName, logDirectory, tableFile } from "./layout.ts";
import { underLock } from "./lock.ts";
import { hintedVersion, type LoadedState, loadNewest, loadSince, loadVersion } from "./log.ts";
import { compareRows } from "./order.ts";
import { ColumnCache } from "./column_cache.ts";
import type { FooterCache } from "../parquet/mod.ts";
import { publishCheckpoint } from "./publish_checkpoint.ts";
import { readRows } from "./read.ts";
import { repairLog } from "./repair.ts";
import { formatSchema } from "./schema_string.ts";
import { stageParquetFile, stageSortedRows } from "./stage.ts";
import { storedPath, toSnapshot } from "./state.ts";
import { vacuumTable } from "./vacuum.ts";
import { verifyTable } from "./verify.ts";

/**
 * Opens a table.
 * @throws {PondError} `not-found` when there is none; `corrupt`, `unsupported`
 */
export async function openDeltaTable(store: Store, options: DeltaOptions): Promise<DeltaTable> {
  const table = new Table(store, options);
  await table.snapshot();
  return table;
}

/**
 * The table in a place, nothing of it read: for looking at one that may be damaged. Whether there
 * is one, each of its methods finds out for itself.
 */
export function deltaTableAt(store: Store, options: DeltaOptions): DeltaTable {
  return new Table(store, options);
}

/**
 * Makes a table: version 0 with its protocol, schema and first rows.
 * @throws {PondError} `exists` when there is one; `no-space`, `io`
 */
export async function createDeltaTable(store: Store, options: CreateOptions): Promise<DeltaTable> {
  const table = new Table(store, options);
  await table.create(options);
  return table;
}

class Table implements DeltaTable, CommitContext {
  readonly root: string;
  readonly tmp: string;
  readonly environment: DeltaOptions["environment"];
  readonly engineInfo: string;
  readonly lockDeadlineMs: number;
  readonly sortBy: readonly string[];
  readonly stateKey: readonly string[];
  readonly fewestApart: number;
  readonly warn: (message: string) => void;
  readonly footers: FooterCache = new Map();
  readonly columns = new ColumnCache();
  readonly #checkpointInterval: number;
  readonly #autoCompact: boolean;
  #loaded: LoadedState | undefined;
  #current: DeltaSnapshot | undefined;

  constructor(readonly store: Store, options: DeltaOptions) {
    this.root = options.root ?? "data";
    this.tmp = options.tmp ?? "tmp";
    this.environment = options.environment;
    this.engineInfo = options.engineInfo ?? "pond";
    this.lockDeadlineMs = options.lockDeadlineMs ?? 10_000;
    this.sortBy = options.sortBy ?? [];
    this.stateKey = options.stateKey ?? [];
    this.fewestApart = options.fewestApart ?? 250;
    this.#checkpointInterval = options.checkpointInterval ?? 20;
    this.#autoCompact = options.autoCompact ?? true;
    this.warn = options.warn ?? (() => {});
  }

  async snapshot(options: { version?: number } = {}): Promise<DeltaSnapshot> {
    const { version } = options;
    if (version === undefined) return await this.newest();
    // An older state may be whole where the newest one isn't.
    const newest = await this.newest().catch((error) => {
      if (isPondError(error, "corrupt")) return undefined;
      throw error;
    });
    if (version === newest?.version) return newest;
    return toSnapshot(await loadVersion(this, version), null);
  }

  /**
   * Commits that others made since are read one by one, as long as the commit that was newest is
   * still there: then none after it was dropped (see {@linkcode loadNewest}).
   */
  async newest(): Promise<DeltaSnapshot> {
    const before = this.#loaded;
    const usable = before && await this.store.stat(commitName(this, before.state.version));
    let loaded = usable ? await loadSince(this, before.state) : await loadNewest(this);
    // A copy from elsewhere may have jumped over commits: then the next one never comes.
    if (usable && await hintedVersion(this) > loaded.state.version) loaded = await loadNewest(this);
    const same = before?.state === loaded.state && before.tornVersion === loaded.tornVersion;
    if (!same || !this.#current) this.#current = toSnapshot(loaded.state, loaded.tornVersion);
    this.#loaded = loaded;
    return this.#current;
  }

  async isLive(path: string): Promise<boolean> {
    return (await this.newest()).files.some((file) => file.path === path);
  }

  read(snapshot: DeltaSnapshot, query: RowQuery): AsyncIterable<readonly Row[]> {
    return readRows(this, snapshot, query);
  }

  async stageParquet(
    write: (target: ParquetTarget) => Promise<StagedFacts>,
    options: StageOptions = {},
  ): Promise<StagedFile> {
    const schema = options.schema ?? (this.#current ?? await this.newest()).metadata.schema;
    return await stageParquetFile(this.#staging(schema), write, options);
  }

  async commit(change: DeltaChange): Promise<CommitOutcome> {
    const outcome = await commitChange(this, change);
    if (outcome.status === "committed") await this.#afterCommit(outcome.version, change);
    return outcome;
  }

  async discard(files: readonly StagedFile[]): Promise<void> {
    for (const file of files) await this.store.remove(tableFile(this, storedPath(file.path)));
  }

  async *history(): AsyncGenerator<HistoryEntry> {
    yield* readHistory(this, await this.newest());
  }

  async versionAt(timeUs: bigint): Promise<number> {
    return await versionAt(this, await this.newest(), timeUs);
  }

  async compact(options: CompactOptions = {}): Promise<CompactOutcome> {
    const outcome = await compactFiles(this, await this.newest(), options);
    if (outcome.version !== null) await this.#maybeCheckpoint(outcome.version);
    return outcome;
  }

  async checkpoint(): Promise<void> {
    await this.newest();
    const { state, tornVersion } = this.#loaded!;
    // Should it fail because the checkpoint that holds older tombstones was dropped, the next load
    // starts at a newer one.
    this.#loaded = undefined;
    this.#loaded = { state: await publishCheckpoint(this, state, this.environment), tornVersion };
  }

  vacuum(options: VacuumOptions = {}): Promise<VacuumOutcome> {
    return vacuumTable(this, options);
  }

  verify(): AsyncIterable<DeltaFinding> {
    return verifyTable(this);
  }

  async repair({ first }: { first?: FirstCommit } = {}): Promise<readonly RepairedFile[]> {
    const makeFirst = first &&
      ((id: string | undefined) => this.#publishFirst({ ...first, ...(id ? { id } : {}) }, []));
    this.#loaded = undefined;
    return await repairLog(this, makeFirst);
  }

  /** Writes version 0 by the same steps as any commit. */
  async create(options: CreateOptions): Promise<void> {
    const { store, lockDeadlineMs: deadlineMs } = this;
    await store.makeDirectory(logDirectory(this));
    await store.makeDirectory(this.tmp);
    await underLock(this, { deadlineMs }, () => this.#writeFirst(options));
  }

  async #writeFirst(options: CreateOptions): Promise<void> {
    if (await this.#exists()) throw alreadyThere(this.root);
    await this.#publishFirst(options, options.stage ? await options.stage(this) : []);
  }

  async #publishFirst(options: FirstCommit, more: readonly StagedFile[]): Promise<void> {
    const { store } = this;
    const tmpName = `${this.tmp}/commit-${newUuid(this.environment)}.json`;
    let staged = more;
    try {
      const rows = [...options.rows ?? []].sort(compareRows(this.sortBy));
      if (rows.length > 0) {
        staged = [await stageSortedRows(this.#staging(options.schema), rows), ...more];
      }
      await writeDurably(this, tmpName, this.#firstCommit(options, staged));
      if (await store.publish(tmpName, commitName(this, 0)) === "exists") {
        throw alreadyThere(this.root);
      }
      await store.syncDirectory(logDirectory(this));
    } catch (error) {
      if (!await this.#exists().catch(() => true)) await this.discard(staged).catch(() => {});
      throw error;
    } finally {
      await store.remove(tmpName).catch(() => {});
    }
  }

  #firstCommit(options: FirstCommit, staged: readonly StagedFile[]): string {
    const timestampUs = this.environment.nowUs();
    const timestamp = Number(timestampUs / 1000n);
    const id = options.id ?? newUuid(this.environment);
    const { operation = "CREATE TABLE", operationParameters = {}, ...extra } = options.commitInfo ??
      {};
    return formatCommit({
      commitInfo: {
        ...extra,
        timestamp,
        operation,
        operationParameters,
        engineInfo: this.engineInfo,
        isBlindAppend: true,
        txnId: newUuid(this.environment),
        timestampUs: Number(timestampUs),
      },
      protocol: { minReaderVersion: 1, minWriterVersion: 2 },
      metaData: {
        id,
        format: { provider: "parquet", options: {} },
        schemaString: formatSchema(options.schema),
        partitionColumns: options.partitionColumns ?? [],
        configuration: options.configuration ?? {},
        createdTime: timestamp,
      },
      adds: staged.map((file) => toAdd(file, true)),
      removes: [],
      txns: [{ appId: `pond:${id}`, version: 0, lastUpdated: timestamp }],
    });
  }

  /**
   * Best effort: the commit is made and reported whatever happens here. Files are merged one commit
   * before a checkpoint is due, so that the merge's own commit is the one that the checkpoint
   * holds.
   */
  async #afterCommit(version: number, change: DeltaChange): Promise<void> {
    try {
      await this.#maybeCheckpoint(version);
      const isDue = (version + 1) % this.#checkpointInterval === 0;
      // Compaction commits too; its own commit must not start another.
      if (isDue && this.#autoCompact && change.dataChange !== false) await this.compact();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.warn(`transaction ${version} is safe, but tidying up after it failed: ${why}`);
    }
  }

  async #maybeCheckpoint(version: number): Promise<void> {
    if (version % this.#checkpointInterval === 0) await this.checkpoint();
  }

  #staging(schema: DeltaSnapshot["metadata"]["schema"]) {
    return {
      store: this.store,
      root: this.root,
      tmp: this.tmp,
      warn: this.warn,
      environment: this.environment,
      schema,
      sortBy: this.sortBy,
    };
  }

  async #exists(): Promise<boolean> {
    try {
      await loadNewest(this);
      return true;
    } catch (error) {
      if (isPondError(error, "not-found")) return false;
      throw error;
    }
  }
}

function alreadyThere(root: string): PondError {
  return new PondError("exists", `cannot make the table ${root}: there is one already`);
}
