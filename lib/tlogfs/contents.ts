import { PondError, sha256 } from "../base/mod.ts";
import type { DeltaSnapshot, DeltaTable, Row } from "../delta/mod.ts";
import type { Store } from "../store/mod.ts";
import { type ByteSource, memorySource, readAll } from "../tinyfs/mod.ts";
import type { OplogRow } from "./oplog_row.ts";
import { equals } from "./row_source.ts";

/** Contents of this size and more are kept beside the log, by hash. */
export const BLOB_BYTES = 65_536;

/** Where contents are. */
export interface ContentsPlace {
  readonly store: Store;
  readonly table: DeltaTable;
  readonly snapshot: DeltaSnapshot;
  /** Unfinished files of a transaction, by the names that they will have. */
  readonly staged?: ReadonlyMap<string, string>;
}

/** Contents of a snapshot's rows. */
export class Contents {
  /** Contents that name something: link targets and configs, read at every listing. */
  private readonly small = new Map<string, Uint8Array>();

  private readonly store: Store;
  private readonly table: DeltaTable;
  private readonly snapshot: DeltaSnapshot;
  private readonly staged: ReadonlyMap<string, string>;

  constructor(place: ContentsPlace) {
    this.store = place.store;
    this.table = place.table;
    this.snapshot = place.snapshot;
    this.staged = place.staged ?? new Map();
  }

  /**
   * The content of `row`; the caller closes it.
   * @throws {PondError} `corrupt` when it is gone, or is not what was written
   */
  async open(row: OplogRow): Promise<ByteSource> {
    const key = `sha256:${row.sha256}`;
    if (row.sizeBytes < BLOB_BYTES) return memorySource(await this.inline(row), key);
    const name = this.staged.get(blobName(row)) ?? blobName(row);
    if (!await this.store.stat(name)) throw damaged(row, `its content ${name} is gone`);
    const reader = await this.store.open(name);
    if (reader.sizeBytes !== row.sizeBytes) {
      reader.close();
      throw damaged(row, `${name} has ${reader.sizeBytes} bytes instead of ${row.sizeBytes}`);
    }
    return {
      key,
      sizeBytes: reader.sizeBytes,
      readSync: (offset, into) => reader.readSync(offset, into),
      close: () => reader.close(),
    };
  }

  /** `row` with the bytes that go into a row when it is stated again. @throws {PondError} `corrupt` */
  async withContent(row: OplogRow): Promise<OplogRow> {
    const isInline = row.sha256 !== null && row.sizeBytes < BLOB_BYTES;
    return { ...row, content: isInline ? await this.inline(row) : null };
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

  /** Reads the contents of links and configs among one directory's `rows` at once. */
  async preload(rows: readonly OplogRow[]): Promise<void> {
    const wanted = rows.filter((row) =>
      (row.kind === "symlink" || row.factory !== null) && row.content === undefined &&
      !this.small.has(keyOf(row)) && row.sizeBytes < BLOB_BYTES
    );
    if (wanted.length < 2) return;
    const keys = new Set(wanted.map(keyOf));
    const transactions = wanted.map((row) => row.txnSeq);
    const where = [equals("part_id", wanted[0]!.partId), {
      column: "txn_seq",
      min: BigInt(transactions.reduce((a, b) => Math.min(a, b))),
      max: BigInt(transactions.reduce((a, b) => Math.max(a, b))),
    }];
    for await (const batch of this.table.read(this.snapshot, { columns: CONTENT_COLUMNS, where })) {
      for (const row of batch) {
        const key = keyOfStored(row);
        if (keys.has(key) && row["content"] instanceof Uint8Array) {
          this.small.set(key, row["content"]);
        }
      }
    }
  }

  private async inline(row: OplogRow): Promise<Uint8Array> {
    if (row.sizeBytes === 0) return new Uint8Array(0);
    const bytes = row.content ?? this.small.get(keyOf(row)) ?? await this.fetch(row);
    if (bytes.length !== row.sizeBytes || sha256(bytes) !== row.sha256) {
      throw damaged(row, "its content is not what was written");
    }
    return bytes;
  }

  private async fetch(row: OplogRow): Promise<Uint8Array> {
    const where = [
      equals("part_id", row.partId),
      equals("name", row.name),
      equals("txn_seq", BigInt(row.txnSeq)),
    ];
    for await (const batch of this.table.read(this.snapshot, { columns: CONTENT_COLUMNS, where })) {
      for (const stored of batch) {
        if (keyOfStored(stored) === keyOf(row) && stored["content"] instanceof Uint8Array) {
          return stored["content"];
        }
      }
    }
    throw damaged(row, "its content is gone");
  }
}

const CONTENT_COLUMNS = ["node_id", "version", "txn_seq", "content"];

function keyOf(row: OplogRow): string {
  return `${row.nodeId} ${row.version} ${row.txnSeq}`;
}

function keyOfStored(row: Row): string {
  return `${row["node_id"]} ${row["version"]} ${row["txn_seq"]}`;
}

/** The stored name of a row's content. */
export function blobName(row: Pick<OplogRow, "sha256" | "kind">): string {
  const hash = row.sha256 ?? "";
  const suffix = row.kind === "table" || row.kind === "series" ? ".parquet" : "";
  return `blobs/${hash.slice(0, 2)}/${hash}${suffix}`;
}

function damaged(row: OplogRow, why: string): PondError {
  return new PondError("corrupt", `cannot read version ${row.version} of ${row.name}: ${why}`, {
    data: { node: row.nodeId, version: row.version },
  });
}
