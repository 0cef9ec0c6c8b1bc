import { PondError } from "../../base/mod.ts";
import { loadArrow } from "../../deps/arrow.ts";
import {
  type ParquetFooter,
  type ParquetTarget,
  readBack,
  readParquetFooter,
  utcFlagPatches,
  type WriteSummary,
} from "../../parquet/mod.ts";
import type { ReadableBytes } from "../../table/mod.ts";
import type { Session } from "./session.ts";

/** How much of the end of a file is kept to read its footer from. */
const KEPT_BYTES = 16 * 1024 * 1024;

/** Rows in a row group: small enough that a filter skips, large enough to compress. */
const ROW_GROUP_ROWS = 122_880;

/**
 * Runs the SELECT `sql` and writes its rows as zstd Parquet with timestamps marked as UTC, and reads
 * it back. No rows give a file with columns and no row group.
 * @throws {PondError} what the engine or the target throws
 */
export async function writeParquetFrom(
  session: Session,
  sql: string,
  { target, label }: { readonly target: ParquetTarget; readonly label: string },
): Promise<WriteSummary> {
  const output = new ParquetOutput(target, label);
  const { name } = await session.addTarget(output, label);
  let counted: Uint8Array;
  try {
    counted = await session.run(
      `COPY (${sql}\n) TO '${name}' (FORMAT PARQUET, CODEC ZSTD, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
    );
  } finally {
    await session.drop(name);
  }
  const { footer, sizeBytes } = output.finish();
  await readBack(target, footer, { label, rows: await countOf(counted) });
  return { rows: footer.rows, sizeBytes, columns: footer.columns, footer };
}

/** How many rows COPY says it has written. */
async function countOf(answer: Uint8Array): Promise<number> {
  const { tableFromIPC } = await loadArrow();
  return Number(tableFromIPC(answer).getChildAt(0)?.get(0));
}

/**
 * A target that remembers the end of what passes through it. DuckDB writes every TIMESTAMP as local
 * time; here all of them are UTC, and the footer is made to say so once it is written.
 */
class ParquetOutput implements ParquetTarget {
  readonly #target: ParquetTarget;
  readonly #label: string;
  #kept: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  #keptBytes = 0;
  #sizeBytes = 0;

  constructor(target: ParquetTarget, label: string) {
    this.#target = target;
    this.#label = label;
  }

  writeSync(chunk: Uint8Array, offset: number): void {
    if (offset !== this.#sizeBytes) {
      throw new PondError(
        "internal",
        `cannot write ${this.#label}: a write at ${offset} is no append`,
      );
    }
    this.#target.writeSync(chunk, offset);
    this.#sizeBytes = offset + chunk.length;
    this.#kept.push({ offset, bytes: chunk });
    this.#keptBytes += chunk.length;
    while (this.#keptBytes - this.#kept[0]!.bytes.length >= KEPT_BYTES) {
      this.#keptBytes -= this.#kept.shift()!.bytes.length;
    }
  }

  /** Marks the timestamps as UTC and returns the footer. */
  finish(): { readonly footer: ParquetFooter; readonly sizeBytes: number } {
    const end: ReadableBytes = {
      sizeBytes: this.#sizeBytes,
      readSync: (offset, into) => this.#read(offset, into),
    };
    for (const patch of utcFlagPatches(end, true, { label: this.#label })) {
      this.#target.writeSync(new Uint8Array([patch.value]), patch.offset);
    }
    const footer = readParquetFooter(end, this.#label);
    return { footer, sizeBytes: this.#sizeBytes };
  }

  #read(offset: number, into: Uint8Array): number {
    // Only the magic at the very beginning is asked for outside of the footer.
    if (offset === 0 && into.length <= 4) {
      into.set(new TextEncoder().encode("PAR1").subarray(0, into.length));
      return into.length;
    }
    const first = this.#kept[0]?.offset ?? 0;
    if (offset < first) {
      throw new PondError("unsupported", `cannot write ${this.#label}: it has too many columns`);
    }
    for (const { offset: start, bytes } of this.#kept) {
      if (offset >= start && offset < start + bytes.length) {
        const part = bytes.subarray(offset - start, offset - start + into.length);
        into.set(part);
        return part.length;
      }
    }
    return 0;
  }
}
