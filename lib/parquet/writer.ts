import { pace } from "../base/mod.ts";
import type { Column } from "../table/mod.ts";
import type { ColumnBatch } from "./column_batch.ts";
import { FileWriter } from "./file_writer.ts";
import { FAST_ZSTD_LEVEL } from "./page_writer.ts";
import { parquetType } from "./parquet_type.ts";
import { groupNode } from "./schema_nodes.ts";
import type { ParquetTarget, WriteSummary } from "./target.ts";

/** What is written, and where. */
export interface ParquetWriterOptions {
  readonly columns: readonly Column[];
  readonly target: ParquetTarget;
  /** Bytes that an abandoned attempt has left in the target. */
  readonly leftBytes?: number;
}

/** How a file ended: what `batches` returned, null when it ran to its end and the file is whole. */
export interface ParquetEnd<Stop> {
  readonly stopped: Stop | null;
  readonly summary: WriteSummary;
}

/**
 * Writes `batches` as zstd Parquet while they are made, a row group each; between columns the event
 * loop gets its turns. A generator that returns something other than null gives up: what has been
 * written is no Parquet file and has to be written over.
 * @throws {PondError} what `batches` or the target throws; `timeout`, `interrupted`
 */
export async function writeParquetFile<Stop>(
  batches:
    | Generator<readonly ColumnBatch[], Stop | null>
    | AsyncGenerator<readonly ColumnBatch[], Stop | null>,
  options: ParquetWriterOptions,
): Promise<ParquetEnd<Stop>> {
  const { columns, target, leftBytes = 0 } = options;
  const types = columns.map(parquetType);
  const root = groupNode("schema", "required", types.map(({ node }) => node));
  const file = new FileWriter({ root, types, zstdLevel: FAST_ZSTD_LEVEL, hasChecksums: false });
  let end = 0;
  const write = (parts: readonly Uint8Array[]) => {
    for (const part of parts) {
      target.writeSync(part, end);
      end += part.length;
    }
  };
  let next = await batches.next();
  for (; !next.done; next = await batches.next()) {
    if (!next.value[0]?.rows) continue;
    for (const parts of file.rowGroup(next.value)) {
      write(parts);
      await pace();
    }
  }
  if (next.value === null) {
    const [footer, ...before] = file.finish().toReversed();
    write(before);
    // An abandoned attempt may have written more than there is now: then the footer goes to where
    // that ended, since readers find it from the end of the file and everything else from the
    // footer.
    end = Math.max(end, leftBytes - footer!.length);
    write([footer!]);
  }
  return { stopped: next.value, summary: { rows: file.rows, sizeBytes: end, columns } };
}
