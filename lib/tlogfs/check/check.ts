import { isPondError, PondError } from "../../base/mod.ts";
import {
  type DataFile,
  type DeltaFinding,
  type DeltaSnapshot,
  type DeltaTable,
  deltaTableAt,
  isSuperseded,
  type RepairedFile,
} from "../../delta/mod.ts";
import {
  deltaOptions,
  type Finding,
  Inventory,
  type OplogRow,
  refuseForeignSchema,
  type TlogOptions,
} from "../rows/mod.ts";
import { checkBlobs } from "./check_blobs.ts";
import { checkDataFile, notSuperseded } from "./check_rows.ts";
import { checkLayout } from "./check_layout.ts";
import { checkTree } from "./check_tree.ts";
import { QUARANTINE, quarantine } from "./quarantine.ts";
import { firstCommit, leftoversOf, refuseUnfinishedCopy } from "../read/mod.ts";

/** How a pond is checked. */
export interface CheckOptions {
  /** Moves what is damaged and not needed, or in the way, to `quarantine/`; deletes nothing. */
  readonly repair?: boolean;
}

/**
 * Reads everything that is stored, whatever can be opened of it: the log, every data file and
 * content, and what rows say of each other.
 * @throws {PondError} `not-found` when there is no pond; `locked`, `io`, `permission`
 */
export async function checkTlog(
  options: TlogOptions,
  { repair = false }: CheckOptions = {},
): Promise<readonly Finding[]> {
  const { store } = options;
  const strangers = await checkLayout(store, repair);
  // Nothing behind a link is the pond's, so there is no more to be said.
  if (strangers.some(({ movedTo }) => movedTo === null)) return strangers;
  if ((await store.list("data/_delta_log")).length === 0) {
    await refuseUnfinishedCopy(store, "check");
    throw new PondError("not-found", `cannot check the pond in ${store.root}: there is none`);
  }
  const check = new Check({ ...options, warn: () => {} }, repair);
  await check.run();
  return [...strangers, ...check.findings];
}

class Check {
  readonly findings: Finding[] = [];
  readonly #table: DeltaTable;
  readonly #store: TlogOptions["store"];
  /** What was found in rows before their paths were known. */
  readonly #inRows: { file: string; row: OplogRow | null; why: string }[] = [];
  /** Files of which enough was said. */
  readonly #told = new Set<string>();

  readonly #options: TlogOptions;
  readonly #repair: boolean;

  constructor(options: TlogOptions, repair: boolean) {
    this.#options = options;
    this.#repair = repair;
    this.#store = options.store;
    this.#table = deltaTableAt(options.store, deltaOptions(options));
  }

  async run(): Promise<void> {
    // All of it before anything is moved, so that what is found is how things were.
    const inLog = await Array.fromAsync(this.#table.verify());
    const isWrong = inLog.some(({ settled }) => !settled);
    const repaired = this.#repair && isWrong ? await this.#repairLog() : new Map();
    for (const finding of inLog) await this.#logFinding(finding, repaired);
    for (const [name, file] of repaired) if (!this.#told.has(name)) this.#addRepaired(file);
    const snapshot = await this.#newest();
    if (snapshot) {
      const rows = await this.#liveRows(snapshot);
      await this.#supersededFiles(snapshot);
      const inventory = rows && await this.#tree(rows);
      for (const { file, row, why } of this.#inRows) {
        this.#add({ file, ...whereOf(row, inventory), why });
      }
      await this.#blobs(rows, inventory);
    } else await this.#blobs(null, null);
    await this.#leftovers();
  }

  async #newest(): Promise<DeltaSnapshot | null> {
    try {
      const snapshot = await this.#table.snapshot();
      refuseForeignSchema(snapshot.metadata);
      return snapshot;
    } catch (error) {
      if (!isPondError(error, "corrupt", "unsupported", "not-found")) throw error;
      if (this.findings.every(({ severity }) => severity === "info")) {
        this.#add({ file: "data/_delta_log", why: error.message });
      }
      return null;
    }
  }

  /** By name. */
  async #repairLog(): Promise<ReadonlyMap<string, RepairedFile>> {
    const first = firstCommit(this.#options.environment.nowUs(), ["init"]);
    const repaired = await this.#table.repair({ first });
    return new Map(repaired.map((file) => [file.name, file]));
  }

  #addRepaired(file: RepairedFile): void {
    const { name, why, movedTo } = file;
    this.#add({ file: name, why: `${why}${lostText(file)}`, movedTo });
  }

