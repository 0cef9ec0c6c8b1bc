import type { Pond } from "../pond/mod.ts";
import { type ByteSource, type FormatOptions, unchanging } from "../table/mod.ts";
import { END_BYTES, headOf, lastPart, type TakenFile } from "./ingest_memory.ts";
import { candidates } from "./ingest_plan.ts";
import type { OpenFile } from "./ingest_source.ts";
import { firstOf, textOptions } from "./ingest_take.ts";
import { readPart, textLayout } from "./ingest_text.ts";

/** RFC 1952 §2.3.1: the last four bytes of a member are its size modulo this, little-endian. */
const SIZE_MODULUS = 2 ** 32;

/** A file whose text may be compressed. */
export interface PackedFile {
  readonly pond: Pond;
  readonly opened: OpenFile;
  readonly name: string;
  readonly format: FormatOptions;
}

/**
 * The text of a compressed file as a file of its own, which knows neither identity nor time; null
 * where it isn't compressed.
 */
export async function unpacked(packed: PackedFile): Promise<OpenFile | null> {
  const { pond, opened, name, format } = packed;
  const bytes = await pond.tables.plain(unchanging(opened.bytes, name), format, { label: name });
  return bytes && { bytes, identity: null, modified: null };
}

/**
 * What was taken of a gzip that has nothing new, without unpacking more than its beginning: a log
 * that was rotated and compressed is looked at again at every run. Undefined where that isn't sure.
 */
export async function knownGzip(
  { pond, opened: { bytes }, name, format }: PackedFile,
  taken: readonly TakenFile[],
): Promise<TakenFile | undefined> {
  if (taken.length === 0 || !isGzip(bytes)) return undefined;
  const start = await pond.tables.plain(bytes, format, { label: name, enoughBytes: END_BYTES });
  if (!start) return undefined;
  try {
    const csv = textOptions(format);
    const { firstEnd } = textLayout(start, { format: format.format as "csv" | "jsonl", csv });
    const first = firstOf(start, firstEnd);
    const sizeBytes = new DataView(readPart(bytes, bytes.sizeBytes - 4, bytes.sizeBytes).buffer)
      .getUint32(0, true);
    return candidates({ source: name, identity: null, first }, taken).find((known) => {
      const { to, head, ...last } = lastPart(known);
      return last.first === first && to % SIZE_MODULUS === sizeBytes && head === headOf(start, to);
    });
  } finally {
    start.close();
  }
}

function isGzip(bytes: ByteSource): boolean {
  const [a, b] = readPart(bytes, 0, 2);
  return bytes.sizeBytes >= 18 && a === 0x1f && b === 0x8b;
}
