import type { CacheTarget, ResultCache } from "../cache/mod.ts";
import { convertText, type TextSummary, writePassedOver } from "../convert/mod.ts";
import { type ByteSource, type FormatOptions, readChunks, type TextNotes } from "../table/mod.ts";
import type { FileNode } from "../tinyfs/mod.ts";
import { compressionByName, compressionOf, decompress } from "./decompress.ts";
import { keyed } from "./table_facts.ts";

/** What is converted, and with what. */
export interface ConvertedFile {
  readonly file: FileNode;
  readonly options: FormatOptions;
  readonly cache: ResultCache;
  readonly convertText?: typeof convertText;
}

/**
 * Writes `source`, the bytes of `file`, as Parquet that the engine reads.
 * @returns what is said of text; undefined for Parquet
 * @throws {PondError} `invalid-input` with file, line, column and value
 */
export function writeConverted(
  source: ByteSource,
  target: CacheTarget,
  converted: ConvertedFile,
): Promise<TextSummary | undefined> {
  return withPlainBytes(converted, source, (plain) => write(converted, plain, target));
}

/** What a conversion left out; undefined where that is nothing. */
export function notesOf({ passedOver, unfinished }: TextSummary): TextNotes | undefined {
  const [first] = passedOver;
  if (!first && !unfinished) return undefined;
  const column = first?.column == null ? "" : `, column ${JSON.stringify(first.column)}`;
  const value = first?.value == null ? "" : `${JSON.stringify(first.value.slice(0, 80))} `;
  return {
    passedOver: passedOver.length,
    example: first ? `line ${first.line}${column}: ${value}${first.why}` : null,
    unfinished,
  };
}

/** Undefined for Parquet. */
async function write(
  { file, options, convertText: convert = convertText }: ConvertedFile,
  source: ByteSource,
  target: CacheTarget,
): Promise<TextSummary | undefined> {
  const label = file.path;
  const { format, rejects } = options;
  if (format === "parquet") {
    await copyTo(target, source);
    return undefined;
  }
  const text = { ...options, format, label, isGrowing: isGrowing(file) };
  if (!rejects) return await convert(source, target, text);
  const summary = await convert(source, { writeSync() {} }, text);
  await writePassedOver(target, summary.passedOver, { label });
  return summary;
}

/** Parquet that came compressed as a whole. */
async function copyTo(target: CacheTarget, source: ByteSource): Promise<void> {
  let offset = 0;
  for await (const chunk of readChunks(source, { reuse: true })) {
    target.writeSync(chunk, offset);
    offset += chunk.length;
  }
}

/** Whether somebody else may be writing the file while it is read. */
export function isGrowing(file: FileNode): boolean {
  return file.provenance?.().hostPath != null;
}

async function withPlainBytes<T>(
  { file, options, cache }: ConvertedFile,
  source: ByteSource,
  work: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const compression = compressionByName(file.path, options) ?? compressionOf(source);
  if (compression === "none") return await work(source);
  const plain = await cache.scratch((target) =>
    decompress(source, target, { compression, label: file.path })
  );
  try {
    return await work(keyed(plain, `${source.key} decompressed`));
  } finally {
    plain.close();
  }
}
