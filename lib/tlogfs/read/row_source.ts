import {
  type ColumnRange,
  type DataFile,
  type DeltaSnapshot,
  type DeltaTable,
  isSuperseded,
  type RowQuery,
} from "../../delta/mod.ts";
import { compareNames } from "../../paths/mod.ts";
import {
  decodeRow,
  earlierPlaces,
  FACT_COLUMNS,
  historyOf,
  isNewer,
  keepNewest,
  type NodeHistory,
  type OplogRow,
  type Place,
} from "../rows/mod.ts";

/** Rows as a directory sees them: what a snapshot holds, or a transaction on top of one. */
export interface RowSource {
  /** The newest row of the node called `name`, if it is there. */
  entry(partId: string, name: string): Promise<OplogRow | undefined>;
  /** The newest row of every node that is there, by name in byte order. */
  entries(partId: string): Promise<readonly OplogRow[]>;
  /** The past of the node whose newest row is `newest`. */
  history(newest: OplogRow): Promise<NodeHistory>;
}

/** A directory's rows by name, in byte order. */
type Run = ReadonlyMap<string, OplogRow>;

/** Names looked up in one directory, one by one, before its whole run is read. */
const SINGLES = 16;
/** Pasts that are kept. */
const HISTORIES = 8;
/** Directories read one by one before everything is read in one pass. */
const RUNS = 32;
/** Beyond this many rows, reading everything would take more memory than it is worth. */
const MAX_ROWS_AT_ONCE = 500_000;

/**
 * The rows of a snapshot. What was read is kept: a name, then the directory's whole run, then, for
 * whoever walks through many directories, the whole tree, always without contents. Only who asks
 * for the past of a node, or for every row, has files opened that hold nothing else.
 */
export class SnapshotRows implements RowSource {
  readonly #runs = new Map<string, Run>();
  readonly #singles = new Map<string, Map<string, OplogRow | undefined>>();
  /**
   * Of the nodes asked for last, oldest use first: a chain or a join asks for one again and again.
   */
  readonly #histories = new Map<string, Promise<NodeHistory>>();
  #everything: Promise<void> | undefined;
  #isComplete = false;
  /** The files that can hold the newest row of a node in a directory. */
  readonly #newestFiles: readonly DataFile[];

  readonly #table: DeltaTable;
  readonly #snapshot: DeltaSnapshot;

  constructor(table: DeltaTable, snapshot: DeltaSnapshot) {
    this.#table = table;
    this.#snapshot = snapshot;
    this.#newestFiles = newestFiles(snapshot);
  }

  async entry(partId: string, name: string): Promise<OplogRow | undefined> {
    const run = this.#knownRun(partId);
    if (run) return run.get(name);
    const singles = this.#singles.get(partId) ?? new Map<string, OplogRow | undefined>();
    this.#singles.set(partId, singles);
    if (singles.has(name)) return singles.get(name);
    if (singles.size >= SINGLES) return (await this.#run(partId)).get(name);
    const newest = new Map<string, OplogRow>();
    const where = [equals("part_id", partId), equals("name", name)];
    keepNewest(newest, await this.#read({ where, files: this.#newestFiles }));
    const row = runOf(newest.values()).get(name);
    singles.set(name, row);
    return row;
  }

  async entries(partId: string): Promise<readonly OplogRow[]> {
    return [...(await this.#run(partId)).values()];
  }

  history(newest: OplogRow): Promise<NodeHistory> {
    const key = `${newest.nodeId} ${newest.partId} ${newest.name}`;
    const reading = this.#histories.get(key) ?? this.#readHistory(newest);
    this.#histories.delete(key);
    this.#histories.set(key, reading);
    if (this.#histories.size > HISTORIES) {
      this.#histories.delete(this.#histories.keys().next().value!);
    }
    reading.catch(() => this.#histories.delete(key));
    return reading;
  }

  /** Versions stay where they were written, so every place that the node has had is read. */
  async #readHistory(newest: OplogRow): Promise<NodeHistory> {
    const rows: OplogRow[] = [];
    for (const place of placesOf(newest)) {
      const where = [equals("part_id", place.partId), equals("name", place.name)];
      for (const row of await this.#read({ where })) {
        if (row.nodeId === newest.nodeId) rows.push(row);
      }
    }
    return historyOf(rows);
  }

  /** Every row there is, without contents. */
  all(): AsyncGenerator<OplogRow> {
    return this.#rows({});
  }

  async *#rows(query: Pick<RowQuery, "where" | "files">): AsyncGenerator<OplogRow> {
    for await (
      const batch of this.#table.read(this.#snapshot, { columns: FACT_COLUMNS, ...query })
    ) {
      for (const row of batch) yield decodeRow(row);
    }
  }

  #knownRun(partId: string): Run | undefined {
    return this.#runs.get(partId) ?? (this.#isComplete ? EMPTY_RUN : undefined);
  }

  async #run(partId: string): Promise<Run> {
    const known = this.#knownRun(partId);
    if (known) return known;
    if (this.#runs.size >= RUNS && this.#rowCount() <= MAX_ROWS_AT_ONCE) {
      await (this.#everything ??= this.#readEverything());
      return this.#knownRun(partId) ?? EMPTY_RUN;
    }
    const newest = new Map<string, OplogRow>();
    const where = [equals("part_id", partId)];
    keepNewest(newest, await this.#read({ where, files: this.#newestFiles }));
    const run = runOf(newest.values());
    this.#runs.set(partId, run);
    return run;
  }

  async #readEverything(): Promise<void> {
    const directories = new Map<string, Map<string, OplogRow>>();
    for await (const row of this.#rows({ files: this.#newestFiles })) {
      const newest = directories.get(row.partId) ?? new Map<string, OplogRow>();
      directories.set(row.partId, newest);
      keepNewest(newest, [row]);
    }
    for (const [partId, newest] of directories) this.#runs.set(partId, runOf(newest.values()));
    this.#isComplete = true;
  }

  #rowCount(): number {
    return this.#newestFiles.reduce((sum, file) => sum + (file.rows ?? 0), 0);
  }

  #read(query: Pick<RowQuery, "where" | "files">): Promise<OplogRow[]> {
    return Array.fromAsync(this.#rows(query));
  }
}

const EMPTY_RUN: Run = new Map();

/** The files of a snapshot that can hold the newest row of a node in a directory. */
export function newestFiles(snapshot: DeltaSnapshot): readonly DataFile[] {
  return snapshot.files.filter((file) => !isSuperseded(file));
}

/** The range that holds `value` alone. */
export function equals(column: string, value: string | bigint): ColumnRange {
  return { column, min: value, max: value };
}

/** Every place the node has had, without repetition. */
function placesOf(row: OplogRow): Place[] {
  const places = new Map<string, Place>();
  for (const place of [...earlierPlaces(row), { partId: row.partId, name: row.name }]) {
    places.set(`${place.partId}/${place.name}`, place);
  }
  return [...places.values()];
}

/** Of each node its newest row, without those that left. */
function runOf(newest: Iterable<OplogRow>): Run {
  const present = [...newest].filter((row) => !row.deleted);
  present.sort((a, b) => compareNames(a.name, b.name) || (isNewer(a, b) ? 1 : -1));
  return new Map(present.map((row) => [row.name, row]));
}
