import type { CachedBytes } from "../cache/mod.ts";
import { convertText, type TextSummary } from "../convert/mod.ts";
import { readParquetFooter } from "../parquet/mod.ts";
import { type ByteSource, type FormatOptions, readChunks } from "../table/mod.ts";
import type { ConvertedOnce } from "../tinyfs/mod.ts";
import type { ServiceOptions } from "./convert.ts";
import { compressionByName, compressionOf, decompress } from "./decompress.ts";
import { keyed } from "./table_facts.ts";
import { notesOf } from "./write_converted.ts";

/** What is read, and as what. */
export interface OnceOptions {
  /** The name of the file in messages; its ending tells how it is compressed. */
  readonly label: string;
  /** Whether somebody may still be writing the last line. */
  readonly isGrowing: boolean;
  readonly options: FormatOptions;
}

/**
 * `source` as Parquet that is kept nowhere: for bytes that are taken in once, whose rows are stored
 * then.
 * @throws {PondError} `invalid-input` with file, line, column and value
 */
export async function convertOnce(
  source: ByteSource,
  once: OnceOptions,
  services: ServiceOptions,
): Promise<ConvertedOnce> {
  const { options, label } = once;
  let summary: TextSummary | undefined;
  const bytes = await services.cache.scratch(async (target) => {
    const plain = await plainBytes(source, once, services);
    try {
      if (options.format === "parquet") {
        let offset = 0;
        for await (
          const chunk of readChunks(plain ? keyed(plain, source.key) : source, { reuse: true })
        ) {
          target.writeSync(chunk, offset);
          offset += chunk.length;
        }
        return;
      }
      const text = { ...options, format: options.format, label, isGrowing: once.isGrowing };
      const from = plain ? keyed(plain, `${source.key} decompressed`) : source;
      summary = await (services.convertText ?? convertText)(from, target, text);
    } finally {
      plain?.close();
    }
  });
  try {
    const { columns, rows } = readParquetFooter(bytes, label);
    const notes = summary && notesOf(summary);
    return {
      source: keyed(bytes, source.key),
      columns,
      rows,
      timeColumn: summary?.timeColumn ?? options.series?.timeColumn ?? null,
      ...(notes ? { notes } : {}),
    };
  } catch (error) {
    bytes.close();
    throw error;
  }
}

/**
 * The bytes of a compressed source; undefined for one that isn't.
 * @throws {PondError} `invalid-input` for bytes that are not so compressed
 */
export async function plainBytes(
  source: ByteSource,
  plain: Pick<OnceOptions, "label" | "options"> & { readonly enoughBytes?: number },
  { cache }: Pick<ServiceOptions, "cache">,
): Promise<CachedBytes | undefined> {
  const { label, options, enoughBytes = Infinity } = plain;
  const compression = compressionByName(label, options) ?? compressionOf(source);
  if (compression === "none") return undefined;
  return await cache.scratch((target) =>
    decompress(source, target, { compression, label, enoughBytes })
  );
}
