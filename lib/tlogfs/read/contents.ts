import { countRead, PondError, sha256 } from "../../base/mod.ts";
import {
  type DataFile,
  type DeltaSnapshot,
  type DeltaTable,
  isSuperseded,
  type Row,
  type RowQuery,
} from "../../delta/mod.ts";
import type { Store } from "../../store/mod.ts";
import { type ByteSource, memorySource, readAll } from "../../table/mod.ts";
import {
  type Blob,
  BLOB_BYTES,
  blobName,
  blockSumsOf,
  type MergedPart,
  openBlob,
  type OplogRow,
} from "../rows/mod.ts";
import { equals, newestFiles } from "./row_source.ts";

/**
 * Contents that the log keeps are read together up to this much: about what one of its row groups
 * holds.
 */
const RUN_BYTES = 4 * 1024 * 1024;
/** So many such reads are kept. */
const RUNS_KEPT = 8;

/** Where contents are. */
export interface ContentsPlace {
  readonly store: Store;
  readonly table: DeltaTable;
  readonly snapshot: DeltaSnapshot;
  /** Unfinished files of a transaction, by the names that they will have. */
  readonly staged?: ReadonlyMap<string, string>;
  /** Told of each row whose content is asked for. */
  readonly onRead?: (row: OplogRow) => void;
}

/** Contents of a snapshot's rows. */
export class Contents {
  /** Contents that name something: link targets and configs, read at every listing. */
  readonly #small = new Map<string, Uint8Array>();
  /** Of versions read together, by the first and last of them, oldest use first. */
  readonly #recent = new Map<string, Promise<ReadonlyMap<string, Uint8Array>>>();

  readonly #store: Store;
  readonly #table: DeltaTable;
  readonly #snapshot: DeltaSnapshot;
  readonly #staged: ReadonlyMap<string, string>;
  readonly #onRead: (row: OplogRow) => void;

  constructor(place: ContentsPlace) {
    this.#store = place.store;
    this.#table = place.table;
    this.#snapshot = place.snapshot;
    this.#staged = place.staged ?? new Map();
    this.#onRead = place.onRead ?? (() => {});
  }

  /**
   * The content of `row`; the caller closes it.
   * @throws {PondError} `corrupt` when it is gone, or is not what was written
   */
  async open(row: OplogRow): Promise<ByteSource> {
    this.#onRead(row);
    const key = `sha256:${row.sha256}`;
    if (row.sizeBytes < BLOB_BYTES) return memorySource(await this.#inline(row), key);
    return await this.#openBlob(
      { ...row, sha256: row.sha256 ?? "", name: blobName(row), sums: blockSumsOf(row) },
      (why) => damaged(row, why),
    );
  }