  async #logFinding(
    { name, why, settled }: DeltaFinding,
    repaired: ReadonlyMap<string, RepairedFile>,
  ): Promise<void> {
    this.#told.add(name);
    if (settled) return this.#add({ severity: "info", file: name, why });
    const done = repaired.get(name);
    let movedTo = done?.movedTo ?? null;
    if (
      this.#repair && movedTo === null &&
      /\/(\d{20}\.checkpoint\.parquet|_last_checkpoint)$/.test(name)
    ) {
      movedTo = await this.#replaceCheckpoint(name);
    }
    this.#add({ file: name, why: `${why}${done ? lostText(done) : ""}`, movedTo });
  }

  /**
   * What a checkpoint or the hint at it says can be had from the commits, as long as these are
   * there.
   */
  async #replaceCheckpoint(name: string): Promise<string | null> {
    if (!await this.#store.stat(name)) return null;
    const movedTo = await quarantine(this.#store, name);
    try {
      await this.#table.checkpoint();
      return movedTo;
    } catch (error) {
      if (!isPondError(error, "corrupt", "not-found", "expired")) throw error;
      await this.#store.rename(movedTo, name);
      return null;
    }
  }

  /**
   * Rows of the newest version; null when a file of it can't be read: then what rows say of each
   * other proves nothing.
   */
  async #liveRows(snapshot: DeltaSnapshot): Promise<OplogRow[] | null> {
    const all: OplogRow[] = [];
    const superseded: { readonly row: OplogRow; readonly file: string }[] = [];
    let isWhole = true;
    for (const file of snapshot.files) {
      const name = `data/${decodeURIComponent(file.path)}`;
      const rows = await this.#dataFile(snapshot, file);
      for (const row of rows ?? []) {
        all.push(row);
        if (isSuperseded(file)) superseded.push({ row, file: name });
      }
      isWhole &&= rows !== null;
    }
    if (!isWhole) return null;
    for (const held of notSuperseded(superseded, all)) {
      this.#inRows.push({ ...held, why: "it counts as superseded, and nothing newer is there" });
    }
    return all;
  }

  async #dataFile(snapshot: DeltaSnapshot, file: DataFile) {
    const name = `data/${decodeURIComponent(file.path)}`;
    return await checkDataFile({ table: this.#table, snapshot }, file, (row, why) => {
      // Damaged bytes were found when the log was read.
      if (row === null && this.#told.has(name)) return;
      this.#inRows.push({ file: name, row, why });
    });
  }

  /** Older states need them, within the retention; a damaged one is in nobody's way. */
  async #supersededFiles(snapshot: DeltaSnapshot): Promise<void> {
    const live = new Set(snapshot.files.map(({ path }) => path));
    const older = new Map<string, DataFile>();
    for await (const { added } of this.#table.history()) {
      for (const file of added) if (!live.has(file.path)) older.set(file.path, file);
    }
    const wanted = new Set([...live, ...older.keys()].map((path) => decodeURIComponent(path)));
    for (const file of older.values()) {
      const name = `data/${decodeURIComponent(file.path)}`;
      if (!await this.#store.stat(name)) continue;
      const problems: string[] = await this.#headProblems(name);
      await checkDataFile(
        { table: this.#table, snapshot },
        file,
        (_row, why) => problems.push(why),
      );
      if (problems.length === 0) continue;
      const movedTo = this.#repair ? await quarantine(this.#store, name) : null;
      this.#add({ file: name, why: `${problems[0]} (only older states need it)`, movedTo });
    }
    for (const { name, kind } of await this.#store.list("data")) {
      if (kind === "directory" || wanted.has(name)) continue;
      this.#add({ severity: "info", file: `data/${name}`, why: "no commit of the log names it" });
    }
  }

  async #headProblems(name: string): Promise<string[]> {
    const head = new TextDecoder().decode(await this.#store.read(name, { start: 0, end: 4 }));
    return head === "PAR1" ? [] : ["it doesn't begin as a Parquet file does"];
  }

  async #tree(rows: readonly OplogRow[]): Promise<Inventory | null> {
    let inventory: Inventory;
    try {
      inventory = await Inventory.of(iterate(rows));
    } catch (error) {
      if (!isPondError(error, "corrupt")) throw error;
      this.#add({ file: null, why: error.message });
      return null;
    }
    checkTree(inventory, (row, why) => {
      const path = inventory.pathOf(row.nodeId);
      this.#add({ file: null, path, version: row.version, why });
    });
    return inventory;
  }

  async #blobs(rows: readonly OplogRow[] | null, inventory: Inventory | null) {
    await checkBlobs(this.#store, rows ?? [], async (name, { row, why, isForeign }) => {
      if (isForeign) return this.#add({ severity: "info", file: name, why });
      // While rows can't be read, any content may be one that is needed.
      const mayMove = this.#repair && rows !== null && row === null;
      this.#add({
        file: name,
        ...whereOf(row, inventory),
        why: row || !rows ? why : `${why} (nothing in the newest state needs it)`,
        movedTo: mayMove ? await quarantine(this.#store, name) : null,
      });
    });
  }

  async #leftovers(): Promise<void> {
    for (const file of await leftoversOf(this.#store)) {
      this.#add({ severity: "info", file, why: "an unfinished write; swept when it is a day old" });
    }
    const moved = new Set(this.findings.map(({ movedTo }) => movedTo));
    for (const { name } of await this.#store.list(QUARANTINE)) {
      const file = `${QUARANTINE}/${name}`;
      if (!moved.has(file)) this.#add({ severity: "info", file, why: "put aside by a repair" });
    }
  }

  #add(finding: Partial<Finding> & Pick<Finding, "file" | "why">): void {
    this.findings.push({
      severity: "error",
      path: null,
      version: null,
      movedTo: null,
      ...finding,
    });
  }
}

/** What is lost with a whole commit that stood on a lost one. */
function lostText({ commitInfo }: RepairedFile): string {
  const argv = commitInfo?.["argv"];
  return Array.isArray(argv) ? `; lost with it: pond ${argv.map(String).join(" ")}` : "";
}

/** The node and version that a row speaks of; its name alone where the tree can't be told. */
function whereOf(row: OplogRow | null, inventory: Inventory | null) {
  const path = row && (inventory?.pathOf(row.nodeId) ?? `…/${row.name}`);
  return { path, version: row?.version ?? null };
}

async function* iterate(rows: readonly OplogRow[]): AsyncGenerator<OplogRow> {
  for (const row of rows) yield await Promise.resolve(row);
}
