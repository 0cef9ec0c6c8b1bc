import { PondError } from "../base/mod.ts";
import { chunkContent, contentOf } from "./adapt.ts";
import type { ParquetFooter } from "./footer.ts";
import { encodeFooter, type GroupContent } from "./footer_writer.ts";
import { MemoryTarget } from "./memory_target.ts";
import type { ParquetTarget, WriteSummary } from "./target.ts";

const MAGIC = new TextEncoder().encode("PAR1");

/**
 * One Parquet file of several with the same columns, one after the other: their pages stay as they
 * are, their row groups stand in one footer. A part is in memory at a time.
 */
export class ParquetJoiner {
  readonly #target: ParquetTarget;
  readonly #label: string;
  readonly #groups: GroupContent[] = [];
  readonly #part = new MemoryTarget(1024 * 1024);
  #first: ParquetFooter | null = null;
  #offset = MAGIC.length;

  constructor(target: ParquetTarget, { label }: { readonly label: string }) {
    this.#target = target;
    this.#label = label;
    target.writeSync(MAGIC, 0);
  }

  /** Where the next part is written. */
  newPart(): ParquetTarget {
    this.#part.clear();
    return this.#part;
  }

  /**
   * Takes the part that has been written. @param footer its own
   * @throws {PondError} `internal` for one with other columns than the first
   */
  take(footer: ParquetFooter): void {
    this.#first ??= footer;
    if (footer.schemaKey !== this.#first.schemaKey) {
      throw new PondError("internal", `cannot write ${this.#label}: its parts have other columns`);
    }
    const moved = this.#offset - MAGIC.length;
    const pages = this.#part.bytes().slice(MAGIC.length, footer.dataEnd);
    if (pages.length > 0) this.#target.writeSync(pages, this.#offset);
    this.#offset += pages.length;
    for (const { rows, chunks } of footer.rowGroups) {
      this.#groups.push({
        rows,
        chunks: chunks.map((chunk) => {
          const { dataPageOffset, dictionaryPageOffset, ...facts } = chunkContent(chunk);
          const isThere = chunk.valueCount > 0;
          return {
            ...facts,
            dataPageOffset: isThere ? dataPageOffset + moved : dataPageOffset,
            dictionaryPageOffset: dictionaryPageOffset === null
              ? null
              : dictionaryPageOffset + moved,
          };
        }),
      });
    }
  }

  /** Ends the file; there has been one part at least. */
  finish(): WriteSummary {
    const { columns, ...first } = this.#first!;
    const rows = this.#groups.reduce((sum, group) => sum + group.rows, 0);
    const content = { ...contentOf({ columns, ...first }), rows, rowGroups: this.#groups };
    const end = encodeFooter(content);
    this.#target.writeSync(end, this.#offset);
    return { rows, sizeBytes: this.#offset + end.length, columns };
  }
}