  /**
   * A file of merged versions; the caller closes it. @throws {PondError} `corrupt` as
   * {@linkcode Contents.open}
   */
  openMerged(part: MergedPart, path: string): Promise<ByteSource> {
    const name = blobName({ sha256: part.sha256, kind: "series" });
    const reading = `cannot read versions ${part.first} to ${part.last} of ${path}`;
    return this.#openBlob(
      { ...part, name },
      (why) => new PondError("corrupt", `${reading}: ${why}`),
    );
  }

  /**
   * Opens any of `rows`, which are versions of one node in order: contents that are kept in the log
   * are read together with their neighbours, since the log's row groups hold many, and kept for a
   * while.
   */
  batch(rows: readonly OplogRow[]): (row: OplogRow) => Promise<ByteSource> {
    const isInline = (row: OplogRow) =>
      !row.content && row.sizeBytes < BLOB_BYTES && row.sizeBytes > 0;
    const runs = new Map<string, readonly OplogRow[]>();
    for (const run of runsOf(rows.filter(isInline))) {
      for (const row of run) runs.set(keyOf(row), run);
    }
    return async (row) => {
      const run = runs.get(keyOf(row));
      if (!run || run.length < 2) return await this.open(row);
      const content = (await this.#loadRun(run)).get(keyOf(row));
      return await this.open(content ? { ...row, content } : row);
    };
  }

  /**
   * `row` with the bytes that go into a row when it is stated again. @throws {PondError} `corrupt`
   */
  async withContent(row: OplogRow): Promise<OplogRow> {
    const isInline = row.sha256 !== null && row.sizeBytes < BLOB_BYTES;
    return { ...row, content: isInline ? await this.#inline(row) : null };
  }

  /** The content of `row` as text: a link's target or a config. @throws {PondError} `corrupt` */
  async text(row: OplogRow): Promise<string> {
    const source = await this.open(row);
    try {
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(readAll(source));
    } finally {
      source.close();
    }
  }

  /**
   * Reads the contents of links and configs among one directory's `rows`, the newest of their
   * nodes, at once.
   */
  async preload(rows: readonly OplogRow[]): Promise<void> {
    const wanted = rows.filter((row) =>
      namesSomething(row) && row.content === undefined &&
      !this.#small.has(keyOf(row)) && row.sizeBytes < BLOB_BYTES
    );
    if (wanted.length < 2) return;
    const files = newestFiles(this.#snapshot);
    for (const [key, content] of await this.#load(wanted, files)) this.#small.set(key, content);
  }

  /** Contents of rows of one directory, by row, in one pass over what can hold them. */
  async #load(
    rows: readonly OplogRow[],
    files: readonly DataFile[],
  ): Promise<Map<string, Uint8Array>> {
    const contents = new Map<string, Uint8Array>();
    const keys = new Set(rows.map(keyOf));
    for await (const batch of this.#table.read(this.#snapshot, { ...loadQuery(rows), files })) {
      for (const row of batch) {
        const key = keyOfStored(row);
        if (keys.has(key) && row["content"] instanceof Uint8Array) {
          contents.set(key, row["content"]);
        }
      }
    }
    return contents;
  }

  #loadRun(run: readonly OplogRow[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const key = `${keyOf(run[0]!)} ${keyOf(run.at(-1)!)}`;
    const loading = this.#recent.get(key) ?? this.#load(run, this.#snapshot.files);
    this.#recent.delete(key);
    this.#recent.set(key, loading);
    if (this.#recent.size > RUNS_KEPT) this.#recent.delete(this.#recent.keys().next().value!);
    loading.catch(() => this.#recent.delete(key));
    return loading;
  }

  /** A transaction's own contents have names that others don't know yet. */
  async #openBlob(blob: Blob, damaged: (why: string) => PondError): Promise<ByteSource> {
    const name = this.#staged.get(blob.name) ?? blob.name;
    if (!await this.#store.stat(name) && await this.#isOutdated()) {
      const { message } = damaged("it was dropped after this reader had begun");
      throw new PondError("expired", message, { hint: "read it again" });
    }
    return await openBlob(this.#store, { ...blob, name }, damaged);
  }

  async #isOutdated(): Promise<boolean> {
    return (await this.#table.snapshot()).version > this.#snapshot.version;
  }

  async #inline(row: OplogRow): Promise<Uint8Array> {
    if (row.sizeBytes === 0) return new Uint8Array(0);
    const bytes = row.content ?? this.#small.get(keyOf(row)) ?? await this.#fetch(row);
    if (bytes.length !== row.sizeBytes || sha256(bytes) !== row.sha256) {
      throw damaged(row, "its content is not what was written");
    }
    if (namesSomething(row)) this.#small.set(keyOf(row), bytes);
    countRead(bytes.length);
    return bytes;
  }

  async #fetch(row: OplogRow): Promise<Uint8Array> {
    const where = [
      equals("part_id", row.partId),
      equals("name", row.name),
      equals("txn_seq", BigInt(row.txnSeq)),
    ];
    // Most rows that are asked for are their node's newest.
    const files = [...newestFiles(this.#snapshot), ...this.#snapshot.files.filter(isSuperseded)];
    const query = { columns: CONTENT_COLUMNS, where, files };
    for await (const batch of this.#table.read(this.#snapshot, query)) {
      for (const stored of batch) {
        if (keyOfStored(stored) === keyOf(row) && stored["content"] instanceof Uint8Array) {
          return stored["content"];
        }
      }
    }
    throw damaged(row, "its content is gone");
  }
}

/** `rows` cut into runs of {@linkcode RUN_BYTES} at most. */
function runsOf(rows: readonly OplogRow[]): OplogRow[][] {
  const runs: OplogRow[][] = [];
  let sizeBytes = Infinity;
  for (const row of rows) {
    sizeBytes += row.sizeBytes;
    if (sizeBytes > RUN_BYTES) {
      runs.push([]);
      sizeBytes = row.sizeBytes;
    }
    runs.at(-1)!.push(row);
  }
  return runs;
}

const CONTENT_COLUMNS = ["node_id", "version", "txn_seq", "content"];

/** What finds the contents of `rows`, and little else. */
function loadQuery(rows: readonly OplogRow[]): RowQuery {
  const transactions = rows.map((row) => row.txnSeq);
  const [{ partId, name }] = rows as readonly [OplogRow];
  const oneName = rows.every((row) => row.partId === partId && row.name === name);
  const oneDirectory = rows.every((row) => row.partId === partId);
  const where = [
    ...(oneDirectory ? [equals("part_id", partId)] : []),
    ...(oneName ? [equals("name", name)] : []),
    {
      column: "txn_seq",
      min: BigInt(transactions.reduce((a, b) => Math.min(a, b))),
      max: BigInt(transactions.reduce((a, b) => Math.max(a, b))),
    },
  ];
  return { columns: CONTENT_COLUMNS, where };
}

/** A link's target or a config. */
function namesSomething(row: OplogRow): boolean {
  return row.kind === "symlink" || row.factory !== null;
}

function keyOf(row: OplogRow): string {
  return `${row.nodeId} ${row.version} ${row.txnSeq}`;
}

function keyOfStored(row: Row): string {
  return `${row["node_id"]} ${row["version"]} ${row["txn_seq"]}`;
}

function damaged(row: OplogRow, why: string): PondError {
  return new PondError("corrupt", `cannot read version ${row.version} of ${row.name}: ${why}`, {
    data: { node: row.nodeId, version: row.version },
  });
}
