import { newUuid, PondError, systemEnvironment } from "../../base/mod.ts";
import type { CommitInfo, DeltaSnapshot, DeltaTable, Field, StagedFile } from "../../delta/mod.ts";
import { boundsOfFooter } from "../../export/mod.ts";
import type { Store } from "../../store/mod.ts";
import type { TableContent } from "../change_api.ts";
import { PondQuery } from "../query.ts";
import type { Query, QueryColumn, Row } from "../query_api.ts";
import type {
  Delta,
  DeltaCommit,
  DeltaReadOptions,
  DeltaVacuumed,
  DeltaVacuumOptions,
  DeltaWriteOptions,
} from "./api.ts";
import { columnsOfFields, snapshotReader } from "./read.ts";
import { bytesOf, type ContentForDelta, mergedFields, schemaOf, tableContent } from "./rows.ts";
import { memoryScratch } from "./scratch.ts";

/** How often a write that lost to another is tried again on the newer state. */
const MAX_ATTEMPTS = 10;

/** Makes a data file of `content`. */
export function stagerOf(
  table: Pick<DeltaTable, "stageParquet">,
): (content: ContentForDelta, schema?: readonly Field[]) => Promise<StagedFile> {
  return (content, schema = content.fields) =>
    table.stageParquet((target) => {
      target.writeSync(bytesOf(content), 0);
      const bounds = boundsOfFooter(content.footer, content.fields);
      return Promise.resolve({ rows: content.rows, bounds });
    }, { schema });
}

/** A table, and where it lies. */
interface Place {
  readonly hostPath: string;
  readonly store: Store;
  readonly table: DeltaTable;
}

/** See {@linkcode Delta}. */
export class HostDelta implements Delta {
  readonly hostPath: string;
  readonly #place: Place;
  /** Never ended: a table has nothing to close. */
  readonly #closing = new AbortController().signal;

  constructor(place: Place) {
    this.hostPath = place.hostPath;
    this.#place = place;
  }

  async version(): Promise<number> {
    return (await this.#place.table.snapshot()).version;
  }

  async columns(): Promise<readonly QueryColumn[]> {
    return columnsOfFields((await this.#place.table.snapshot()).metadata.schema);
  }

  append(rows: TableContent, options: DeltaWriteOptions = {}): Promise<number> {
    return this.#write(rows, options, "Append");
  }

  overwrite(rows: TableContent, options: DeltaWriteOptions = {}): Promise<number> {
    return this.#write(rows, options, "Overwrite");
  }

  read<R = Row>(options: DeltaReadOptions = {}): Query<R> {
    return this.sql<R>("SELECT * FROM source", options);
  }

  sql<R = Row>(text: string, options: DeltaReadOptions = {}): Query<R> {
    const { version, at, ...rest } = options;
    const source = {
      read: async () => snapshotReader(await this.#snapshot(version, at), this.#place),
      scratch: memoryScratch,
      closing: this.#closing,
    };
    return new PondQuery<R>(source, { text, params: rest.params ?? [] }, rest);
  }

  async *history(): AsyncGenerator<DeltaCommit> {
    for await (const { version, timestampUs, commitInfo } of this.#place.table.history()) {
      const { operation } = commitInfo;
      yield {
        version,
        at: new Date(Number(timestampUs / 1000n)),
        operation: typeof operation === "string" ? operation : null,
      };
    }
  }

  async vacuum(options: DeltaVacuumOptions = {}): Promise<DeltaVacuumed> {
    const { retentionMs, logRetentionMs, dryRun } = options;
    return await this.#place.table.vacuum({
      ...(retentionMs === undefined ? {} : { retentionUs: microseconds(retentionMs) }),
      ...(logRetentionMs === undefined ? {} : { logRetentionUs: microseconds(logRetentionMs) }),
      ...(dryRun === undefined ? {} : { dryRun }),
    });
  }

  checkpoint(): Promise<void> {
    return this.#place.table.checkpoint();
  }

  async #snapshot(version?: number, at?: Date): Promise<DeltaSnapshot> {
    const { table } = this.#place;
    if (version !== undefined) return await table.snapshot({ version });
    if (at === undefined) return await table.snapshot();
    // A commit within that millisecond had been made by then.
    const then = await table.versionAt(microseconds(at.getTime()) + 999n);
    return await table.snapshot({ version: then });
  }

  async #write(
    rows: TableContent,
    { mergeSchema = false }: DeltaWriteOptions,
    mode: "Append" | "Overwrite",
  ): Promise<number> {
    const { table, hostPath: label } = this.#place;
    const first = await table.snapshot();
    refusePartitions(first, label);
    const isOther = mode === "Overwrite" && mergeSchema;
    const schema = isOther ? {} : schemaOf(first.metadata.schema);
    using content = await tableContent(rows, { label, schema });
    for (let attempt = 1, base = first;; attempt++) {
      const present = base.metadata.schema;
      const fields = isOther
        ? content.fields
        : mergedFields(present, content.fields, { label, mergeSchema });
      const adds = content.rows === 0 ? [] : [await stagerOf(table)(content, fields)];
      const outcome = await table.commit({
        base,
        txnId: newUuid(systemEnvironment),
        adds,
        removes: mode === "Overwrite" ? base.files : [],
        ...(isOther || fields.length > present.length ? { metadata: { schema: fields } } : {}),
        // Rows that others add are in nobody's way who only adds some.
        ...(mode === "Append" ? { conflict: { columns: [], test: () => false } } : {}),
        commitInfo: commitInfo(mode),
      });
      if (outcome.status === "committed") return outcome.version;
      await table.discard(adds);
      if (attempt === MAX_ATTEMPTS) {
        throw new PondError("conflict", `cannot write ${label}: ${outcome.reason}`, {
          data: { version: outcome.version },
        });
      }
      base = await table.snapshot();
    }
  }
}

function commitInfo(mode: string): CommitInfo {
  return { operation: "WRITE", operationParameters: { mode } };
}

/** Rows would have to be cut up by their values. */
function refusePartitions({ metadata }: DeltaSnapshot, label: string): void {
  const { partitionColumns } = metadata;
  if (partitionColumns.length === 0) return;
  throw new PondError(
    "unsupported",
    `cannot write ${label}: it is partitioned by ${partitionColumns.join(", ")}`,
    { hint: "it can be read; pond export writes partitioned tables" },
  );
}

function microseconds(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1000n;
}
